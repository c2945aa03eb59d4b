"""Stored answers: the predictions of the bundled models for the examples of the first pages, shown until the models are loaded.

    answers.json.xz   {"weights": {"bert": "7fa71d…"}, "answers": {question: {"result": "MaskedWordPredictions", "value": {…}}}}

`make stored` computes everything anew and writes the file; a test does the same and compares. An answer counts only as long as the weights
that gave it are those on this machine.
"""

import json
import lzma
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from bertplay.backends.base import Backend
from bertplay.errors import NotStored
from bertplay.i18n import N_
from bertplay.i18n.lazy_string import lazy_from_json, lazy_to_json
from bertplay.models.fingerprint import weights_of
from bertplay.results import as_json, from_json
from bertplay.results.compare import Measured

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")

FILE = Path(__file__).with_name("answers.json.xz")
MAX_CHARACTERS = 100_000
"""Of one answer as JSON: a figure for every word of the vocabulary takes longer to read than to compute."""


class StoredBackend:
    """The Backend that never computes. Raises NotStored for any other call."""

    def __init__(self, file: Path = FILE) -> None:
        content = json.loads(lzma.decompress(file.read_bytes()))
        stale = {model for model, weights in content["weights"].items() if weights != weights_of(model)}
        self._answers: dict[str, Any] = {key: answer for key, answer in content["answers"].items() if key.split(" ")[0] not in stale}

    def call(self, model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        stored = self._answers.get(call_key(model_id, task, args, kwargs))
        if stored is None:
            raise not_stored(model_id)
        module, _, name = stored["result"].rpartition(".")
        result: R = from_json(getattr(import_module(module), name), lazy_from_json(stored["value"]))
        return result


class StoringBackend:
    """Passes every call on to another Backend, and stores the answers that are results.

    What was measured by the clock would be stale on any other machine: NotStored is raised for it, as it will be when the page is opened.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._models: set[str] = set()
        self._answers: dict[str, Any] = {}

    def call(self, model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        answer = self._backend.call(model_id, task, *args, **kwargs)
        if isinstance(answer, Measured):
            raise not_stored(model_id)
        if type(answer).__module__.startswith("bertplay.results."):
            kind = f"{type(answer).__module__}.{type(answer).__qualname__}"
            value = lazy_to_json(as_json(answer, keep_lazy=True))
            if len(json.dumps(value)) <= MAX_CHARACTERS:
                self._answers[call_key(model_id, task, args, kwargs)] = {"result": kind, "value": value}
                self._models.add(model_id)
        return answer

    def content(self) -> dict[str, Any]:
        """What answers.json.xz holds, uncompressed."""
        return {"weights": {model: weights_of(model) for model in sorted(self._models)}, "answers": dict(sorted(self._answers.items()))}


def not_stored(model_id: str) -> NotStored:
    """What is raised when the answer is not stored."""
    return NotStored(N_("The answer to this question is not stored."), value=model_id, remedy=N_("Wait until the model is in memory."))


def call_key(model_id: str, task: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """The call in writing: "bert predict_masked_words ('She opened the [MASK].',) {'top_k': 5}"."""
    return f"{model_id} {task.__qualname__} {args} {dict(sorted(kwargs.items()))}"


def write(content: dict[str, Any], file: Path = FILE) -> None:
    """Write what a StoringBackend has stored."""
    file.write_bytes(lzma.compress(json.dumps(content, ensure_ascii=False, sort_keys=True).encode(), preset=9))


@cache
def stored_backend() -> StoredBackend:
    """The bundled answers, read once."""
    return StoredBackend()

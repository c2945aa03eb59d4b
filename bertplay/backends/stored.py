"""Stored answers: what the bundled models said to the examples of the first pages, kept for the seconds until they can be asked.

    answers.json.xz   {"weights": {"bert": "7fa71d…"}, "answers": {question: {"result": "MaskedWordGuesses", "value": {…}}}}

`make stored` asks everything anew and writes the file; a test does the same and compares. An answer counts only as long as the weights
that gave it are those that are here.
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
from bertplay.models.fingerprint import weights_of
from bertplay.results import as_json, from_json
from bertplay.results.compare import Measured
from bertplay.wording import mark
from bertplay.wording.kept import with_sentences, with_texts

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")

FILE = Path(__file__).with_name("answers.json.xz")


class StoredBackend:
    """The Backend that never computes. Raises NotStored for what nobody asked before."""

    def __init__(self, file: Path = FILE) -> None:
        kept = json.loads(lzma.decompress(file.read_bytes()))
        stale = {model for model, weights in kept["weights"].items() if weights != weights_of(model)}
        self._answers: dict[str, Any] = {asked: answer for asked, answer in kept["answers"].items() if asked.split(" ")[0] not in stale}

    def call(self, model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        kept = self._answers.get(question(model_id, task, args, kwargs))
        if kept is None:
            raise not_kept(model_id)
        module, _, name = kept["result"].rpartition(".")
        result: R = from_json(getattr(import_module(module), name), with_texts(kept["value"]))
        return result


class RecordingBackend:
    """Passes every call on to another Backend, and keeps the answers that are results.

    What was measured by the clock would be stale on any other machine: NotStored is raised for it, as it will be when the page is opened.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._models: set[str] = set()
        self._answers: dict[str, Any] = {}

    def call(self, model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        answer = self._backend.call(model_id, task, *args, **kwargs)
        if isinstance(answer, Measured):
            raise not_kept(model_id)
        if type(answer).__module__.startswith("bertplay.results."):
            kind = f"{type(answer).__module__}.{type(answer).__qualname__}"
            self._answers[question(model_id, task, args, kwargs)] = {"result": kind, "value": with_sentences(as_json(answer))}
            self._models.add(model_id)
        return answer

    def __getattr__(self, name: str) -> Any:
        """What else the backend has: leases, downloads."""
        return getattr(self._backend, name)

    def kept(self) -> dict[str, Any]:
        """What answers.json.xz holds, uncompressed."""
        return {"weights": {model: weights_of(model) for model in sorted(self._models)}, "answers": dict(sorted(self._answers.items()))}


def not_kept(model_id: str) -> NotStored:
    """What is raised when nobody kept the answer."""
    return NotStored(mark("The answer of this question was not kept."), value=model_id, remedy=mark("Wait until the model is in memory."))


def question(model_id: str, task: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """What was asked, in writing: "bert guess_masked_words ('She opened the [MASK].',) {'top_k': 5}"."""
    return f"{model_id} {task.__qualname__} {args} {dict(sorted(kwargs.items()))}"


def write(kept: dict[str, Any], file: Path = FILE) -> None:
    """Write what a RecordingBackend kept."""
    file.write_bytes(lzma.compress(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode(), preset=9))


@cache
def stored_backend() -> StoredBackend:
    """The stored answers that travel with bertplay, read once."""
    return StoredBackend()

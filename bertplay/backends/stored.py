"""Stored answers: the predictions of the bundled models for the examples of the first pages, shown until the models are loaded.

    answers.json.xz   {"weights": {"bert": "7fa71d…"}, "answers": {question: {"result": "MaskedWordPredictions", "value": {…}}}}

`make stored` recomputes everything and writes the file; a test does the same and compares. An answer counts only as long as the weights
that gave it are those on this machine.
"""

import json
import lzma
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from bertplay.errors import NotStored
from bertplay.i18n import N_
from bertplay.i18n.lazy_string import lazy_from_json
from bertplay.models.fingerprint import weights_of
from bertplay.results import from_json

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")

FILE = Path(__file__).with_name("answers.json.xz")


class StoredBackend:
    """A Backend that only returns stored answers; raises NotStored for any other call."""

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


def not_stored(model_id: str) -> NotStored:
    """The error for an answer that is not stored."""
    return NotStored(N_("The answer to this question is not stored."), value=model_id, remedy=N_("Wait until the model is in memory."))


def call_key(model_id: str, task: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """The key of a call: "bert predict_masked_words ('She opened the [MASK].',) {'top_k': 5}"."""
    return f"{model_id} {task.__qualname__} {args} {dict(sorted(kwargs.items()))}"


@cache
def stored_backend() -> StoredBackend:
    """The bundled answers, read once."""
    return StoredBackend()

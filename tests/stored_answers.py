"""Computes the examples of the first pages again: `make stored` writes the answers that come with bertplay."""

import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from streamlit.testing.v1 import AppTest

from bertplay.backends.base import Backend
from bertplay.backends.stored import FILE, call_key, not_stored
from bertplay.i18n.lazy_string import lazy_to_json
from bertplay.lessons.ten_questions import ten_questions
from bertplay.model_service.base import FIRST_MODEL
from bertplay.model_service.local import LocalModels
from bertplay.models.fingerprint import weights_of
from bertplay.results import as_json
from bertplay.results.compare import Measured
from bertplay.ui.home.click_a_word import SENTENCE
from bertplay.ui.masked_word.hidden_words import words_of
from bertplay.ui.runtime import get_runtime
from tests.pages.conftest import ROOT

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")

MAX_CHARACTERS = 100_000
"""Of one answer as JSON: a figure for every word of the vocabulary takes longer to read than to compute."""
FIRST_PAGES = ("masked_word", "next_sentence")
"""Pages whose first example has a stored answer, beside the ten questions."""


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


def write(content: dict[str, Any], file: Path = FILE) -> None:
    """Write what a StoringBackend has stored."""
    file.write_bytes(lzma.compress(json.dumps(content, ensure_ascii=False, sort_keys=True).encode(), preset=9))


def record() -> dict[str, Any]:
    """Open the home page at every word, the questions, and the first pages at their first example; store the models' answers."""
    models = get_runtime().models
    assert isinstance(models, LocalModels)
    models.load(FIRST_MODEL)
    before, storing = models.shared, StoringBackend(models.backend)
    models.shared = storing  # type: ignore[assignment]
    try:
        for word in range(len(words_of(SENTENCE))):
            open_("pages/home.py", hide=str(word))
        for question in ten_questions():
            open_("pages/ten_questions.py", tab=question.id)
        for page in FIRST_PAGES:
            open_(f"pages/{page}.py")
        return storing.content()
    finally:
        models.shared = before


def open_(page: str, **link: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page(page)
    app.query_params.update(link)
    app.run()
    assert not app.exception, page


if __name__ == "__main__":
    write(record())

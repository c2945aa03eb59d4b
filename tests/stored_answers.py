"""Asks the examples of the first pages anew: `make stored` writes the answers that travel with bertplay."""

from typing import Any

from streamlit.testing.v1 import AppTest

from bertplay.backends.stored import StoringBackend, write
from bertplay.lessons.ten_questions import ten_questions
from bertplay.model_service.base import FIRST_MODEL
from bertplay.model_service.local import LocalModels
from bertplay.ui.home.click_a_word import SENTENCE
from bertplay.ui.masked_word.hidden_words import words_of
from bertplay.ui.runtime import get_runtime
from tests.pages.conftest import ROOT

FIRST_PAGES = ("masked_word", "next_sentence")
"""Pages whose first example has a stored answer, beside the ten questions."""


def record() -> dict[str, Any]:
    """Open the home page at every word, the questions, and the first pages at their first example; keep what the models say there."""
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

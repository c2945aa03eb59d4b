"""Asks the examples of the first pages anew: `make stored` writes the answers that travel with bertplay."""

from typing import Any

from streamlit.testing.v1 import AppTest

from bertplay.backends.stored import RecordingBackend, write
from bertplay.lessons.ten_questions import ten_questions
from bertplay.ui.runtime import FIRST_MODEL, get_runtime
from tests.pages.conftest import ROOT


def record() -> dict[str, Any]:
    """Open the home page at every question and the masked-word page, and keep what the models say there."""
    runtime = get_runtime()
    with runtime.backend.lease(FIRST_MODEL):
        pass
    asked, runtime.backend = runtime.backend, RecordingBackend(runtime.backend)  # type: ignore[assignment]
    try:
        for number, _ in enumerate(ten_questions(), 1):
            open_("pages/ten_questions.py", q=str(number))
        open_("pages/masked_word.py")
        return runtime.backend.kept()  # type: ignore[attr-defined,no-any-return]
    finally:
        runtime.backend = asked


def open_(page: str, **link: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page(page)
    app.query_params.update(link)
    app.run()
    assert not app.exception, page


if __name__ == "__main__":
    write(record())

"""The pages that a lesson can name: those of the app, of the kit, and of the documentation."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

from bertplay.lessons.files import parse_lesson
from bertplay.lessons.pages import inputs_in, lesson_pages
from bertplay.ui.kit.inputs import Input
from bertplay.ui.kit.link import GLOBAL_NAMES
from tests.pages.pages_of_app import kit_pages

ROOT = Path(__file__).resolve().parents[3]

KIT = {page.name: page for page in kit_pages() if page.name in lesson_pages()}

NO_STEPS = {"lesson", "classroom", "worksheet"}
"""Pages that no step of a lesson opens."""


def test_the_example_of_the_documentation_is_a_lesson() -> None:
    document = (ROOT / "docs" / "lesson-files.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", document, re.DOTALL)
    lesson = parse_lesson(example.encode())
    assert [step.page for step in lesson.steps] == ["masked_word", "wordpiece"]
    assert all(step.answer for step in lesson.steps)


def test_the_documentation_lists_the_pages_with_their_names() -> None:
    document = (ROOT / "docs" / "lesson-files.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", document, re.MULTILINE))
    assert {name: set(re.findall(r"`(\w+)`", names)) for name, names in rows.items()} == {
        name: set(page.names) for name, page in lesson_pages().items()
    }


def test_the_tabs_and_inputs_are_those_of_the_kit() -> None:
    for name, page in KIT.items():
        assert lesson_pages()[name].choices["tab"] == tuple(tab.name for tab in page.tabs)
        if name == "ten_questions":  # its cards are tabs of other pages
            assert lesson_pages()[name].inputs <= {one for page in lesson_pages() if page != name for one in lesson_pages()[page].inputs}
            continue
        given = {
            "model": any(tab.needs for tab in page.tabs),
            "guess_first": any(tab.guess for tab in page.tabs),
            "hide": name in {"home", "masked_word"},
        }
        assert lesson_pages()[name].inputs == (inputs_of(name) - set(GLOBAL_NAMES)) | {
            input_ for input_, is_given in given.items() if is_given
        }


def inputs_of(page: str) -> set[str]:
    """The names of the inputs in the modules of a page, without those that are in no link."""
    package = import_module(f"bertplay.ui.{page}")
    modules = [import_module(f"{package.__name__}.{found.name}") for found in pkgutil.iter_modules(package.__path__)]
    return {value.name for module in modules for value in vars(module).values() if isinstance(value, Input) and value.is_in_link}


def test_the_pages_are_those_of_the_navigation() -> None:
    shown = dict(re.findall(r'st\.Page\("pages/(\w+)\.py", title=_\("([^"]+)"', (ROOT / "app.py").read_text("utf-8")))
    assert {name: title for name, title in shown.items() if name not in NO_STEPS} == {
        name: page.title for name, page in lesson_pages().items()
    }


def test_what_belongs_to_a_step_is_distinguished_from_what_does_not() -> None:
    assert inputs_in("masked_word", {"text": "a", "ask": "b", "lesson": "c", "longest": "d"}) == {"text": "a"}
    assert inputs_in("nowhere", {"text": "a"}) == {}

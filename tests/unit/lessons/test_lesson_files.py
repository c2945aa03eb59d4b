"""Lesson files: read, refused line by line, written and read again."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.errors import BadInput
from bertplay.lessons.files import MOST_BYTES, Lesson, Step, UnreadableLesson, parse_lesson, read_lesson
from bertplay.lessons.lines import lines_of
from bertplay.lessons.links import PAGES, link_of
from bertplay.lessons.writing import lesson_text
from bertplay.ui import state

ROOT = Path(__file__).resolve().parents[3]
NOT_OF_A_STEP = {"ask", "note", "fix", "lesson", "step", "room", "key", "lang"}
NO_STEPS = {"lesson", "room", "rooms", "worksheet"}
"""Pages that no step of a lesson opens."""
GOOD = """\
title = "One step"  # a comment
[[step]]
page = "masked_word"
question = '''
[[step]]
page = "no key, but a text"
'''
[step.link]
text = "The [MASK] barked."
k = 5
guess_first = true
"""


def problems_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(UnreadableLesson) as caught:
        parse_lesson(text.encode())
    return [(problem.line, problem.what) for problem in caught.value.problems]


def test_a_file_and_its_lines() -> None:
    lesson = parse_lesson(GOOD.encode())
    link = {"text": "The [MASK] barked.", "k": "5", "guess_first": "true"}
    assert lesson == Lesson("One step", (Step("masked_word", '[[step]]\npage = "no key, but a text"', link),))
    lines = lines_of(GOOD)
    assert (lines["step", 0], lines["step", 0, "question"], lines["step", 0, "link", "k"]) == (2, 4, 10)
    assert ("step", 1) not in lines


def test_every_problem_is_named_with_its_line() -> None:
    text = (
        GOOD.replace("masked_word", "maskedword").replace('"One step"', "3")
        + '[[step]]\npage = "layers"\nlink = {inside = "walks", text = "a"}\n'
    )
    assert problems_of(text) == [
        (1, "“title” is not a text."),
        (3, "There is no page “maskedword”."),
        (12, "“question” is missing."),
        (14, "“walks” is no value of “inside”."),
        (14, "The page “layers” has no “text” in its link."),
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "“title” is missing."),
        ('title = "A"\ntitle = "B"', 2, "This is not TOML"),
        ('title = "A"\nquestion = Why?', 2, "This is not TOML"),
        ('title = "A"', 1, "The lesson has no steps."),
        ('title = "A"\nstep = 3', 2, "The lesson has no steps."),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "  "', 4, "“question” is empty."),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\nfix = "yes"', 5, "“fix” is neither true nor false."),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\nlink = "text"', 5, "“link” is not a table."),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\nlink.find = 0.5', 5, "The value of “find” is neither"),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\nlink.find = 0x' + "f" * 5_000, 5, "The number of “find” is too large."),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a\\u0000"', 4, "“question” has a NUL in it."),
        ('title = "A"\n[[step]]\npage = "runs"\nlink.find = "\\u0000"\nquestion = "a"', 4, "The value of “find” has a NUL"),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "' + "a" * 1_001 + '"', 4, "“question” has 1,001 characters."),
        (
            'title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\nlink.find = "' + "a" * 30_001 + '"',
            5,
            "The values of this link are too long",
        ),
        ('title = "A"\n[[step]]\npage = "runs"\nqestion = "a"', 4, "“qestion” is unknown here."),
        ("title = " + "[" * 50_000, 1, "The brackets are nested too deeply."),
        ('title = "A"\n' + '[[step]]\npage = "runs"\nquestion = "a"\n' * 101, 302, "There are 101 steps."),
    ],
)
def test_what_cannot_be_used(text: str, line: int, what: str) -> None:
    found = problems_of(text)
    assert any(at == line and said.startswith(what) for at, said in found), found


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    with pytest.raises(BadInput, match="too large"):
        parse_lesson(b"#" * (MOST_BYTES + 1))


def test_other_bytes_are_named_with_their_line() -> None:
    with pytest.raises(UnreadableLesson, match="Line 2: These bytes are not UTF-8"):
        parse_lesson(b'title = "A"\nnote = "\xff"')


@pytest.mark.parametrize("name", ["no.toml", ".", "a\0b"])
def test_a_path_to_no_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        read_lesson(tmp_path / name)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with pytest.raises(BadInput):
        parse_lesson(data)


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return st.text(letters, max_size=most).map(str.strip).filter(lambda text: len(text) >= least)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    page = draw(st.sampled_from(sorted(PAGES)))
    free = sorted(PAGES[page].names - set(PAGES[page].choices))
    value = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
    link = draw(st.dictionaries(st.sampled_from(free), value, max_size=3)) if free else {}
    return Step(page, draw(texts(40, 1)), link, draw(texts(40)), draw(texts(40)), draw(st.booleans()))


@given(st.builds(Lesson, texts(30, 1), st.lists(steps(), min_size=1, max_size=4).map(tuple), texts(40)))
def test_what_is_written_reads_back(lesson: Lesson) -> None:
    assert parse_lesson(lesson_text(lesson).encode()) == lesson


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
        name: set(page.names) for name, page in PAGES.items()
    }


def test_the_names_are_those_of_the_pages() -> None:
    declared = (ROOT / "bertplay" / "ui" / "state.py").read_text("utf-8").split("# In the session alone")[0]
    names = set(re.findall(r'^[A-Z_]+ = "(\w+)"$', declared, re.MULTILINE)) - NOT_OF_A_STEP
    assert names - {state.CARD_GUESS} == {name for page in PAGES.values() for name in page.names}


def test_the_pages_are_those_of_the_navigation() -> None:
    shown = dict(re.findall(r'st\.Page\("pages/(\w+)\.py", title=t\("([^"]+)"', (ROOT / "app.py").read_text("utf-8")))
    assert {name: title for name, title in shown.items() if name not in NO_STEPS} == {name: page.title for name, page in PAGES.items()}


def test_the_choices_are_the_parts_of_the_pages() -> None:
    from importlib import import_module

    for name, page in PAGES.items():
        for values in page.choices.values():
            assert values == tuple(import_module(f"bertplay.ui.parts.{name}").PARTS)


def test_what_belongs_to_a_step_is_told_from_what_does_not() -> None:
    assert link_of("masked_word", {"text": "a", "ask": "b", "lesson": "c", "cutting": "d"}) == {"text": "a"}
    assert link_of("nowhere", {"text": "a"}) == {}

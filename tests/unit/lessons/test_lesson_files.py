"""Lesson files: read, refused line by line, written and read again."""

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.errors import BadInput
from bertplay.lessons.files import MAX_BYTES, lesson_text, parse_lesson, read_lesson
from bertplay.lessons.lesson import Lesson, Step
from bertplay.lessons.pages import lesson_pages
from bertplay.lessons.positions import Positions
from bertplay.lessons.problems import UnreadableLesson

GOOD = """\
title = "One step"  # a comment
[[step]]
page = "masked_word"
question = '''
[[step]]
page = "no key, but a text"
'''
[step.inputs]
text = "The [MASK] barked."
top_k = 5
guess_first = true
"""


def problems_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(UnreadableLesson) as caught:
        parse_lesson(text.encode())
    return [(problem.line, problem.what) for problem in caught.value.problems]


def test_a_file_and_its_lines() -> None:
    lesson = parse_lesson(GOOD.encode())
    inputs = {"text": "The [MASK] barked.", "top_k": "5", "guess_first": "true"}
    step = Step(page="masked_word", question='[[step]]\npage = "no key, but a text"', inputs=inputs)
    assert lesson == Lesson(title="One step", steps=(step,))
    lines = Positions(GOOD).lines
    assert (lines["step", 0], lines["step", 0, "question"], lines["step", 0, "inputs", "top_k"]) == (2, 4, 10)
    assert ("step", 1) not in lines


def test_every_problem_is_named_with_its_line() -> None:
    text = (
        GOOD.replace("masked_word", "maskedword").replace('"One step"', "3")
        + '[[step]]\npage = "layers"\ninputs = {tab = "walks", sentence = "a"}\n'
    )
    assert problems_of(text) == [
        (1, "“title” is not text."),
        (3, "There is no page “maskedword”."),
        (12, "“question” is missing."),
        (14, "“tab” cannot be “walks”."),
        (14, "This page has no input “sentence”."),
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
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\nfixed = "yes"', 5, "“fixed” is neither true nor false."),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\ninputs = "text"', 5, "“inputs” is not a table."),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\ninputs.text = 0.5', 5, "The value is neither"),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\ninputs.text = 0x' + "f" * 50, 5, "The number is too large."),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "a\\u0000"', 4, "The text contains a NUL character."),
        ('title = "A"\n[[step]]\npage = "runs"\ninputs.text = "\\u0000"\nquestion = "a"', 4, "The text contains a NUL"),
        ('title = "A"\n[[step]]\npage = "runs"\nquestion = "' + "a" * 1_001 + '"', 4, "“question” has 1,001 characters."),
        (
            'title = "A"\n[[step]]\npage = "runs"\nquestion = "a"\ninputs.text = "' + "a" * 30_001 + '"',
            5,
            "The inputs are too long",
        ),
        ('title = "A"\n[[step]]\npage = "runs"\nqestion = "a"', 4, "“qestion” is unknown here."),
        ("title = " + "[" * 50_000, 1, "The brackets are nested too deeply."),
        ('title = "A"\n' + '[[step]]\npage = "runs"\nquestion = "a"\n' * 101, 302, "There are 101 steps."),
    ],
)
def test_what_cannot_be_used(text: str, line: int, what: str) -> None:
    found = problems_of(text)
    assert any(at == line and said.startswith(what) for at, said in found), found


ATTACKS = {
    "blanks in brackets": 'title="a"\nx=[\n[' + " " * 1_300 + "1" + " " * 1_300 + "],\n1]",
    "more blanks in brackets": 'title="a"\nx=[\n[' + " " * 90_000 + "1" + " " * 90_000 + "],\n1]",
    "a key of 15,000 parts": ".".join("a" * 15_000) + " = 1",
    "a key of 15,000 parts, with blanks": " . ".join("a" * 15_000) + " = 1",
    "a key of 15,000 quoted parts": ".".join(['"a"'] * 15_000) + " = 1",
    "a header of 15,000 parts": "[" + ".".join("a" * 15_000) + "]",
    "inline tables in one another": "x = " + "{a=" * 30_000,
    "90,000 values": "x = [" + "1," * 90_000 + "]",
    "190,000 lines": "\n" * 190_000,
    "60,000 tables": "[a]\n" * 40_000,
    "a number of 190,000 digits": "x = " + "9" * 190_000,
    "backslashes": 'x = "' + "\\" * 190_000,
    "quotes": "x = " + '"' * 190_000,
    "apostrophes": "x = " + "'" * 190_000,
    "a comment without an end": "#" * 190_000,
    "4,990 keys of eleven parts": "".join(f"a.b.c.d.e.f.g.h.i.j.k{i} = 1\n" for i in range(4_990)),
    "9,990 tables in one another": "".join(f"[a{i}.b.c.d.e]\n" for i in range(9_990)),
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS.keys())
def test_no_file_holds_up_the_server(text: str) -> None:
    """Each took seconds or hundreds of MiB of some reader of TOML; 20 ms are usual now."""
    began = time.thread_time()
    assert problems_of(text)
    assert time.thread_time() - began < 2
    tracemalloc.start()
    problems_of(text)
    assert tracemalloc.get_traced_memory()[1] < 30 << 20
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (ATTACKS["blanks in brackets"], 2, "“x” is unknown here."),
        (ATTACKS["a key of 15,000 parts"], 1, "A key or a number has 29,999 characters: a.a.a"),
        ("\n" + ATTACKS["a key of 15,000 parts, with blanks"], 2, "The key in this line has too many parts: 14,999 dots."),
        ("# a comment.......................\n" + "x = " + "[" * 21, 2, "The brackets are nested too deeply."),
        (ATTACKS["90,000 values"], 1, "The file has more than 5,000 values."),
        (ATTACKS["190,000 lines"], 10_001, "The file has more than 10,000 lines."),
        ('title = "A"\n[[step]]\n[x]\n[[step]]\n', 3, "Another table interrupts the steps."),
    ],
)
def test_what_is_beyond_the_bounds(text: str, line: int, what: str) -> None:
    ((at, _),) = [problem for problem in problems_of(text) if problem[1].startswith(what)]
    assert at == line


@pytest.mark.parametrize("quoted", ["'{}'", '"{}"', "'''\n{}'''", '"""\n\\"{}""""'])
def test_what_is_in_quotes_has_no_bounds_but_its_own(quoted: str) -> None:
    inner = "[" * 30 + "." * 30 + "=" * 30 + "a" * 200
    lesson = parse_lesson(f'title = "A"\n[[step]]\npage = "runs"\nquestion = {quoted.format(inner)}'.encode())
    assert inner in lesson.steps[0].question


def test_a_problem_has_its_value_and_its_remedy() -> None:
    with pytest.raises(UnreadableLesson) as caught:
        parse_lesson(b'title = 3\n[[step]]\npage = "runs"\nquestion = "a"\ninputs.text = 0.5')
    assert list(map(str, caught.value.problems)) == [
        'Line 1: “title” is not text. Given: 3. Write it in quotes: title = "…".',
        "Line 5: The value is neither text, a whole number, true nor false. Given: 0.5. Put it in quotes.",
    ]


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    with pytest.raises(BadInput, match="too large"):
        parse_lesson(b"#" * (MAX_BYTES + 1))


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
    page = draw(st.sampled_from(sorted(lesson_pages())))
    free = sorted(lesson_pages()[page].inputs)
    value = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
    inputs = draw(st.dictionaries(st.sampled_from(free), value, max_size=3)) if free else {}
    texts_of_it = {"question": draw(texts(40, 1)), "note": draw(texts(40)), "answer": draw(texts(40))}
    return Step(page=page, inputs=inputs, fixed=draw(st.booleans()), **texts_of_it)


@given(st.builds(Lesson, title=texts(30, 1), note=texts(40), steps=st.lists(steps(), min_size=1, max_size=4).map(tuple)))
def test_what_is_written_reads_back(lesson: Lesson) -> None:
    assert parse_lesson(lesson_text(lesson).encode()) == lesson


@given(st.builds(Lesson, title=texts(30, 1), note=texts(40), steps=st.lists(steps(), min_size=1, max_size=4).map(tuple)))
def test_every_key_is_in_its_line(lesson: Lesson) -> None:
    written = lesson_text(lesson)
    lines = written.split("\n")
    for path, line in Positions(written).lines.items():
        name = str(path[-1]) if path[0] != "step" or len(path) > 2 else "[[step]]"
        assert name in lines[line - 1], (path, line)


WORDS = [
    "[",
    "[[",
    "]",
    "]]",
    "{",
    "}",
    ".",
    ",",
    "=",
    '"',
    "'",
    '"""',
    "\n",
    " ",
    "#",
    "a",
    "step",
    "inputs",
    "1",
    "1e5",
    "true",
    "-",
    "\\",
    "\r\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
def test_no_notation_breaks_the_reader(text: str) -> None:
    """What is close to TOML: every file that tomllib takes has its positions read by tomlkit."""
    with pytest.raises(UnreadableLesson):
        parse_lesson(text.encode())

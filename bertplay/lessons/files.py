"""A lesson: steps, each a page with everything filled in and a question; and the TOML file that it is read from.

docs/lesson-files.md describes the format. Every problem of a file is found at once, each with its line.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.wording import Later, english, later, mark

MOST_BYTES = 200_000
MOST_STEPS = 100
MOST_TITLE = 100
MOST_QUESTION = 1_000
MOST_TEXT = 2_000
PLACE = re.compile(english(r"\(at line (\d+), column \d+\)"))
"""Where tomllib says that a mistake is."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where it is, what is filled in there, what is asked.

    page      its name as in pages/, "masked_word"
    link      what stands in the address, {"text": "The [MASK] barked."}; a name that is not given has the page's own first value
    answer    to compare with after one's own; "" where there is none
    is_fixed  whether the navigation, the model, the part and the examples are not offered
    """

    page: str
    question: str
    link: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    answer: str = ""
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """A title, maybe a note, and 1 to 100 steps."""

    title: str
    steps: tuple[Step, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one line of a file, counted from 1, and what helps."""

    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return str(self.told)

    @property
    def told(self) -> Later:
        """All three in one text, for `t` to tell."""
        return later("Line {line}: {what} {remedy}", line=self.line, what=later(self.what), remedy=later(self.remedy))


class UnreadableLesson(BadInput):
    """A lesson file with problems, all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first, more = {"line": problems[0].line, "what": later(problems[0].what)}, len(problems) - 1
        one = later("The lesson cannot be used. Line {line}: {what}", **first)
        several = later("The lesson cannot be used. Line {line}: {what} And {n} more.", **first, n=more)
        super().__init__(several if more else one, remedy=problems[0].remedy)


def read_lesson(file: Path) -> Lesson:
    """The lesson of a file; BadInput when there is none, UnreadableLesson with every problem in it."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        remedy = mark("Check the path: it names one TOML file.")
        raise BadInput(mark("The lesson file cannot be opened."), value=str(file), remedy=remedy) from error
    return parse_lesson(data)


def parse_lesson(data: bytes) -> Lesson:
    """The lesson that a file's bytes hold."""
    from bertplay.lessons.checks import lesson_of

    if len(data) > MOST_BYTES:
        size = later("more than {most:,} bytes", most=MOST_BYTES)
        raise BadInput(mark("The lesson file is too large."), value=size, remedy=mark("Divide it into several lessons."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableLesson((Problem(line, mark("These bytes are not UTF-8."), mark("Save the file as UTF-8.")),)) from error
    return lesson_of(written_table(text), text)


def written_table(text: str) -> dict[str, object]:
    """The file as TOML; a mistake of the notation is named with its line."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        problem = Problem(1, mark("The brackets are nested too deeply."), mark("A lesson needs two levels."))
        raise UnreadableLesson((problem,)) from error
    except ValueError as error:
        found = PLACE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        fault = re.sub(r"\s*\(at .*\)$", "", str(error))[:200].rstrip(".")
        remedy = mark('Texts stand in quotes, as in question = "Why?".')
        raise UnreadableLesson((Problem(line, later("This is not TOML: {fault}.", fault=fault), remedy),)) from error

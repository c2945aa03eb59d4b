"""A lesson: steps, each a page with everything filled in and a question; and the TOML file that it is read from.

docs/lesson-files.md describes the format. Every problem of a file is found at once, each with its line.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bertplay.errors import BadInput

MOST_BYTES = 200_000
MOST_STEPS = 100
MOST_TITLE = 100
MOST_QUESTION = 1_000
MOST_TEXT = 2_000


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
        return f"Line {self.line}: {self.what} {self.remedy}"


class UnreadableLesson(BadInput):
    """A lesson file with problems, all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
        super().__init__(f"The lesson cannot be used. Line {problems[0].line}: {problems[0].what}{more}", remedy=problems[0].remedy)


def read_lesson(file: Path) -> Lesson:
    """The lesson of a file; BadInput when there is none, UnreadableLesson with every problem in it."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BadInput("The lesson file cannot be opened.", value=str(file), remedy="Check the path: it names one TOML file.") from error
    return parse_lesson(data)


def parse_lesson(data: bytes) -> Lesson:
    """The lesson that a file's bytes hold."""
    from bertplay.lessons.checks import lesson_of

    if len(data) > MOST_BYTES:
        raise BadInput("The lesson file is too large.", value=f"more than {MOST_BYTES:,} bytes", remedy="Divide it into several lessons.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableLesson((Problem(line, "These bytes are not UTF-8.", "Save the file as UTF-8."),)) from error
    return lesson_of(written_table(text), text)


def written_table(text: str) -> dict[str, object]:
    """The file as TOML; a mistake of the notation is named with its line."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise UnreadableLesson((Problem(1, "The brackets are nested too deeply.", "A lesson needs two levels."),)) from error
    except ValueError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        what = re.sub(r"\s*\(at .*\)$", "", str(error))[:200].rstrip(".")
        raise UnreadableLesson((Problem(line, f"This is not TOML: {what}.", 'Texts stand in quotes, as in question = "Why?".'),)) from error

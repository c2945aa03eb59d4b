"""A lesson as a TOML file: read and written. docs/lesson-files.md describes the format."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.lessons.bounds import first_beyond
from bertplay.lessons.lesson import Lesson, Step, clipped
from bertplay.lessons.problems import Problem, UnreadableLesson, problems_of, sentences

MAX_BYTES = 200_000


def read_lesson(file: Path) -> Lesson:
    """The lesson of a file; BadInput when there is none, UnreadableLesson with every problem in it."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        remedy = N_("Check the path: it names one TOML file.")
        raise BadInput(N_("The lesson file cannot be opened."), value=str(file), remedy=remedy) from error
    return parse_lesson(data)


def parse_lesson(data: bytes) -> Lesson:
    """The lesson that a file's bytes hold. Its size is bounded before anything is parsed."""
    if len(data) > MAX_BYTES:
        size = lazy("more than {most:,} bytes", most=MAX_BYTES)
        raise BadInput(N_("The lesson file is too large."), value=size, remedy=N_("Divide it into several lessons."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableLesson((Problem(line, N_("These bytes are not UTF-8."), N_("Save the file as UTF-8.")),)) from error
    if problem := first_beyond(text):
        raise UnreadableLesson((problem,))
    try:
        return Lesson.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise UnreadableLesson(problems_of(error, text)) from error
    except tomllib.TOMLDecodeError as error:
        fault, _, place = str(error).partition(" (at ")
        number = place.removeprefix("line ").partition(",")[0]
        line = int(number) if number.isdigit() else text.count("\n") + 1
        remedy = N_('Texts are written in quotes, as in question = "Why?".')
        problem = Problem(line, lazy("This is not TOML: {fault}.", fault=fault[:200].rstrip(".")), remedy)
        raise UnreadableLesson((problem,)) from error


def checked_step(values: Mapping[str, object]) -> Step:
    """A step of these values; BadInput with the first thing that is wrong."""
    try:
        return Step.model_validate(values)
    except ValidationError as error:
        what, value, remedy = sentences(error.errors(include_url=False)[0])
        raise BadInput(what, value=clipped(str(value)) or None, remedy=remedy) from error


def lesson_text(lesson: Lesson) -> str:
    """The lesson as a file, written so that a person can edit it further; `parse_lesson` reads the same lesson from it."""
    import tomlkit
    from tomlkit.items import String

    def text(value: str) -> String:
        is_long = "\n" in value and "\r" not in value
        return tomlkit.string(f"\n{value}" if is_long else value, multiline=is_long)

    document, steps = tomlkit.document(), tomlkit.aot()
    document.update({name: text(value) for name, value in (("title", lesson.title), ("note", lesson.note)) if value})
    for step in lesson.steps:
        table = tomlkit.table()
        for name, value in step.model_dump(exclude_defaults=True).items():
            if isinstance(value, str):
                table[name] = text(value)
            elif isinstance(value, dict):
                table[name] = tomlkit.inline_table()
                table[name].update(value)
            else:
                table[name] = value
        steps.append(table)
    document.append("step", steps)
    return tomlkit.dumps(document)

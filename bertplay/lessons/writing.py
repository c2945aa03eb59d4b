"""A lesson as TOML, written so that a person can go on with it; `parse_lesson` reads the same lesson from it."""

import json
from collections.abc import Iterator, Mapping

from bertplay.lessons.files import Lesson, Step
from bertplay.text import without_surrogates


def lesson_text(lesson: Lesson) -> str:
    """The whole file."""
    head = [f"title = {written(lesson.title)}", *([f"note = {written(lesson.note)}"] if lesson.note else [])]
    return "\n\n".join("\n".join(lines) for lines in (head, *map(step_lines, lesson.steps))) + "\n"


def step_lines(step: Step) -> Iterator[str]:
    """One step: what is not said is not written."""
    yield "[[step]]"
    yield f"page = {written(step.page)}"
    if step.link:
        yield f"link = {{ {written_link(step.link)} }}"
    if step.is_fixed:
        yield "fix = true"
    for name, text in (("question", step.question), ("note", step.note), ("answer", step.answer)):
        if text:
            yield f"{name} = {written(text)}"


def written_link(link: Mapping[str, str]) -> str:
    """'text = "The [MASK] barked.", hide = "none"': an inline table stands in one line."""
    return ", ".join(f"{name} = {quoted(value)}" for name, value in link.items())


def written(text: str) -> str:
    """A text in quotes; one of several lines keeps them."""
    if "\n" not in text:
        return quoted(text)
    return '"""\n' + "\n".join(quoted(line)[1:-1] for line in text.split("\n")) + '"""'


def quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own, but for DEL, which JSON leaves as it is."""
    return json.dumps(without_surrogates(text), ensure_ascii=False).replace("\x7f", "\\u007f")

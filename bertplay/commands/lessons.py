"""The command of lesson files: a file is checked, and its steps are printed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bertplay.commands.base import Json, explained, printable, show, show_json
from bertplay.lessons.files import Lesson, UnreadableLesson, read_lesson
from bertplay.lessons.links import PAGES

commands = typer.Typer()


@commands.command("lesson")
def lesson(
    file: Annotated[str, typer.Argument(help="A lesson file, or the name of a ready lesson: demonstration, class, four_models.")],
    is_json: Json = False,
) -> None:
    """Check a lesson file and print its steps; what is wrong is said line by line."""
    from bertplay.lessons.ready import ready_lessons

    with explained(is_json):
        try:
            read = ready_lessons()[file] if file in ready_lessons() else read_lesson(Path(file))
        except UnreadableLesson as error:
            show_problems(error, is_json)
            raise typer.Exit(2) from error
        show(read, lesson_lines, is_json)


def show_problems(error: UnreadableLesson, is_json: bool) -> None:
    """Every problem: as lines on stderr, with --json also as a list on stdout."""
    if is_json:
        said = {"type": "UnreadableLesson", "problem": error.problem, "remedy": error.remedy, "problems": list(error.problems)}
        show_json({"error": said})
    typer.echo(printable("\n".join(map(str, error.problems))), err=True)


def lesson_lines(lesson: Lesson) -> Iterator[str]:
    """The title, the note, and each step with what it fills in."""
    yield f"{lesson.title}: {len(lesson.steps)} steps"
    if lesson.note:
        yield lesson.note
    for number, step in enumerate(lesson.steps, start=1):
        yield ""
        yield f"{number}. {PAGES[step.page].title}{' (fixed)' if step.is_fixed else ''}: {step.question}"
        yield from (f"   {name} = {value}" for name, value in step.link.items())
        if step.note:
            yield f"   note: {step.note}"
        if step.answer:
            yield f"   answer: {step.answer}"

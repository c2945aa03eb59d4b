"""The commands for teaching: claims of textbooks, lesson files, a class, worksheets."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bertplay.cli.base import Commands, Json, Model, open_backend, printable, show, show_json
from bertplay.errors import BadInput
from bertplay.lessons.files import read_lesson
from bertplay.lessons.lesson import Lesson
from bertplay.lessons.pages import lesson_pages
from bertplay.lessons.problems import UnreadableLesson
from bertplay.results.claims import Claim
from bertplay.results.classroom import ClassroomCounts
from bertplay.settings import get_settings

commands = Commands("Teaching")


@commands.add
def claims(model: Model = "bert", is_json: Json = False) -> None:
    """Test claims that textbooks make about BERT on a model: holds, does not hold here, or cannot be tested."""
    from bertplay.lessons.claims import claims as textbook_claims
    from bertplay.runs.experiments.less_data import less_data
    from bertplay.runs.service import RunService
    from bertplay.tasks.claims import check_claims

    asked = [(claim.name, claim.samples) for claim in textbook_claims().values() if not claim.by_runs]
    tested = open_backend().call(model, check_claims, asked)
    by_runs = less_data(RunService(get_settings()).runs(), model)
    show((*tested, *by_runs.claims), claim_lines, is_json)


def claim_lines(tested: tuple[Claim, ...]) -> Iterator[str]:
    """Each claim, and below it whether it holds, with the figure."""
    from bertplay.lessons.claims import claims as textbook_claims

    for claim in tested:
        yield f"{textbook_claims()[claim.name].says}\n  {claim.verdict}: {claim.figure}"


@commands.add
def lesson(
    file: Annotated[
        str,
        typer.Argument(
            help="A lesson file, the name of a bundled lesson (demonstration, class, four_models), or the code of a shared one."
        ),
    ],
    is_json: Json = False,
) -> None:
    """Check a lesson file and print its steps, or its mistakes line by line; or print a lesson that is shared on this machine's server."""
    try:
        read = found_lesson(file)
    except UnreadableLesson as error:
        show_problems(error, is_json)
        raise typer.Exit(2) from error
    show(read, lesson_lines, is_json)


def found_lesson(name: str) -> Lesson:
    """The bundled lesson of this name, the one of this file, or the shared one of this code."""
    from bertplay.codes import LENGTH, read_code
    from bertplay.lessons.ready import ready_lessons
    from bertplay.lessons.store import LessonStore

    if name in ready_lessons():
        return ready_lessons()[name]
    code = read_code(name)
    if len(code) == len(name.replace("-", "")) == LENGTH and not Path(name).exists():
        return LessonStore(get_settings()).lesson(code).lesson
    return read_lesson(Path(name))


def show_problems(error: UnreadableLesson, is_json: bool) -> None:
    """Print every mistake: as lines on stderr, with --json also as a list on stdout."""
    if is_json:
        found = {"type": "UnreadableLesson", "problem": error.problem, "remedy": error.remedy, "problems": list(error.problems)}
        show_json({"error": found})
    typer.echo(printable("\n".join(map(str, error.problems))), err=True)


def lesson_lines(lesson: Lesson) -> Iterator[str]:
    """The title, the note, and each step with the values it sets."""
    yield f"{lesson.title}: {len(lesson.steps)} steps"
    if lesson.note:
        yield lesson.note
    for number, step in enumerate(lesson.steps, start=1):
        yield ""
        yield f"{number}. {lesson_pages()[step.page].title}{' (fixed)' if step.fixed else ''}: {step.question}"
        yield from (f"   {name} = {value}" for name, value in step.inputs.items())
        if step.note:
            yield f"   note: {step.note}"
        if step.answer:
            yield f"   answer: {step.answer}"


@commands.add
def classroom(
    code: Annotated[str, typer.Argument(help="The class code.")],
    is_json: Json = False,
) -> None:
    """Print the answers of a class to every question beside the model's: counts, no names."""
    from bertplay.classroom.store import ClassroomStore
    from bertplay.codes import read_code

    show(ClassroomStore(get_settings()).counts(read_code(code)), classroom_lines, is_json)


def classroom_lines(counts: ClassroomCounts) -> Iterator[str]:
    """Each question with its state, and below it the answers with their counts."""
    yield f"class {counts.code}, opened {datetime.fromtimestamp(counts.created).astimezone():%d %B %Y, %H:%M}"
    for number, question in enumerate(counts.questions, 1):
        states = [*["current question"] * (question.id == counts.asked), *["revealed"] * question.is_revealed]
        yield printable(f"{number}. {' '.join(filter(None, (question.prompt, question.title)))}")
        yield f"   {', '.join([f'{question.answered:,} answered', *states])}"
        for box in question.boxes:
            yield from (printable(f"   {one.count:6,}  {share_text(one.share)}  {one.title}") for one in box.answers)


def share_text(share: float | None) -> str:
    """The model's share of an answer, as wide as a hundred percent."""
    return "      " if share is None else f"{share:6.1%}"


@commands.add
def worksheet(
    file: Annotated[Path, typer.Argument(help="A record that was downloaded on the worksheet page.")],
    html: Annotated[Path | None, typer.Option(help="Write the worksheet to this HTML file.")] = None,
    notebook: Annotated[Path | None, typer.Option(help="Write it to this notebook, which computes every answer again.")] = None,
    is_json: Json = False,
) -> None:
    """Turn the record of a worksheet into an HTML file or a notebook; without either, list its entries."""
    from bertplay.worksheet.entry import Answer
    from bertplay.worksheet.file import read_record
    from bertplay.worksheet.notebook import as_notebook
    from bertplay.worksheet.page import as_page

    sheet = read_record(file)
    written = [(out, make(sheet)) for out, make in ((html, as_page), (notebook, as_notebook)) if out is not None]
    for out, content in written:
        write(out, content)
    if is_json:
        show_json(sheet)
    elif written:
        typer.echo(f"{len(sheet.entries)} entries: {', '.join(str(out) for out, _ in written)}")
    else:
        for number, entry in enumerate(sheet.entries, start=1):
            said = entry.summary.sentence if isinstance(entry, Answer) else entry.own
            typer.echo(printable(f"{number:3}  {entry.title}: {said}"))


def write(out: Path, content: bytes) -> None:
    """Write a file. BadInput when it cannot be written."""
    try:
        out.write_bytes(content)
    except OSError as error:
        raise BadInput("The file cannot be written.", value=str(out), remedy="Choose a folder that you may write to.") from error

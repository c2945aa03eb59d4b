"""The commands of fine-tuning: start the run that the page would start; list, stop and resume runs."""

import shutil
import time
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bertplay.cli.base import Commands, Json, Model, explained, printable, problem_values, show_json
from bertplay.errors import BadInput, BertplayError, NotPossibleNow
from bertplay.files.tables import in_its_line
from bertplay.results import as_json
from bertplay.settings import get_settings
from bertplay.summaries import Summary
from bertplay.summaries.tuned_model import confusion_table, judged_table, score_table

if TYPE_CHECKING:
    from bertplay.results.training_events import TrainEvent
    from bertplay.results.tuned_model import Confusion
    from bertplay.runs.service import RunService
    from bertplay.runs.views import RunView
    from bertplay.summaries.base import Table
    from bertplay.training.data.examples import Data
    from bertplay.training.jobs import FineTune

E = TypeVar("E", bound=StrEnum)

commands = Commands("Training")
runs_commands = typer.Typer(invoke_without_command=True)
commands.add_typer(
    runs_commands,
    name="runs",
    help="List the runs; stop one with `runs stop ID`, resume one with `runs resume ID`.",
    rich_help_panel=commands.heading,
)
SECONDS_BETWEEN_POLLS = 0.3
SECONDS_OF_A_STOP = 20.0


@commands.add
def finetune(  # noqa: PLR0913, PLR0917  every option of a run
    train: Annotated[str, typer.Option(help='A file, or a sample data set: "sample:topics".')] = "sample:topics",
    eval_: Annotated[str, typer.Option("--eval", help="The file to evaluate on; by default a part of the training file is held out.")] = "",
    task: Annotated[str, typer.Option(help="classification, pairs, entities or masked_words.")] = "classification",
    method: Annotated[str, typer.Option(help="full, frozen, random, bilstm, tfidf or majority.")] = "full",
    model: Model = "bert",
    text_column: Annotated[str, typer.Option(help="Column with the texts.")] = "text",
    pair_column: Annotated[str, typer.Option(help="Column with the second texts of pairs.")] = "",
    label_column: Annotated[str, typer.Option(help="Column with the labels.")] = "label",
    header: Annotated[bool, typer.Option(help="Whether the first row names the columns; otherwise they are called 1, 2, …")] = True,
    epochs: Annotated[int, typer.Option(help="Number of passes over the training examples; 0 for what suits the task.")] = 0,
    learning_rate: Annotated[float, typer.Option(help="Peak learning rate; 0 for what suits the task.")] = 0.0,
    batch_size: Annotated[int, typer.Option(help="Examples in each step.")] = 16,
    seed: Annotated[int, typer.Option(help="Random seed.")] = 0,
    frozen_layers: Annotated[int, typer.Option(help="Number of lowest layers that are not trained.")] = 0,
    examples: Annotated[int | None, typer.Option(help="Number of training examples to use; by default all.")] = None,
    long_texts: Annotated[str, typer.Option(help="What is read of texts longer than the window: head, head_tail or windows.")] = "head",
    merge_labels: Annotated[bool, typer.Option("--merge-labels", help="Merge labels that differ only in case or spaces.")] = False,
    name: Annotated[str, typer.Option(help="Name of the run.")] = "",
    out: Annotated[Path | None, typer.Option(help="Copy the model into this folder.")] = None,
    is_json: Json = False,
) -> None:
    """Fine-tune a model: the same run as on the page, in the same queue. Prints the final metrics."""
    from bertplay.runs.service import RunService
    from bertplay.training.data.checks import usable_data
    from bertplay.training.jobs import DataSource, FineTune, LongTexts, Method, Task

    if out is not None and out.exists() and any(out.iterdir()):
        raise BadInput("This folder is not empty.", value=str(out), remedy="Choose a new or empty folder.")
    source = DataSource(train, eval_, text_column, pair_column, label_column, header, merge_labels)
    job = FineTune(
        source,
        one_of(Task, task),
        one_of(Method, method),
        model,
        epochs,
        learning_rate,
        batch_size,
        seed,
        frozen_layers,
        examples,
        long_texts=one_of(LongTexts, long_texts),
    )
    data = usable_data(job.task, source)
    service = RunService(get_settings())
    run_id = service.start(job, name=name)
    note = about_length(job, data)
    if not is_json:
        for line in data_lines(data, note):
            typer.echo(line)
        typer.echo(f"Run {run_id} is queued. It continues when you interrupt this command; `runs stop {run_id}` stops it.")
    run = follow(service, run_id, is_json)
    print_end(service, run, out, is_json, data_values(data, note))


def about_length(job: "FineTune", data: "Data") -> str:
    """How many texts are longer than the window; "" when none is, or when the model is still to be downloaded."""
    from bertplay.training.data.lengths import describe_long_texts

    try:
        return str(describe_long_texts(job, data))
    except BertplayError:
        return ""


def data_lines(data: "Data", note: str) -> Iterator[str]:
    """How many examples there are, each line that is left out, with its reason, and how many texts are long."""
    yield f"{len(data.train):,} training examples, {len(data.held_out):,} held out."
    yield from (printable(in_its_line(problem)) for problem in data.problems)
    yield from [note] if note else []


def data_values(data: "Data", note: str) -> dict[str, Any]:
    """The same as JSON."""
    return {"train": len(data.train), "held_out": len(data.held_out), "problems": problem_values(data.problems), "long_texts": note}


def one_of(kind: type[E], value: str) -> E:
    """The member of an enumeration. BadInput lists them all."""
    try:
        return kind(value)
    except ValueError as error:
        names = ", ".join(member.value for member in kind)
        raise BadInput(f"There is no such {kind.__name__.lower()}.", value=value, remedy=f"Choose one of {names}.") from error


def follow(service: "RunService", run_id: str, is_json: bool) -> "RunView":
    """Run the queue until the run has ended, and print a line for every evaluation."""
    printed = 0
    while True:
        service.check_queue()
        run = service.run(run_id)
        if not is_json:
            events = service.events(run_id, ["evaluated"])
            for line in evaluation_lines(events[printed:]):
                typer.echo(line)
            printed = len(events)
        if not run.is_moving:
            return run
        time.sleep(SECONDS_BETWEEN_POLLS)


def print_end(service: "RunService", run: "RunView", out: Path | None, is_json: bool, data: dict[str, Any] | None = None) -> None:
    """Copy the model and print the metrics, F1 by label, the confusion matrix and the worst mistakes.

    NotPossibleNow, with the reason, when it did not finish.
    """
    from bertplay.models.run_folder import RUN_MODEL

    check_end(run)
    if out is not None:
        shutil.copytree(service.folder(run.id) / RUN_MODEL, out, dirs_exist_ok=True)
    if is_json:
        show_json({**run.as_json(), **({"data": data} if data else {}), **mistakes_of(service, run)})
        return
    for name, value in run.metrics.items():
        typer.echo(f"{name:14} {value:.4g}")
    for table in tables_of(service, run):
        typer.echo(printable("\n".join(Summary("", (), table).lines())))
    typer.echo(f"model          {out or service.folder(run.id) / RUN_MODEL}")


def confusion_of(service: "RunService", run: "RunView") -> "Confusion | None":
    """What its model got wrong; None of masked words."""
    from bertplay.models.run_folder import RUN_MODEL
    from bertplay.tasks.tuned_model import confusion
    from bertplay.training.jobs import FineTune, Task

    is_labelled = isinstance(run.job, FineTune) and run.job.task is not Task.MASKED_WORDS
    return confusion(service.folder(run.id) / RUN_MODEL) if is_labelled else None


def tables_of(service: "RunService", run: "RunView") -> "list[Table]":
    """F1 by label, the confusion matrix, and the ten worst mistakes."""
    found = confusion_of(service, run)
    return [score_table(found), confusion_table(found), judged_table(found.worst())] if found else []


def mistakes_of(service: "RunService", run: "RunView") -> dict[str, Any]:
    """The same as JSON."""
    found = confusion_of(service, run)
    if found is None:
        return {}
    confusion = {"labels": found.labels, "counts": found.counts}
    return {"labels": as_json(found.scores), "confusion": as_json(confusion), "worst_mistakes": as_json(found.worst())}


def check_end(run: "RunView") -> None:
    """NotPossibleNow, with the reason, when a run did not finish."""
    from bertplay.runs.state import RunState

    if run.state is not RunState.FINISHED:
        problem = f"The run is {run.state}. {run.problem}".strip()
        raise NotPossibleNow(problem, value=run.id, remedy=run.remedy or f"`python -m bertplay runs resume {run.id}` resumes it.")


def evaluation_lines(events: "Iterable[TrainEvent]") -> Iterator[str]:
    """step 40   loss 0.412   held-out loss 0.467   accuracy 81.2%"""
    from bertplay.results.training_events import Evaluated

    for event in events:
        if isinstance(event, Evaluated):
            f1 = "" if event.f1 is None else f"   F1 {event.f1:.3f}"
            losses = f"loss {event.train_loss:.3f}   held-out loss {event.eval_loss:.3f}"
            yield f"step {event.step:<6,} {losses}   accuracy {event.accuracy:.1%}{f1}"


@runs_commands.callback()
def runs(context: typer.Context, is_json: Json = False) -> None:
    """List the runs, the newest first."""
    if context.invoked_subcommand:
        return
    with explained(is_json):
        service = open_service()
        if is_json:
            show_json([run.as_json() for run in service.runs()])
            return
        for run in service.runs():
            accuracy = f"{run.metrics['accuracy']:.1%}" if "accuracy" in run.metrics else ""
            typer.echo(printable(f"{run.id}  {run.state:12} {run.step:>6,}/{run.total_steps:<6,} {accuracy:>7}  {run.name}"))


@runs_commands.command()
def stop(run_id: Annotated[str, typer.Argument(metavar="ID")], is_json: Json = False) -> None:
    """Stop a run, and keep its best model so far."""
    from bertplay.training.events import Command

    with explained(is_json):
        service = open_service()
        service.send(run_id, Command.STOP)
        until = time.monotonic() + SECONDS_OF_A_STOP
        while service.run(run_id).is_moving and time.monotonic() < until:
            time.sleep(SECONDS_BETWEEN_POLLS)
            service.scheduler.find_dead()
        print_state(service.run(run_id), is_json)


@runs_commands.command()
def resume(run_id: Annotated[str, typer.Argument(metavar="ID")], is_json: Json = False) -> None:
    """Resume a run that was interrupted, failed or was stopped from its last checkpoint, and wait until it ends."""
    with explained(is_json):
        service = open_service()
        service.resume(run_id)
        print_end(service, follow(service, run_id, is_json), None, is_json)


def open_service() -> "RunService":
    """The runs of this machine, after checking for those whose worker has died."""
    from bertplay.runs.service import RunService

    service = RunService(get_settings())
    service.scheduler.find_dead()
    return service


def print_state(run: "RunView", is_json: bool) -> None:
    """The state of a run as a line, or the run as JSON."""
    if is_json:
        show_json(run.as_json())
    else:
        typer.echo(f"{run.id}  {run.state}")

"""The commands of fine-tuning: start the run that the page would start, list runs, stop and resume them."""

import shutil
import time
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bertplay.commands.base import Json, Model, explained, printable, show_json
from bertplay.errors import BadInput, NotPossibleNow
from bertplay.settings import get_settings

if TYPE_CHECKING:
    from bertplay.runs.desk import Desk
    from bertplay.runs.views import RunView
    from bertplay.training.events import TrainEvent

E = TypeVar("E", bound=StrEnum)

commands = typer.Typer(help="Runs of fine-tuning.")
runs_commands = typer.Typer(invoke_without_command=True)
commands.add_typer(runs_commands, name="runs", help="List the runs; `runs stop ID` and `runs resume ID` act on one.")
SECONDS_BETWEEN_LOOKS = 0.3
SECONDS_OF_A_STOP = 20.0


@commands.command()
def finetune(  # noqa: PLR0913, PLR0917  every option of a run
    train: Annotated[str, typer.Option(help='A file, or a sample set: "sample:reviews".')] = "sample:reviews",
    eval_: Annotated[str, typer.Option("--eval", help="The file that judges; without it a part of the first is held out.")] = "",
    task: Annotated[str, typer.Option(help="classification, pairs, entities or masked_words.")] = "classification",
    method: Annotated[str, typer.Option(help="full, frozen, random, bilstm, tfidf or majority.")] = "full",
    model: Model = "bert",
    text_column: Annotated[str, typer.Option(help="Column of the sentences.")] = "text",
    pair_column: Annotated[str, typer.Option(help="Column of the second sentences.")] = "",
    label_column: Annotated[str, typer.Option(help="Column of the labels.")] = "label",
    epochs: Annotated[int, typer.Option(help="How often every example is seen.")] = 3,
    learning_rate: Annotated[float, typer.Option(help="How far each step moves the weights.")] = 3e-4,
    batch_size: Annotated[int, typer.Option(help="Examples in one step.")] = 16,
    seed: Annotated[int, typer.Option(help="Of everything that is random.")] = 0,
    frozen_layers: Annotated[int, typer.Option(help="Layers from below that stay as they are.")] = 0,
    examples: Annotated[int | None, typer.Option(help="Learn from so many only.")] = None,
    name: Annotated[str, typer.Option(help="How the run is called.")] = "",
    out: Annotated[Path | None, typer.Option(help="Copy the model into this folder.")] = None,
    is_json: Json = False,
) -> None:
    """Fine-tune a model; the same run as on the page, in the same queue. Prints the final figures."""
    with explained(is_json):
        from bertplay.runs.desk import Desk
        from bertplay.training.config import DataSource, FineTuneConfig, Method, Task
        from bertplay.training.data.checks import usable_data

        if out is not None and out.exists() and any(out.iterdir()):
            raise BadInput("This folder is not empty.", value=str(out), remedy="Give a folder that is new or empty.")
        source = DataSource(train, eval_, text_column, pair_column, label_column)
        config = FineTuneConfig(
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
        )
        usable_data(config.task, source)
        desk = Desk(get_settings())
        run_id = desk.start(config, name=name)
        if not is_json:
            typer.echo(f"Run {run_id} is queued. It goes on when this command is ended; `runs stop {run_id}` stops it.")
        run = follow(desk, run_id, is_json)
        say_end(desk, run, out, is_json)


def one_of(kind: type[E], value: str) -> E:
    """The member of an enumeration; BadInput names them all."""
    try:
        return kind(value)
    except ValueError as error:
        names = ", ".join(member.value for member in kind)
        raise BadInput(f"There is no such {kind.__name__.lower()}.", value=value, remedy=f"Choose one of {names}.") from error


def follow(desk: "Desk", run_id: str, is_json: bool) -> "RunView":
    """Keep the queue moving until the run stands still; a line for every evaluation."""
    told = 0
    while True:
        desk.tend()
        run = desk.run(run_id)
        if not is_json:
            events = desk.events(run_id, ["evaluated"])
            for line in evaluation_lines(events[told:]):
                typer.echo(line)
            told = len(events)
        if not run.is_moving:
            return run
        time.sleep(SECONDS_BETWEEN_LOOKS)


def say_end(desk: "Desk", run: "RunView", out: Path | None, is_json: bool) -> None:
    """Copy the model, print the figures; a run that did not finish is a refusal with its reason."""
    from bertplay.models.catalog import RUN_MODEL

    check_end(run)
    if out is not None:
        shutil.copytree(desk.folder(run.id) / RUN_MODEL, out, dirs_exist_ok=True)
    if is_json:
        show_json(run.as_json())
        return
    for name, value in run.metrics.items():
        typer.echo(f"{name:14} {value:.4g}")
    typer.echo(f"model          {out or desk.folder(run.id) / RUN_MODEL}")


def check_end(run: "RunView") -> None:
    """NotPossibleNow, with its reason, when a run did not come to its end."""
    from bertplay.runs.state import RunState

    if run.state is not RunState.FINISHED:
        problem = f"The run is {run.state}. {run.problem}".strip()
        raise NotPossibleNow(problem, value=run.id, remedy=run.remedy or f"`python -m bertplay runs resume {run.id}` goes on with it.")


def evaluation_lines(events: "Iterable[TrainEvent]") -> Iterator[str]:
    """step 40   loss 0.412   held-out loss 0.467   accuracy 81.2%"""
    from bertplay.training.events import Evaluated

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
        desk = open_desk()
        if is_json:
            show_json([run.as_json() for run in desk.runs()])
            return
        for run in desk.runs():
            accuracy = f"{run.metrics['accuracy']:.1%}" if "accuracy" in run.metrics else ""
            typer.echo(printable(f"{run.id}  {run.state:12} {run.step:>6,}/{run.total_steps:<6,} {accuracy:>7}  {run.name}"))


@runs_commands.command()
def stop(run_id: Annotated[str, typer.Argument(metavar="ID")], is_json: Json = False) -> None:
    """Stop a run; the best model so far is kept."""
    from bertplay.training.events import Wish

    with explained(is_json):
        desk = open_desk()
        desk.ask(run_id, Wish.STOP)
        until = time.monotonic() + SECONDS_OF_A_STOP
        while desk.run(run_id).is_moving and time.monotonic() < until:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            desk.keeper.find_dead()
        say_state(desk.run(run_id), is_json)


@runs_commands.command()
def resume(run_id: Annotated[str, typer.Argument(metavar="ID")], is_json: Json = False) -> None:
    """Go on with a run that was interrupted, failed or was stopped, from its last checkpoint, and wait for its end."""
    with explained(is_json):
        desk = open_desk()
        desk.resume(run_id)
        say_end(desk, follow(desk, run_id, is_json), None, is_json)


def open_desk() -> "Desk":
    """The runs of this machine; those whose worker died are found first."""
    from bertplay.runs.desk import Desk

    desk = Desk(get_settings())
    desk.keeper.find_dead()
    return desk


def say_state(run: "RunView", is_json: bool) -> None:
    """One line, or the run as JSON."""
    if is_json:
        show_json(run.as_json())
    else:
        typer.echo(f"{run.id}  {run.state}")

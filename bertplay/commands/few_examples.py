"""The command of "How few examples are enough?": the experiment of the fine-tuning page, in the same queue."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from bertplay.commands.base import Json, Model, explained, show
from bertplay.commands.runs import check_end, follow, one_of
from bertplay.results.few_examples import FewExamples
from bertplay.settings import get_settings

if TYPE_CHECKING:
    from bertplay.runs.desk import Desk
    from bertplay.runs.views import RunView

commands = typer.Typer()


@commands.command("few-examples")
def few_examples(
    train: Annotated[str, typer.Option(help='A file, or a sample set: "sample:topics".')] = "sample:topics",
    task: Annotated[str, typer.Option(help="classification, pairs or entities.")] = "classification",
    model: Model = "bert",
    seeds: Annotated[int, typer.Option(help="Trainings of each kind, 1 to 5.", min=1, max=5)] = 1,
    is_json: Json = False,
) -> None:
    """Train with 8, 32, 128 and 512 examples, pretrained and from scratch: how few are enough?"""
    with explained(is_json):
        from bertplay.runs.desk import Desk
        from bertplay.runs.few_examples import few_examples_of
        from bertplay.runs.names import HOW_FEW
        from bertplay.training.config import DataSource, FineTuneConfig, Task
        from bertplay.training.data.checks import usable_data
        from bertplay.training.few_examples import few_examples_runs

        base = FineTuneConfig(DataSource(train), one_of(Task, task), model=model)
        data = usable_data(base.task, base.data)
        desk = Desk(get_settings())
        experiment = desk.start_experiment(few_examples_runs(base, len(data.train), range(seeds)), name=HOW_FEW)
        show(few_examples_of(followed(desk, experiment, is_json)), few_lines, is_json)


def followed(desk: "Desk", experiment: str, is_json: bool) -> "list[RunView]":
    """Wait for every run, in the order in which they were queued; a line for each that is finished."""
    queued = desk.members(experiment)
    for number, run in enumerate(queued, 1):
        check_end(follow(desk, run.id, is_json=True))
        if not is_json:
            typer.echo(f"{number} of {len(queued)} runs are finished.")
    return desk.members(experiment)


def few_lines(few: FewExamples) -> Iterator[str]:
    """A row for each method: the mean over the seeds at each size."""
    scores = few.scores()
    sizes = sorted({size for _, size in scores})
    yield f"{few.measure} by examples learned from, mean of {few.seeds} seed{'s' * (few.seeds > 1)}"
    yield "method    " + "".join(f"{size:>8}" for size in sizes)
    for method in dict.fromkeys(run.method for run in few.runs):
        found = [scores.get((method, size)) for size in sizes]
        yield f"{method:10}" + "".join(f"{sum(values) / len(values):>8.1%}" if values else " " * 8 for values in found)

"""The command for "How few examples are enough?", an experiment of the fine-tuning page, in the same queue."""

from typing import TYPE_CHECKING, Annotated

import typer

from bertplay.cli.base import Commands, Json, Model, show_summary
from bertplay.cli.fine_tuning import check_end, follow, one_of
from bertplay.settings import get_settings
from bertplay.summaries.compared_runs import summarize_few_examples

if TYPE_CHECKING:
    from bertplay.runs.service import RunService
    from bertplay.runs.views import RunView

commands = Commands("Training")


@commands.add
def few_examples(
    train: Annotated[str, typer.Option(help='A file, or a sample data set: "sample:topics".')] = "sample:topics",
    task: Annotated[str, typer.Option(help="classification, pairs or entities.")] = "classification",
    model: Model = "bert",
    seeds: Annotated[int, typer.Option(help="Number of random seeds, 1 to 5.", min=1, max=5)] = 1,
    is_json: Json = False,
) -> None:
    """Fine-tune on 8, 32, 128 and 512 training examples, pretrained and from random weights: how few are enough?"""
    from bertplay.runs.experiments.few_examples import few_examples_jobs, few_examples_of
    from bertplay.runs.service import RunService
    from bertplay.training.data.checks import usable_data
    from bertplay.training.jobs import DataSource, FineTune, Task

    base = FineTune(DataSource(train), one_of(Task, task), model=model)
    data = usable_data(base.task, base.data)
    service = RunService(get_settings())
    experiment = service.start_experiment(few_examples_jobs(base, len(data.train), range(seeds)))
    show_summary(few_examples_of(followed(service, experiment, is_json)), summarize_few_examples, is_json)


def followed(service: "RunService", experiment: str, is_json: bool) -> "list[RunView]":
    """Wait for every run, in the order in which they were queued, and print a line when each is finished."""
    queued = service.members(experiment)
    for number, run in enumerate(queued, 1):
        check_end(follow(service, run.id, is_json=True))
        if not is_json:
            typer.echo(f"{number} of {len(queued)} runs are finished.")
    return service.members(experiment)

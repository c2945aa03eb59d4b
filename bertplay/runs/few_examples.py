"""Finished runs as one result: how good each method is with how few examples. Some of them travel with bertplay.

    travelling/topics.json   what `python -m bertplay few-examples --train sample:topics --seeds 3 --json` printed

What travels counts only as long as the weights that were fine-tuned are those that are here.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bertplay import __version__
from bertplay.models.fingerprint import weights_of
from bertplay.results import from_json
from bertplay.results.few_examples import FewExamples, TrainedOnFew
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.config import Task

FOLDER = Path(__file__).with_name("travelling")


def few_examples_of(runs: Iterable[RunView]) -> FewExamples:
    """Those runs of an experiment that are finished and learned from a chosen number of examples; ValueError without any run."""
    members = list(runs)
    if not members:
        raise ValueError("an experiment has runs")
    config = members[0].config
    measure = "f1" if config.task is Task.ENTITIES else "accuracy"
    finished = [run for run in members if run.state is RunState.FINISHED and measure in run.metrics]
    return FewExamples(
        model=config.model,
        weights=weights_of(config.model),
        sample=config.data.sample,
        measure=measure,
        version=__version__,
        runs=tuple(
            TrainedOnFew(
                method=run.config.method.value,
                examples=run.config.train_examples,
                seed=run.config.seed,
                score=run.metrics[measure],
                seconds=run.metrics.get("train_seconds", 0.0),
            )
            for run in finished
            if run.config.train_examples
        ),
    )


def travelling(model: str) -> tuple[FewExamples, ...]:
    """The experiments of this model that travel with bertplay; none where its weights are others."""
    return tuple(few for few in all_travelling() if few.model == model and few.weights == weights_of(model))


@cache
def all_travelling() -> tuple[FewExamples, ...]:
    """Every one of them, by the name of its file."""
    return tuple(from_json(FewExamples, json.loads(file.read_text(encoding="utf-8"))) for file in sorted(FOLDER.glob("*.json")))

"""Does fine-tuning need less data than training from scratch? Judged by the runs of this store, never by hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from statistics import median

from bertplay.results.claims import Claim, Stamp
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.config import Method, Task
from bertplay.wording import Later, later, mark

NAME = "less_data"
TIMES = 4
"""So many times as many examples the random weights get. The sizes of the experiment are each four times the one before."""
NOT_RUN = mark(
    "This has not been run here with this model. “How few examples are enough?” on the fine-tuning page trains it with few examples and "
    "with many, beside the same shape with random weights."
)

Measured = Mapping[tuple[Method, int], Sequence[float]]
"""(method, examples) -> what each seed reached."""


def less_data(runs: Sequence[RunView], model: str) -> tuple[Claim, str]:
    """The claim, judged by the newest experiment of this model on a sample set, and the id of that experiment ("" without one).

    Only the runs that train all weights count: pretrained (`full`) and random (`random`). All of them must be finished.
    """
    found = newest(runs, model)
    if not found:
        return Claim(model, NAME, Stamp.NOT_RUN, NOT_RUN), ""
    done = [run for run in found if run.state is RunState.FINISHED]
    if len(done) < len(found):
        unfinished = later("The experiment of this model is not finished: {done} of {all} runs are.", done=len(done), all=len(found))
        return Claim(model, NAME, Stamp.NOT_RUN, unfinished), found[0].experiment
    measure = "f1" if found[0].config.task is Task.ENTITIES else "accuracy"
    holds, figure = judged(reached(done, measure))
    figure = later(
        "{figure} ({measure} on held-out examples of “{sample}”, {seeds})",
        figure=figure,
        measure=later("accuracy") if measure == "accuracy" else measure,
        sample=found[0].config.data.sample,
        seeds=seeds(done),
    )
    return Claim(model, NAME, Stamp.HOLDS if holds else Stamp.DOES_NOT_HOLD, figure), found[0].experiment


def judged(measured: Measured) -> tuple[bool, str]:
    """Whether the pretrained weights reach with N examples at least what random weights reach with 4 N, for every N where both were
    measured; by the median over the seeds.

    judged({(Method.FULL, 8): [0.6], (Method.RANDOM, 32): [0.5]})
    -> (True, "8 examples: 60% pretrained, and random weights with 32: 50%")
    """
    rows = [
        (size, median(measured[Method.FULL, size]), median(measured[Method.RANDOM, TIMES * size])) for size in sizes_to_compare(measured)
    ]
    holds = bool(rows) and all(full >= other for _, full, other in rows)
    said = [compared(*row) for row in rows]
    return holds, reduce(lambda before, row: later("{before}; {row}", before=before, row=row), said) if said else ""


def compared(size: int, full: float, other: float) -> Later:
    """What both reached, in words."""
    return later(
        "{n} examples: {full:.0f}% pretrained, and random weights with {more}: {other:.0f}%",
        n=size,
        full=100 * full,
        more=TIMES * size,
        other=100 * other,
    )


def sizes_to_compare(measured: Measured) -> list[int]:
    """Every N that the pretrained weights were trained with, where random weights were trained with four times as many."""
    return sorted(size for method, size in measured if method is Method.FULL and (Method.RANDOM, TIMES * size) in measured)


def newest(runs: Sequence[RunView], model: str) -> list[RunView]:
    """The runs of the newest experiment that can tell: `runs` has the newest first."""
    experiments: dict[str, list[RunView]] = defaultdict(list)
    for run in runs:
        config = run.config
        is_asked = config.model == model and config.method in (Method.FULL, Method.RANDOM) and config.data.sample and config.train_examples
        if run.experiment and is_asked:
            experiments[run.experiment].append(run)
    sized = ({(run.config.method, run.config.train_examples or 0): () for run in found} for found in experiments.values())
    return next((found for found, sizes in zip(experiments.values(), sized, strict=True) if sizes_to_compare(sizes)), [])


def reached(runs: Sequence[RunView], measure: str) -> Measured:
    """What each seed reached, by method and size."""
    found: dict[tuple[Method, int], list[float]] = defaultdict(list)
    for run in runs:
        if measure in run.metrics and run.config.train_examples:
            found[run.config.method, run.config.train_examples].append(run.metrics[measure])
    return found


def seeds(runs: Sequence[RunView]) -> Later:
    """ "one seed", "the median of 3 seeds"."""
    count = len({run.config.seed for run in runs})
    return later("one seed") if count == 1 else later("the median of {n} seeds", n=count)

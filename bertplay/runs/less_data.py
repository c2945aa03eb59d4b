"""Does fine-tuning need less data than training from scratch? Judged by runs that were made, never by hand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from statistics import median

from bertplay.results.claims import Claim, Stamp
from bertplay.results.few_examples import FewExamples
from bertplay.runs.few_examples import few_examples_of, travelling
from bertplay.runs.names import SOURCES
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.config import Method
from bertplay.wording import Later, later, mark

NAME = "less_data"
TIMES = 4
"""So many times as many examples the random weights get. The sizes of the experiment are each four times the one before."""
NOT_RUN = mark(
    "This has not been run here with this model. “How few examples are enough?” on the fine-tuning page trains it with few examples and "
    "with many, beside the same shape with random weights."
)
FULL, RANDOM = Method.FULL.value, Method.RANDOM.value


@dataclass(frozen=True, slots=True)
class LessData:
    """The claim, and what it was judged by.

    claims       one for each experiment that judged; one that says why nothing was, where there is none
    experiment   the newest of this model in the store, finished or not; "" without one
    judged_by    the finished experiment of the store; without one, those that travel with bertplay
    is_stored    they travel with bertplay
    """

    claims: tuple[Claim, ...]
    experiment: str
    judged_by: tuple[FewExamples, ...] = ()
    is_stored: bool = False


def less_data(runs: Sequence[RunView], model: str) -> LessData:
    """The claim, judged by the newest experiment of this model on a sample set, or by those that travel with bertplay.

    Only the runs that train all weights count: pretrained (`full`) and random (`random`). All of them must be finished.
    """
    own = newest(runs, model)
    experiment = own[0].experiment if own else ""
    counting = [run for run in own if run.config.method in (Method.FULL, Method.RANDOM)]
    done = sum(run.state is RunState.FINISHED for run in counting)
    if own and done == len(counting):
        few = few_examples_of(own)
        return LessData((claim_of(few),), experiment, (few,))
    if stored := travelling(model):
        return LessData(tuple(map(claim_of, stored)), experiment, stored, is_stored=True)
    unfinished = later("The experiment of this model is not finished: {done} of {all} runs are.", done=done, all=len(counting))
    return LessData((Claim(model, NAME, Stamp.NOT_RUN, unfinished if own else NOT_RUN),), experiment)


def claim_of(few: FewExamples) -> Claim:
    """What one experiment says."""
    holds, figure = judged(few)
    return Claim(few.model, NAME, Stamp.HOLDS if holds else Stamp.DOES_NOT_HOLD, figure)


def judged(few: FewExamples) -> tuple[bool, Later | str]:
    """Whether the pretrained weights reach with N examples at least what random weights reach with 4 N, for every N where both were
    measured; by the median over the seeds. The figure in words: "" without such an N.

    "8 examples: 60% pretrained, and random weights with 32: 50% (accuracy on held-out examples of “topics”, the median of 3 seeds)"
    """
    scores = few.scores()
    rows = [
        (size, median(scores[FULL, size]), median(scores[RANDOM, TIMES * size]))
        for size in sizes_to_compare({(run.method, run.examples) for run in few.runs})
    ]
    if not rows:
        return False, ""
    figure = later(
        "{figure} ({measure} on held-out examples of “{sample}”, {seeds})",
        figure=in_a_row([compared(*row) for row in rows]),
        measure=later("accuracy") if few.measure == "accuracy" else few.measure,
        sample=later(SOURCES.get(few.sample, few.sample)),
        seeds=later("one seed") if few.seeds == 1 else later("the median of {n} seeds", n=few.seeds),
    )
    return all(full >= other for _, full, other in rows), figure


def compared(size: int, full: float, other: float) -> Later:
    """What both reached, in words."""
    return later(
        "{n} examples: {full:.0f}% pretrained, and random weights with {more}: {other:.0f}%",
        n=size,
        full=100 * full,
        more=TIMES * size,
        other=100 * other,
    )


def in_a_row(said: Sequence[Later | str]) -> Later | str:
    """One after the other, in one sentence."""
    return reduce(lambda before, row: later("{before}; {row}", before=before, row=row), said)


def sizes_to_compare(measured: set[tuple[str, int]]) -> list[int]:
    """Every N that the pretrained weights were trained with, where random weights were trained with four times as many."""
    return sorted(size for method, size in measured if method == FULL and (RANDOM, TIMES * size) in measured)


def newest(runs: Sequence[RunView], model: str) -> list[RunView]:
    """The runs of the newest experiment that can tell: `runs` has the newest first."""
    experiments: dict[str, list[RunView]] = defaultdict(list)
    for run in runs:
        if run.experiment and run.config.model == model and run.config.data.sample and run.config.train_examples:
            experiments[run.experiment].append(run)
    sized = ({(run.config.method.value, run.config.train_examples or 0) for run in found} for found in experiments.values())
    return next((found for found, sizes in zip(experiments.values(), sized, strict=True) if sizes_to_compare(sizes)), [])

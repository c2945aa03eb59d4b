"""Does fine-tuning need less data than training from scratch? Prediction by runs that were made, never by hand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.claims import Claim, Verdict
from bertplay.results.few_examples import FULL, RANDOM, TIMES, FewExamples
from bertplay.runs.experiments.few_examples import FROM_SCRATCH, bundled_experiments, few_examples_of
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.jobs import SAMPLE_NAMES, FineTune, Method

NAME = "less_data"
NOT_RUN = N_(
    "This has not been run here with this model. “How few examples are enough?” on the fine-tuning page trains it with few examples and "
    "with many, beside the same shape with random weights."
)


@dataclass(frozen=True, slots=True)
class LessData:
    """The claim, and the evidence for or against it.

    claims       one for each experiment of the evidence; without evidence, one that gives the reason
    experiment   the newest of this model in the store, finished or not; "" without one
    evidence     the finished experiment of the store; without one, those that are bundled
    is_bundled   the evidence is bundled; of a model without any, that of its relative from scratch
    """

    claims: tuple[Claim, ...]
    experiment: str
    evidence: tuple[FewExamples, ...] = ()
    is_bundled: bool = False


def less_data(runs: Sequence[RunView], model: str) -> LessData:
    """The claim, tested on the newest experiment of this model on a sample set, or on the bundled ones.

    Only the runs that train all weights count: pretrained (`full`) and random (`random`). All of them must be finished.
    """
    own = newest(runs, model)
    experiment = own[0].experiment if own else ""
    counting = [run for run in own if run.job.method in (Method.FULL, Method.RANDOM)]
    done = sum(run.state is RunState.FINISHED for run in counting)
    if own and done == len(counting):
        few = few_examples_of(own)
        return LessData((claim_of(few),), experiment, (few,))
    if bundled := bundled_experiments(model) or bundled_experiments(FROM_SCRATCH.get(model, "")):
        return LessData(tuple(map(claim_of, bundled)), experiment, bundled, is_bundled=True)
    unfinished = lazy("The experiment of this model is not finished: {done} of {all} runs are.", done=done, all=len(counting))
    return LessData((Claim(model, NAME, Verdict.NOT_RUN, unfinished if own else NOT_RUN),), experiment)


def claim_of(few: FewExamples) -> Claim:
    """The claim, tested by one experiment."""
    holds, figure = verdict(few)
    return Claim(few.model, NAME, Verdict.HOLDS if holds else Verdict.DOES_NOT_HOLD, figure)


def verdict(few: FewExamples) -> tuple[bool, LazyString | str]:
    """Whether the pretrained weights reach with N examples at least what random weights reach with 4 N, for every N where both were
    measured; by the median over the seeds. The figure in words: "" without such an N.

    "8 examples: 60% pretrained, and random weights with 32: 50% (accuracy on held-out examples of “topics”, the median of 3 seeds)"
    """
    rows = few.against_random()
    if not rows:
        return False, ""
    figure = lazy(
        "{figure} ({measure} on held-out examples of “{sample}”, {seeds})",
        figure=joined_sentences([compared(*row) for row in rows]),
        measure=lazy("accuracy") if few.measure == "accuracy" else few.measure,
        sample=lazy(SAMPLE_NAMES.get(few.sample, few.sample)),
        seeds=lazy("one seed") if few.seeds == 1 else lazy("the median of {n} seeds", n=few.seeds),
    )
    return all(full >= other for _, full, other in rows), figure


def compared(size: int, full: float, other: float) -> LazyString:
    """What both reached, in words."""
    return lazy(
        "{n} examples: {full:.0f}% pretrained, and random weights with {more}: {other:.0f}%",
        n=size,
        full=100 * full,
        more=TIMES * size,
        other=100 * other,
    )


def joined_sentences(said: Sequence[LazyString | str]) -> LazyString | str:
    """One after the other, in one sentence."""
    return reduce(lambda before, row: lazy("{before}; {row}", before=before, row=row), said)


def sizes_to_compare(measured: set[tuple[str, int]]) -> list[int]:
    """Every N that the pretrained weights were trained with, where random weights were trained with four times as many."""
    return sorted(size for method, size in measured if method == FULL and (RANDOM, TIMES * size) in measured)


def newest(runs: Sequence[RunView], model: str) -> list[RunView]:
    """The runs of the newest experiment that can tell: `runs` has the newest first."""
    experiments: dict[str, list[RunView]] = defaultdict(list)
    sizes: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for run in runs:
        job = run.job
        if run.experiment and isinstance(job, FineTune) and job.model == model and job.data.sample and job.train_examples:
            experiments[run.experiment].append(run)
            sizes[run.experiment].add((job.method.value, job.train_examples))
    return next((found for experiment, found in experiments.items() if sizes_to_compare(sizes[experiment])), [])

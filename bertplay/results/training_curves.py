"""What a training reported, as figures and tables show it: points over the steps."""

from dataclasses import dataclass

from bertplay.results.training_events import Evaluated


@dataclass(frozen=True, slots=True)
class StepPoint:
    """Some neighbouring steps together. `loss` is their mean in nats; rate and speed are those of the last."""

    step: int
    loss: float
    learning_rate: float
    examples_per_second: float


@dataclass(frozen=True, slots=True)
class RunCurves:
    """One run over its steps.

    group            what runs that differ only in their seed share: "full", "full, 32 examples"
    examples         how many it trains on; 0 before that is known
    majority_share   accuracy of the majority baseline; 0 where there are no labels
    total_steps      that it will make; of a job that is given seconds, those it has made so far
    probe_sentences  the reader's own, answered at every evaluation
    about_texts      how many texts are longer than the window, and how they are read; "" when none is
    """

    name: str
    group: str
    method: str
    seed: int
    examples: int
    labels: tuple[str, ...]
    majority_share: float
    total_steps: int
    steps: tuple[StepPoint, ...]
    evaluations: tuple[Evaluated, ...]
    probe_sentences: tuple[str, ...] = ()
    about_texts: str = ""


@dataclass(frozen=True, slots=True)
class ComparedRuns:
    """Runs that were made to be compared: methods, seeds, numbers of examples."""

    runs: tuple[RunCurves, ...]

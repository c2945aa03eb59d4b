"""How few examples are enough: what each method reached with how many."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainedOnFew:
    """One finished run.

    method     "full", "frozen", "random", "bilstm", "tfidf"
    examples   that it learned from
    score      on the held-out examples, 0 to 1: what `measure` of the experiment says
    seconds    of training
    """

    method: str
    examples: int
    seed: int
    score: float
    seconds: float


@dataclass(frozen=True, slots=True)
class FewExamples:
    """The runs of one experiment of one model on one set of examples.

    weights   SHA-256 of the weights that were fine-tuned; "" where nobody knows
    sample    name of the sample set; "" for data of the reader's own
    measure   "accuracy", or "f1" of whole entities
    version   of bertplay that trained
    """

    model: str
    weights: str
    sample: str
    measure: str
    version: str
    runs: tuple[TrainedOnFew, ...]

    def scores(self) -> Mapping[tuple[str, int], Sequence[float]]:
        """(method, examples) -> what each seed reached."""
        found: dict[tuple[str, int], list[float]] = defaultdict(list)
        for run in self.runs:
            found[run.method, run.examples].append(run.score)
        return found

    @property
    def seeds(self) -> int:
        """How many there were."""
        return len({run.seed for run in self.runs})

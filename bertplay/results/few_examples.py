"""How few examples are enough: what each method reached with how many."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

TIMES = 4
"""Random weights are compared with so many times as many examples. Each size of the experiment is four times the one before."""
FULL, RANDOM = "full", "random"


@dataclass(frozen=True, slots=True)
class TrainedOnFew:
    """One finished run.

    method     "full", "frozen", "random", "bilstm", "tfidf"
    examples   that it learned from
    score      on the held-out examples, 0 to 1, in the `measure` of the experiment
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

    weights   SHA-256 of the weights that were fine-tuned; "" if unknown
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

    def against_random(self) -> tuple[tuple[int, float, float], ...]:
        """(N, score of the pretrained weights after N examples, of random weights after 4 N), for every N where both were measured.

        The median over the seeds: ((8, 0.6, 0.5), (32, 0.7, 0.55))
        """
        scores = self.scores()
        sizes = sorted(size for method, size in scores if method == FULL and (RANDOM, TIMES * size) in scores)
        return tuple((size, median(scores[FULL, size]), median(scores[RANDOM, TIMES * size])) for size in sizes)

    @property
    def seeds(self) -> int:
        """How many there were."""
        return len({run.seed for run in self.runs})

"""Claims of textbooks, tested on a model."""

from dataclasses import dataclass
from enum import StrEnum

from bertplay.results.base import LazyText


class Verdict(StrEnum):
    """The outcome of a test that was run."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does not hold here"
    CANNOT_BE_TESTED = "cannot be tested with this model"
    NOT_RUN = "cannot be tested yet"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, tested on one model.

    name     of the test: "cut", "both_sides", "pairs", "rare_words", "no_recurrence", "less_data"
    figure   what was measured, in words, or why nothing was; the verdict follows from it alone
    """

    model: str
    name: str
    verdict: Verdict
    figure: LazyText

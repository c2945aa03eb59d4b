"""The claims of the text that can be tested, and what they are tested on."""

from dataclasses import dataclass
from functools import cache

from bertplay.i18n.claims import CLAIMS
from bertplay.lessons.data import NO_OTHER_KEYS, load


@dataclass(frozen=True, slots=True)
class TextbookClaim:
    """A claim as the text makes it.

    name      of the test; samples: what the test reads
    by_runs   it is tested by stored trainings (bertplay/runs/less_data.py), not by asking a model
    """

    __pydantic_config__ = NO_OTHER_KEYS

    name: str
    samples: tuple[tuple[str, ...], ...] = ()
    by_runs: bool = False

    @property
    def says(self) -> str:
        """The sentence of the text."""
        return CLAIMS[self.name]


@cache
def claims() -> dict[str, TextbookClaim]:
    """All of them by name."""
    return {claim.name: claim for claim in load(tuple[TextbookClaim, ...], "claims.toml", "claim")}

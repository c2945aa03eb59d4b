"""The papers that the claims of the ten questions come from."""

from dataclasses import dataclass
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, load


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: who wrote it and when, "Devlin et al., 2019", its title, and where it can be read."""

    __pydantic_config__ = NO_OTHER_KEYS

    who: str
    title: str
    address: str


@cache
def papers() -> dict[str, Paper]:
    """All of them by their keys."""
    return load(dict[str, Paper], "papers.toml")

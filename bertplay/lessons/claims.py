"""The claims of the text that can be tested, and what they are tested on."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bertplay.wording.claims import CLAIMS

FILE = Path(__file__).with_name("claims.toml")


@dataclass(frozen=True, slots=True)
class ClaimSaid:
    """A claim as the text makes it.

    name      of the test; samples: what the test reads
    by_runs   it is judged by the trainings in the store (bertplay/runs/less_data.py), not by asking a model
    """

    name: str
    says: str
    samples: tuple[tuple[str, ...], ...] = ()
    by_runs: bool = False


@cache
def claims() -> dict[str, ClaimSaid]:
    """All of them by name."""
    with FILE.open("rb") as file:
        entries = tomllib.load(file)["claim"]
    said = [
        ClaimSaid(name := e["name"], CLAIMS[name], tuple(tuple(sample) for sample in e.get("samples", ())), e.get("by_runs", False))
        for e in entries
    ]
    return {claim.name: claim for claim in said}

"""What was measured for the page RNN vs Transformer, so that it opens on figures.

    rnn.json   {"race": Race, "memory": [MemoryComparison for each longest training text]}

All of it in processor time on one core of an AMD EPYC, so that nothing else that ran counts. The race: the shortest of 40 passes (of 15
from 1,024 tokens on). Memory: each layer was trained for 30 seconds.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from bertplay.results import from_json
from bertplay.results.recurrence import MemoryComparison, Race

FILE = Path(__file__).with_name("rnn.json")


@cache
def stored() -> dict[str, Any]:
    """The file."""
    content: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return content


@cache
def stored_race() -> Race:
    """The race of two layers of hidden size 256."""
    race: Race = from_json(Race, stored()["race"])
    return race


@cache
def stored_memory() -> dict[int, MemoryComparison]:
    """Length of the longest training text in tokens -> how far both layers remember."""
    found = [from_json(MemoryComparison, one) for one in stored()["memory"]]
    return {one.layers[0].longest: one for one in found}

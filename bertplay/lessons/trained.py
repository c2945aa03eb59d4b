"""A fine-tuning that comes with bertplay, so that the cards about training open on a result.

    trained.json   {"model": "bert", "weights": "…", "version": "…", "text": "…", "runs": [RunCurves for each method]}

`make stored` trains again and writes the file. It counts as long as the weights that were fine-tuned are the bundled ones.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bertplay.results import from_json
from bertplay.results.training_curves import RunCurves

FILE = Path(__file__).with_name("trained.json")


@dataclass(frozen=True, slots=True)
class StoredTraining:
    """The same examples learned by several methods.

    weights   SHA-256 of the weights that were fine-tuned
    version   of bertplay that trained
    text      the sentence that was classified at every evaluation
    """

    model: str
    weights: str
    version: str
    text: str
    runs: tuple[RunCurves, ...]


@cache
def stored_training() -> StoredTraining:
    """The file."""
    found: StoredTraining = from_json(StoredTraining, json.loads(FILE.read_text("utf-8")))
    return found

"""A stored mini-pretraining, so that its tab opens on figures: on the sample text about cooking, 60 seconds of processor time.

mini_pretraining.json   RunCurves
"""

import json
from functools import cache
from pathlib import Path

from bertplay.results import from_json
from bertplay.results.training_curves import RunCurves

FILE = Path(__file__).with_name("mini_pretraining.json")
SAMPLE = "bertplay/training/samples/cooking.train.txt"
"""The text that was trained on, from the folder of bertplay."""
SENTENCE = "Cut the onions into small [MASK]."


@cache
def stored_mini_pretraining() -> RunCurves:
    """The run, with what it predicted in SENTENCE on the way."""
    curves: RunCurves = from_json(RunCurves, json.loads(FILE.read_text("utf-8")))
    return curves

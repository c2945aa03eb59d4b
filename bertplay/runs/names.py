"""What a run is called that nobody named: said from its settings, in the language of whoever looks.

The store keeps such a name in English. It is known again because the settings still say the same; what a person typed is
never taken for one of ours, unless it is one letter by letter.
"""

import json

from bertplay.runs.tables import RunRow
from bertplay.training.config import DataSource, FineTuneConfig, Method
from bertplay.wording import Later, later, mark

METHODS = {
    Method.FULL: mark("All weights"),
    Method.FROZEN: mark("Frozen, a linear layer on top"),
    Method.RANDOM: mark("Same shape, random weights"),
    Method.BILSTM: mark("BiLSTM from scratch"),
    Method.TFIDF: mark("Word counts"),
    Method.MAJORITY: mark("Always the most frequent"),
    Method.SCRATCH: mark("A small BERT from nothing"),
    Method.LSTM: mark("One LSTM layer"),
    Method.ATTENTION: mark("One attention layer"),
}
SOURCES = {"reviews": mark("reviews"), "topics": mark("topics"), "entities": mark("entities"), "cooking": mark("cooking")}
"""Sample sets in a word."""
OWN_DATA = mark("own data")
MINUTE = mark("A minute of pretraining")
FIRST_WORD = mark("First word")
HOW_FEW = mark("How few examples")
OURS = (MINUTE, FIRST_WORD, HOW_FEW)
"""Names that a page gives with the settings."""


def default_name(config: FineTuneConfig) -> Later:
    """All weights, reviews, 3 epochs"""
    method = later(METHODS[config.method])
    if config.seconds:
        return later("{method}, {seconds:.0f} seconds", method=method, seconds=config.seconds)
    source = source_of(config.data)
    if config.epochs == 1:
        return later("{method}, {source}, 1 epoch", source=source, method=method)
    return later("{method}, {source}, {n} epochs", source=source, method=method, n=config.epochs)


def source_of(data: DataSource) -> Later:
    """The data in a word or two; a sample set that no reader chooses by its own name."""
    return later(SOURCES.get(data.sample, data.sample) or OWN_DATA)


def name_of(row: RunRow) -> str:
    """What was typed as it is; a name of ours as `later`, to be told to whoever looks."""
    if row.name in OURS:
        return later(row.name)
    made = default_name(FineTuneConfig.from_json(json.loads(row.config)))
    return made if row.name == made else row.name

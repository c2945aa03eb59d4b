"""How long a run will take, before it starts: from steps measured on this machine, else from runs like it."""

import json
from statistics import median

from bertplay.runs.measured import key_of, measured_of
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.training.config import FineTuneConfig
from bertplay.training.pace import Measured

ALIKE = ("task", "method", "model", "frozen_layers", "max_tokens", "batch_size", "train_examples")


def estimate_seconds(config: FineTuneConfig, store: Store) -> float | None:
    """Seconds from the start of the worker to the end; None until a step or a run of this kind has been measured here.

    The kind is the task, the method, the model and what makes a step dearer; the seconds grow with epochs.
    A run by the clock takes the seconds it was given.
    """
    if config.seconds:
        return config.seconds
    measured = measured_of(store.settings, key_of(config, store.settings))
    if isinstance(measured, Measured):
        return measured.seconds_for(config)
    mine, found = config.as_json(), []
    for row in store.rows([RunState.FINISHED]):
        its = json.loads(row.config)
        is_alike = all(its.get(name) == mine[name] for name in ALIKE) and its["data"]["train"] == mine["data"]["train"]
        if is_alike and row.attempt == 1 and row.started and row.ended:
            found.append((row.ended - row.started) / its["epochs"])
    return median(found[:9]) * config.epochs if found else None

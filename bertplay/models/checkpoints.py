"""Checkpoints of a bundled model: what did it predict after so many training tokens? No torch.

They lie in bundled/<model>/checkpoints/<tokens>/ and are found by ids like "checkpoint/bert-scratch.31179149". No list of models has
them: they are worse than the finished one on purpose.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from bertplay.models import catalog
from bertplay.models.bundled_models import bundled_folder
from bertplay.models.downloaded import folders

SETTINGS = "pretraining.json"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model at one checkpoint of its training. `share` is of all its tokens; 1 is the finished one, under its usual id."""

    id: str
    tokens: int
    share: float


def checkpoints_of(model_id: str) -> tuple[Checkpoint, ...]:
    """The available checkpoints of a model, the earliest first; only the finished model where there are no others.

    Empty for a model that is not bundled, or whose training is not recorded. Raises UnknownModel for what is not an id.
    """
    folder = bundled_folder(catalog.checked_id(model_id))
    tokens = tokens_of(folder)
    if "/" in model_id or tokens is None:
        return ()
    kept = sorted(int(one.name) for one in folders(folder / catalog.CHECKPOINTS) if one.name.isdigit())
    early = [Checkpoint(f"{catalog.CHECKPOINT_PREFIX}{model_id}.{seen}", seen, seen / tokens) for seen in kept if seen < tokens]
    return (*early, Checkpoint(model_id, tokens, 1.0))


def tokens_of(folder: Path) -> int | None:
    """How many tokens the finished model has seen; None where that is not recorded."""
    try:
        return int(json.loads((folder / SETTINGS).read_text("utf-8"))["counters"]["tokens"])
    except (OSError, ValueError, KeyError, TypeError):
        return None

"""Checkpoints that were kept early in the training of a bundled model: what did it know after so many tokens? No torch.

They lie in bundled/<model>/checkpoints/<tokens>/ and are found by ids like "early/bert.4915200". No list of models has
them: they are worse than the finished one on purpose.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from bertplay.models import catalog

SETTINGS = "pretraining.json"


@dataclass(frozen=True, slots=True)
class EarlyModel:
    """A model at one moment of its training. `share` is of all its tokens; 1 is the finished one, under its usual id."""

    id: str
    tokens: int
    share: float


def early_models(model_id: str) -> tuple[EarlyModel, ...]:
    """The moments of a model that are here, the earliest first; only the finished one where nothing early was kept.

    Empty for a model that does not travel with bertplay, or whose training is not recorded.
    """
    folder = catalog.BUNDLED_FOLDER / catalog.checked_id(model_id)
    tokens = tokens_of(folder)
    if "/" in model_id or tokens is None:
        return ()
    kept = sorted(int(one.name) for one in catalog.folders_in(folder / catalog.CHECKPOINTS) if one.name.isdigit())
    early = [EarlyModel(f"{catalog.EARLY_PREFIX}{model_id}.{seen}", seen, seen / tokens) for seen in kept if seen < tokens]
    return (*early, EarlyModel(model_id, tokens, 1.0))


def tokens_of(folder: Path) -> int | None:
    """How many tokens the finished model has seen; None where that is not recorded."""
    try:
        return int(json.loads((folder / SETTINGS).read_text("utf-8"))["counters"]["tokens"])
    except (OSError, ValueError, KeyError, TypeError):
        return None

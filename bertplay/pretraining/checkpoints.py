"""Checkpoints: written beside, flushed, renamed, so that there is always one that is whole."""

import os
from pathlib import Path
from typing import Any

import torch
from transformers import BertForPreTraining

from bertplay.errors import CannotResume
from bertplay.pretraining.config import PretrainConfig

FILE = "checkpoint.pt"
# What may differ between the run that wrote a checkpoint and the one that goes on with it.
MAY_CHANGE = {"tokens", "seconds", "decay_share", "learning_rate", "evaluate_every", "checkpoint_seconds", "warmup_share"}


def write_atomically(state: Any, file: Path) -> None:
    """Save with torch.save under a temporary name, force it to the disk, rename.

    Rename is atomic; without the flush before it a power cut can leave the new name on an empty file.
    """
    beside = file.with_name(f"{file.name}.{os.getpid()}.part")
    with beside.open("wb") as stream:
        torch.save(state, stream)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)


def save_checkpoint(
    folder: Path, config: PretrainConfig, model: BertForPreTraining, optimizer: torch.optim.Optimizer, counters: dict[str, float]
) -> None:
    """Keep everything a resumed training needs: weights, moments of the optimiser, counters, config."""
    state = {"config": config.as_json(), "counters": counters, "model": model.state_dict(), "optimizer": optimizer.state_dict()}
    write_atomically(state, folder / FILE)


def load_checkpoint(
    folder: Path, config: PretrainConfig, model: BertForPreTraining, optimizer: torch.optim.Optimizer
) -> dict[str, float] | None:
    """Fill model and optimiser from the folder's checkpoint and return its counters; None when there is none."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:
        raise CannotResume("The checkpoint cannot be read.", value=str(file), remedy="Delete it to start afresh.") from error
    ours, theirs = config.as_json(), PretrainConfig.from_json(state["config"]).as_json()
    differing = sorted(name for name in ours if ours[name] != theirs[name] and name not in MAY_CHANGE)
    if differing:
        remedy = "Use its settings, or another --name."
        raise CannotResume("The checkpoint was written by a training of another kind.", value=differing, remedy=remedy)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    counters: dict[str, float] = state["counters"]
    return counters

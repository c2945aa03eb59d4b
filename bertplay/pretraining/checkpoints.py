"""Checkpoints: written under a temporary name, flushed, renamed, so that a complete one always exists."""

import os
from pathlib import Path
from typing import Any

import torch

from bertplay.errors import CannotResume
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.machine import machine

FILE = "checkpoint.pt"
# What may differ between the run that wrote a checkpoint and the one that resumes it.
MAY_CHANGE = {
    "tokens",
    "seconds",
    "decay_share",
    "learning_rate",
    "warmup_share",
    "single_share",
    "domain_shares",
    "keep_vectors",
    "workers",
    "compiled",
    "evaluate_every",
    "checkpoint_seconds",
}

# Of one training: {"from_step": 0, "config": {...}, "machine": "…"}, one more for each change of settings or machine;
# with "moments": "fresh" where an exported model was trained further: its optimiser state is not exported.
Stages = list[dict[str, Any]]


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
    file: Path, model: torch.nn.Module, optimizer: torch.optim.Optimizer, counters: dict[str, float], stages: Stages
) -> None:
    """Save everything a resumed training needs: weights, optimiser state, counters, the settings so far."""
    state = {"counters": counters, "stages": stages, "model": model.state_dict(), "optimizer": optimizer.state_dict()}
    write_atomically(state, file)


def load_checkpoint(
    folder: Path, config: PretrainConfig, model: torch.nn.Module, optimizer: torch.optim.Optimizer
) -> tuple[dict[str, float], Stages] | None:
    """Fill model and optimiser from the folder's checkpoint; its counters and stages, None when there is none."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:
        raise CannotResume("The checkpoint cannot be read.", value=str(file), remedy="Delete it to start afresh.") from error
    stages: Stages = state["stages"]
    ours, theirs = config.as_json(), PretrainConfig.from_json(stages[-1]["config"]).as_json()
    differing = sorted(name for name in ours if ours[name] != theirs[name])
    refused = [name for name in differing if name not in MAY_CHANGE]
    if refused:
        remedy = "Use its settings, or another --name."
        raise CannotResume("The checkpoint was written by a training of another kind.", value=refused, remedy=remedy)
    model.load_state_dict(state["model"])
    if state["optimizer"] is not None:
        optimizer.load_state_dict(state["optimizer"])
    counters: dict[str, float] = state["counters"]
    here = machine()
    stages[-1].setdefault("machine", here)
    finished = config.progress(int(counters["tokens"]), counters["seconds"]) >= 1.0  # it is opened to be exported
    if not finished and (differing or stages[-1]["machine"] != here):
        stages.append({"from_step": int(counters["step"]), "config": ours, "machine": here})
    return counters, stages

"""Going on with an exported model: its folder has the weights and how far it came, but no checkpoint any more."""

import json
from pathlib import Path
from typing import Any

import torch
from transformers import BertForPreTraining

from bertplay.errors import CannotResume
from bertplay.pretraining.checkpoints import FILE, Stages, write_atomically
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.prepare import VOCABULARY

SETTINGS = "pretraining.json"


def adopt_vocabulary(exported: Path, work: Path) -> None:
    """Let the work folder have the vocabulary of an exported model, unless it has one: trained anew it could differ."""
    file = work / VOCABULARY
    if not file.exists():
        pieces = exported_pieces(exported)
        work.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(sorted(pieces, key=pieces.__getitem__)) + "\n", encoding="utf-8")


def exported_pieces(exported: Path) -> dict[str, int]:
    """The vocabulary of an exported model. Raises CannotResume when there is none."""
    try:
        pieces: dict[str, int] = json.loads((exported / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise no_export(exported) from error
    return pieces


def no_export(folder: Path) -> CannotResume:
    return CannotResume("This folder is no exported pretraining.", value=str(folder), remedy="Give a folder that `pretrain --out` wrote.")


def continue_exported(exported: Path, vocabulary: dict[str, int], config: PretrainConfig, folder: Path) -> None:
    """Write the checkpoint from which the training of an exported model goes on, unless there is one already.

    Weights and counters are the exported ones. The moments of the optimiser are lost, so the learning rate
    warms up again. Raises CannotResume when the folder is no export of this shape and vocabulary.
    """
    if (folder / FILE).exists():
        return
    if exported_pieces(exported) != vocabulary:
        remedy = "Give a fresh --work folder."
        raise CannotResume("The exported model has another vocabulary than the work folder.", value=str(exported), remedy=remedy)
    try:
        record = json.loads((exported / SETTINGS).read_text(encoding="utf-8"))
        model = BertForPreTraining.from_pretrained(exported, dtype=torch.float32)
    except (OSError, ValueError) as error:
        raise no_export(exported) from error
    stages: Stages = record.get("stages") or [{"from_step": 0, "config": record["config"]}]
    stages.append({"from_step": record["counters"]["step"], "config": config.as_json(), "moments": "fresh"})
    state: dict[str, Any] = {"counters": record["counters"], "stages": stages, "model": model.state_dict(), "optimizer": None}
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(state, folder / FILE)
    for log in exported.glob("evaluations.jsonl"):
        (folder / log.name).write_bytes(log.read_bytes())

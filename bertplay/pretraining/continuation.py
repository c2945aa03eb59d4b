"""Training an exported model further: its folder has the weights and the counters, but no checkpoint any more."""

import json
from pathlib import Path
from typing import Any

import torch

from bertplay.errors import CannotResume
from bertplay.pretraining.checkpoints import FILE, Stages, write_atomically
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.families import FILL_MASKS, family_file
from bertplay.pretraining.machine import machine
from bertplay.pretraining.vocabularies import Vocabulary

SETTINGS = "pretraining.json"
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json")


def adopt_vocabulary(exported: Path, folder: Path) -> None:
    """Copy the tokenizer of an exported model into `folder`, unless it has one: a newly trained one could differ."""
    if (folder / TOKENIZER_FILES[0]).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name in TOKENIZER_FILES:
            (folder / name).write_bytes((exported / name).read_bytes())
    except OSError as error:
        raise no_export(exported) from error


def no_export(folder: Path) -> CannotResume:
    return CannotResume("This folder is no exported pretraining.", value=str(folder), remedy="Give a folder that `pretrain --out` wrote.")


def continue_exported(exported: Path, vocabulary: Vocabulary, config: PretrainConfig, folder: Path) -> None:
    """Write the checkpoint from which an exported model is trained further, unless there is one already.

    Weights and counters are the exported ones. The state of the optimiser is lost, so the learning rate
    warms up again. Raises CannotResume when the folder is no export of this shape and vocabulary.
    """
    if (folder / FILE).exists():
        return
    if config.family not in FILL_MASKS:
        remedy = "Resume it in its work folder, where both halves are."
        raise CannotResume("An export has no generator, which ELECTRA is trained with.", value=str(exported), remedy=remedy)
    try:
        record = json.loads((exported / SETTINGS).read_text(encoding="utf-8"))
        exported_vocabulary = json.loads((exported / TOKENIZER_FILES[0]).read_text(encoding="utf-8"))["model"]
        model = family_file(config.family).model_class.from_pretrained(exported, dtype=torch.float32)
    except (OSError, ValueError, KeyError) as error:
        raise no_export(exported) from error
    if exported_vocabulary != json.loads(vocabulary.tokenizer.backend_tokenizer.to_str())["model"]:
        remedy = "Give a fresh --work folder."
        raise CannotResume("The exported model has another vocabulary than the work folder.", value=str(exported), remedy=remedy)
    stages: Stages = record.get("stages") or [{"from_step": 0, "config": record["config"]}]
    if "machine" in record:
        stages[-1].setdefault("machine", record["machine"])
    stages.append({"from_step": record["counters"]["step"], "config": config.as_json(), "moments": "fresh", "machine": machine()})
    state: dict[str, Any] = {"counters": record["counters"], "stages": stages, "model": model.state_dict(), "optimizer": None}
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(state, folder / FILE)
    for log in exported.glob("evaluations.jsonl"):
        (folder / log.name).write_bytes(log.read_bytes())

"""Tiny random models with a head for a task, of every family, as `save_pretrained` writes them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
)

from tests.tiny_families import save_family

SENTIMENT = ("negative", "neutral", "positive")
IOB2 = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
FAMILIES = ("bert", "distilbert", "roberta", "xlm-roberta", "camembert", "electra", "albert", "xlnet", "modernbert")
CLASSES: dict[str, Any] = {
    "classification": AutoModelForSequenceClassification,
    "entities": AutoModelForTokenClassification,
    "question_answering": AutoModelForQuestionAnswering,
}


def save_head(kind: str, folder: Path, family: str = "bert", labels: Sequence[str] = (), **config: Any) -> Path:
    """The encoder of a tiny family with a new head of random weights, spread widely so that its predictions differ clearly."""
    base = save_family(family, folder.with_name(f"{folder.name}-base"))
    names = {"id2label": dict(enumerate(labels)), "label2id": {label: i for i, label in enumerate(labels)}} if labels else {}
    torch.manual_seed(1)
    model = CLASSES[kind].from_pretrained(base, **names, **config)
    for name, weight in model.named_parameters():
        if name.split(".")[0] in {"classifier", "logits_proj", "qa_outputs"}:
            torch.nn.init.normal_(weight, std=0.5)
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(base).save_pretrained(folder)
    return folder

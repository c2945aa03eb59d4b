"""The head for a task: one forward pass as transformers runs it, so that every family's head is computed correctly."""

from typing import Any

import torch

from bertplay.models.families import Inputs, other


def has_segments(model: Any) -> bool:
    """Whether a network distinguishes segments: DistilBERT has none, RoBERTa one. XLNet's config.json does not give their number."""
    has_several = getattr(getattr(model, "config", None), "type_vocab_size", 2) > 1
    return has_several and other.takes(model, "token_type_ids")


def takes_segments(model: Any, tokenizer: Any) -> bool:
    """Whether a model is given segments: where its tokenizer makes them, as in the pipelines of transformers, and it has more than one."""
    return "token_type_ids" in tokenizer.model_input_names and has_segments(model)


def head_logits(model: Any, inputs: Inputs, *, segments: bool) -> torch.Tensor:
    """[rows, labels], [rows, length, labels], or [rows, length, 2] for where an answer starts and ends."""
    given = {"token_type_ids": inputs.segments} if segments else {}
    if other.takes(model, "attention_mask"):
        given["attention_mask"] = inputs.attention
    outputs = model(input_ids=inputs.ids, **given)
    logits: torch.Tensor = torch.stack((outputs.start_logits, outputs.end_logits), -1) if "start_logits" in outputs else outputs.logits
    return logits.float()

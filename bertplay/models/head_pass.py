"""The head for a task: one forward pass as transformers runs it, so that any family's head is right."""

from typing import Any

import torch

from bertplay.models.families import Inputs, other


def has_segments(model: Any) -> bool:
    """Whether a network tells segments apart: DistilBERT has none, RoBERTa one. XLNet's config.json does not count them."""
    has_several = getattr(getattr(model, "config", None), "type_vocab_size", 2) > 1
    return has_several and other.takes_segments(type(model))  # type: ignore[arg-type]


def takes_segments(model: Any, tokenizer: Any) -> bool:
    """Whether a model is given segments: where its tokenizer makes them, as in the pipelines of transformers, and it has more than one."""
    return "token_type_ids" in tokenizer.model_input_names and has_segments(model)


def head_logits(model: Any, inputs: Inputs, *, segments: bool) -> torch.Tensor:
    """[rows, labels], [rows, length, labels], or [rows, length, 2] for where an answer starts and ends."""
    if model.config.model_type == "xlnet" and len(inputs.ids) > 1:
        return rows_alone(model, inputs, segments=segments)
    given = {"token_type_ids": inputs.segments} if segments else {}
    outputs = model(input_ids=inputs.ids, attention_mask=inputs.attention, **given)
    logits: torch.Tensor = torch.stack((outputs.start_logits, outputs.end_logits), -1) if "start_logits" in outputs else outputs.logits
    return logits.float()


def rows_alone(model: Any, inputs: Inputs, *, segments: bool) -> torch.Tensor:
    """Each row without its padding: XLNet's head reads the last token, <cls>, and padding would be behind it."""
    lengths, longest = inputs.present.sum(1).tolist(), inputs.ids.shape[1]
    found = []
    for i, length in enumerate(lengths):
        logits = head_logits(model, Inputs(*(array[i : i + 1, :length] for array in inputs)), segments=segments)[0]
        found.append(logits if logits.dim() == 1 else torch.nn.functional.pad(logits, (0, 0, 0, longest - length)))
    return torch.stack(found)

"""Number formats of the weights: float32, bfloat16, int8."""

from typing import Any, Literal

import torch

Precision = Literal["float32", "bfloat16", "int8"]


def convert(model: Any, precision: Precision) -> Any:
    """The model with its weights in this number format, changed in place."""
    return model.to(torch.bfloat16) if precision == "bfloat16" else model


def resident_bytes(model: Any) -> int:
    """Bytes of all weights and buffers, those that are shared (tied embeddings) counted once."""
    tensors = {t.untyped_storage().data_ptr(): t.untyped_storage().nbytes() for t in (*model.parameters(), *model.buffers())}
    return sum(tensors.values())

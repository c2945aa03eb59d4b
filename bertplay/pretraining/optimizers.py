"""AdamW (Loshchilov and Hutter 2019), with a rate for each group of weights."""

import re
from typing import Any

import torch

from bertplay.pretraining.config import PretrainConfig

LAYER = re.compile(r"\.layers?\.(\d+)\.")


def build_optimizer(model: torch.nn.Module, config: PretrainConfig) -> torch.optim.AdamW:
    """The optimiser; its rate is set before each step."""
    return torch.optim.AdamW(groups(model, config), lr=0.0, betas=(0.9, 0.98), eps=1e-6, fused=True)


def groups(model: torch.nn.Module, config: PretrainConfig) -> list[dict[str, Any]]:
    """Weight decay for matrices, none for biases and layer norms; `scale` is what the rate of a group is multiplied by."""
    found: dict[tuple[bool, float], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        found.setdefault((parameter.ndim > 1, rate_scale(name, config)), []).append(parameter)
    return [
        {"params": parameters, "weight_decay": config.weight_decay if is_matrix else 0.0, "scale": scale}
        for (is_matrix, scale), parameters in sorted(found.items(), key=lambda item: item[0], reverse=True)
    ]


def rate_scale(name: str, config: PretrainConfig) -> float:
    """What the rate is multiplied by for one weight.

    "cls.predictions.bias" -> head_rate; of 6 layers "bert.encoder.layer.5.…" -> 1, layer 4 -> layer_decay, tables -> layer_decay ** 6
    """
    if layer := LAYER.search(name):
        return float(config.layer_decay ** (config.layers - 1 - int(layer[1])))
    return float(config.layer_decay**config.layers) if "embedding" in name else config.head_rate

"""How weights follow their gradients: AdamW for all of them, or Muon for the matrices inside the layers.

    adamw   each number has a step of its own, its gradient divided by how large that has been (Loshchilov and Hutter 2019)
    muon    the step of a matrix is made orthogonal: all its directions are taken equally far, also the rare ones
            (Jordan et al. 2024); tables, heads, biases and norms stay with AdamW

Both are given the same rate: Muon's steps are scaled to the size that AdamW's have (Liu et al. 2025, section 2.2).
"""

from typing import Any

import torch

from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.families import Family

SMALLEST_SIDE = 16  # a matrix with fewer rows is a head of two classes or a table of two segments
Groups = list[dict[str, Any]]


class Together:
    """Several optimisers that step as one; each matrix or vector belongs to exactly one of them."""

    def __init__(self, *parts: torch.optim.Optimizer) -> None:
        self.parts = parts

    @property
    def param_groups(self) -> Groups:
        return [group for part in self.parts for group in part.param_groups]

    def step(self) -> None:
        for part in self.parts:
            part.step()

    def zero_grad(self) -> None:
        for part in self.parts:
            part.zero_grad()

    def state_dict(self) -> list[dict[str, Any]]:
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list[dict[str, Any]]) -> None:
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)


def build_optimizer(family: Family, model: Any, config: PretrainConfig) -> torch.optim.Optimizer | Together:
    """The optimiser that `config.optimizer` names; its rate is set before each step."""
    turned = layer_matrices(family, model) if config.optimizer == "muon" else []
    ids = {id(p) for p in turned}
    rest = [p for p in model.parameters() if id(p) not in ids]
    adamw = torch.optim.AdamW(groups(rest, config), lr=0.0, betas=(0.9, 0.98), eps=1e-6, fused=True)
    if not turned:
        return adamw
    return Together(torch.optim.Muon(turned, lr=0.0, weight_decay=config.weight_decay, adjust_lr_fn="match_rms_adamw"), adamw)


def groups(parameters: list[torch.nn.Parameter], config: PretrainConfig) -> Groups:
    """Weight decay for matrices, none for biases and layer norms."""
    matrices = [p for p in parameters if p.ndim > 1]
    others = [p for p in parameters if p.ndim <= 1]
    return [{"params": matrices, "weight_decay": config.weight_decay}, {"params": others, "weight_decay": 0.0}]


def layer_matrices(family: Family, model: Any) -> list[torch.nn.Parameter]:
    """The matrices that carry one hidden state into another: no table, no head over a handful of classes."""
    tables = {id(table) for table in family.tables(model) if table is not None}
    return [p for p in model.parameters() if p.ndim == 2 and min(p.shape) >= SMALLEST_SIDE and id(p) not in tables]

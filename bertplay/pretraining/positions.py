"""Sinusoids, the starting point of the position vectors: Vaswani et al. (2017), section 3.5."""

import math

import torch


def sinusoids(positions: int, width: int) -> torch.Tensor:
    """Position p as the pairs sin(p * rate), cos(p * rate), the fastest rate first: float32 [positions, width]."""
    rates = torch.exp(torch.arange(0, width, 2) * (-math.log(10_000.0) / width))
    angles = torch.arange(positions)[:, None] * rates[None, :]
    return torch.stack([angles.sin(), angles.cos()], dim=-1).reshape(positions, width)

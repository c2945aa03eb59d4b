"""Waves as positions, and heads that look at neighbours from the first step on.

With sinusoidal positions a step along the row is a turn of each pair (sin, cos). A head whose query
takes the fastest waves as they are, and whose key takes them turned back by an offset, scores a place highest where
it lies that offset away. A random start spends its first million tokens or two on finding that out.

    row    he sat on the mat
    asked        ^                offset -1.5: looks at "he" and "sat"; offset 1.5: at "the" and "mat"
"""

import math

import torch

OFFSETS = (-1.5, 1.5, -2.5, 2.5)  # at -1 and 1 a piece looks mostly at itself, because its word agrees with itself


def sinusoids(positions: int, width: int) -> torch.Tensor:
    """The position vectors of Vaswani et al. (2017), section 3.5: float32 [positions, width]."""
    angles = torch.arange(positions)[:, None] * wave_rates(width)[None, :]
    return torch.stack([angles.sin(), angles.cos()], dim=-1).reshape(positions, width)


def wave_rates(width: int) -> torch.Tensor:
    """Radians that each pair (sin, cos) of a sinusoid turns from one place to the next, the fastest first: float32 [width / 2]."""
    return torch.exp(torch.arange(0, width, 2) * (-math.log(10_000.0) / width))


@torch.no_grad()
def look_at_neighbours(query: torch.nn.Linear, key: torch.nn.Linear, heads: int) -> None:
    """Set the weights of one layer's queries and keys, [heads * size, width]; head h gets OFFSETS[h], in turns."""
    size, width = query.weight.shape[0] // heads, query.weight.shape[1]
    rates = wave_rates(width)[: size // 2]
    for head in range(heads):
        rows = slice(head * size, head * size + 2 * len(rates))
        turned = torch.block_diag(*(turn(float(rate) * OFFSETS[head % len(OFFSETS)]) for rate in rates))
        for layer, block in ((query, torch.eye(2 * len(rates))), (key, turned)):
            layer.weight[head * size : (head + 1) * size] = 0.0
            layer.weight[rows, : 2 * len(rates)] = block


def turn(angle: float) -> torch.Tensor:
    """The matrix that takes (sin a, cos a) to (sin(a - angle), cos(a - angle))."""
    cosine, sine = torch.cos(torch.tensor(angle)), torch.sin(torch.tensor(angle))
    return torch.stack([torch.stack([cosine, -sine]), torch.stack([sine, cosine])])

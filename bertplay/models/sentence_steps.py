"""What follows the pooling of a sentence-transformers model: linear layers and a normalization, on arrays."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from bertplay.models.config_file import read_json
from bertplay.models.devices import fetch
from bertplay.models.sentence_pooling import DENSE_CONFIG, DENSE_WEIGHTS, activation_of
from bertplay.models.spec import NORMALIZE, SentencePooling
from bertplay.results import Floats

SentenceStep = Callable[[Floats], Floats]
"""[width] -> [width, or that of the linear layer]"""


def open_steps(folder: Path, pooling: SentencePooling | None) -> tuple[SentenceStep, ...]:
    """The steps that modules.json names, in their order; none of a model whose authors name none that are known here."""
    names = pooling.steps if pooling and not pooling.unknown else ()
    return tuple(normalized if name == NORMALIZE else dense(folder / name) for name in names)


def normalized(vector: Floats) -> Floats:
    """Scaled to length 1."""
    return vector / max(float(np.linalg.norm(vector)), 1e-12)


def dense(folder: Path) -> SentenceStep:
    """activation(W x + b)"""
    weights = {name: weight.float() for name, weight in load_file(folder / DENSE_WEIGHTS).items()}
    activation = getattr(torch.nn, activation_of(read_json(folder / DENSE_CONFIG)))()

    def step(vector: Floats) -> Floats:
        with torch.inference_mode():
            summed = torch.nn.functional.linear(torch.from_numpy(vector), weights["linear.weight"], weights.get("linear.bias"))
            return fetch(activation(summed))

    return step

"""Several threads that compute the gradient of one step, each on one core, with its own copy of the model.

PyTorch spreads every single operation over the cores and waits for the slowest core after each: in a small BERT several hundred times a
second, and longer where other programs use the cores, too. Here a step is cut into parts of a few rows; a thread that has finished takes
the next part, and they wait for each other once a step.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import Any

import torch

from bertplay.pretraining.batches import Batch
from bertplay.pretraining.model import Losses

Backward = Callable[[Any, Batch, Batch], Losses]  # a copy, its part, the whole batch -> the part's share of the losses


class Workers:
    """`count` threads, each with a copy of the model in `dtype`; the optimiser's steps are collected in the model itself."""

    def __init__(self, model: Any, count: int, dtype: torch.dtype) -> None:
        self.model, self.parts_of_step = model, 2 * count if count > 1 else 1
        self.copies = [deepcopy(model).to(dtype) for _ in range(count)]
        threads = 1 if count > 1 else torch.get_num_threads()
        self.pool = ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(threads,))

    def gradients(self, batch: Batch, backward: Backward) -> Losses:
        """Compute the gradient of `batch` into the model's parameters; the losses of the batch."""
        parts, lock = batch.parts(self.parts_of_step), threading.Lock()
        found = [part for some in self.pool.map(lambda copy: take_parts(copy, parts, lock, batch, backward), self.copies) for part in some]
        for mine, *theirs in zip(self.model.parameters(), *(copy.parameters() for copy in self.copies), strict=True):
            gradients = [parameter.grad.float() for parameter in theirs if parameter.grad is not None]
            mine.grad = torch.stack(gradients).sum(0) if len(gradients) > 1 else gradients[0] if gradients else None
            for parameter in theirs:
                parameter.grad = None
        return Losses(*(torch.stack(values).sum() for values in zip(*found, strict=True)))

    @torch.no_grad()
    def copy_weights(self) -> None:
        """The model's weights, rounded, into the copies."""
        for mine, *theirs in zip(self.model.parameters(), *(copy.parameters() for copy in self.copies), strict=True):
            for parameter in theirs:
                parameter.copy_(mine)


def take_parts(copy: Any, parts: Iterator[Batch], lock: threading.Lock, batch: Batch, backward: Backward) -> list[Losses]:
    """One worker: part after part, until none is left."""
    found: list[Losses] = []
    while True:
        with lock:
            part = next(parts, None)
        if part is None:
            return found
        found.append(backward(copy, part, batch))

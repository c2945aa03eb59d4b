"""Batches made ahead by other processes, for a GPU that would otherwise wait for them.

On two cores nearly all of a step is the model's, and a batch is made in between. A GPU finishes a step before one core has made
the next batch.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from bertplay.pretraining.batches import Batch, BatchMaker


class Steps(Dataset[Batch]):
    """The batch of step n is item n."""

    def __init__(self, maker: BatchMaker) -> None:
        self.maker = maker

    def __getitem__(self, step: int) -> Batch:
        torch.set_num_threads(1)  # a maker needs no more, and there are many
        return self.maker.training(step)


def batches_from(maker: BatchMaker, step: int, makers: int) -> Iterator[Batch]:
    """The batches of `step`, `step + 1`, … in order, by whichever process makes them; makers 0: this process only."""
    if not makers:
        return map(maker.training, count(step))
    sampler: Any = range(step, 2**40)
    pinned = torch.cuda.is_available()
    loader = DataLoader(Steps(maker), batch_size=None, sampler=sampler, num_workers=makers, prefetch_factor=4, pin_memory=pinned)
    return iter(loader)

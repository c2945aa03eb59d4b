"""How long a step takes and how much memory the process uses, measured on real steps."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psutil
import torch
from torch import nn

from bertplay.models.devices import finish, trains_in_bfloat16
from bertplay.models.head_pass import has_segments
from bertplay.training.encode import Batch, Features, LengthGrouped

WARM_STEPS = 1
MEASURED_STEPS = 3


def measure_steps(model: nn.Module, rows: Sequence[Features], collate: Callable[[Sequence[Features]], Batch], batch_size: int) -> float:
    """Seconds of a step: the mean of a few real ones at a learning rate of 0, which changes no weight.

    The batches are made as training makes them, one short, one middling, one long. The state of the random number generators is restored.
    """
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=0.0)
    batches = typical_batches(rows, collate, batch_size)
    was_training, device = model.training, trained[0].device
    model.train()
    seconds = []
    with torch.random.fork_rng([device] if device.type == "cuda" else []), in_training_format(device):
        for batch in (batches[-1], *batches):
            begin = time.perf_counter()
            given = {name: tensor.to(device) for name, tensor in batch.items() if name != "token_type_ids" or has_segments(model)}
            loss = model(**given)["loss"]
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            finish(device)
            seconds.append(time.perf_counter() - begin)
    model.train(was_training)
    return sum(seconds[WARM_STEPS:]) / len(batches)


def in_training_format(device: torch.device) -> AbstractContextManager[object]:
    """The number format in which the Trainer multiplies there."""
    return torch.autocast(device.type, torch.bfloat16) if trains_in_bfloat16(device) else nullcontext()


def typical_batches(rows: Sequence[Features], collate: Any, batch_size: int) -> list[Batch]:
    """Three batches of the first epoch: at one sixth, the half and five sixths of their lengths."""
    order = list(LengthGrouped([len(row["input_ids"]) for row in rows], batch_size, seed=0))
    groups = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    groups = [group for group in groups if len(group) == batch_size] or groups
    groups.sort(key=lambda group: max(len(rows[i]["input_ids"]) for i in group))
    chosen = [groups[len(groups) * part // (2 * MEASURED_STEPS)] for part in range(1, 2 * MEASURED_STEPS, 2)]
    return [collate([rows[i] for i in group]) for group in chosen]


def resident_bytes() -> int:
    """Memory of this process."""
    return int(psutil.Process().memory_info().rss)


def peak_bytes() -> int:
    """The peak memory of this process, as if it had not been forked; if the system does not report it, the current memory."""
    try:
        import resource
    except ImportError:  # Windows
        return resident_bytes()
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(resident_bytes(), highest if sys.platform == "darwin" else 1024 * highest) + untouched_bytes()


def untouched_bytes() -> int:
    """Of a forked process: the pages of libraries that its parent has and it has not touched yet, which are not counted as its own."""
    parent = multiprocessing.parent_process()
    if parent is None or sys.platform != "linux":
        return 0
    mapped = [psutil.Process(pid).memory_info().shared for pid in (parent.pid, None)]
    return max(0, int(mapped[0] - mapped[1]))

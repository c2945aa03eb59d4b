"""The race: one layer that reads token after token, against one that compares all tokens at once.

Both have the same hidden size and random weights: a layer costs the same whatever it has learned (Vaswani et al.
2017, table 1, has the same three counts).
"""

import time
from collections.abc import Callable, Sequence
from statistics import median

import torch
from torch import nn

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.batching import COMPUTING
from bertplay.models.forward_pass import ALL_THREADS
from bertplay.results.recurrence import Race, RaceLap

LENGTHS = (16, 32, 64, 128, 256, 512, 1024, 2048)
MAX_LENGTH, MAX_REPEATS, MAX_WIDTH = 4096, 50, 1024
WIDTH = 256
"""The hidden size of the bundled models."""
WARM_UP = 5
"""Passes before the first one that counts: in the first ones torch plans its kernels and fills the caches."""
FLOAT = 4  # bytes
HEAD = 64  # dimensions


def race_layers(*, width: int = WIDTH, lengths: Sequence[int] = LENGTHS, repeats: int = 7) -> Race:
    """Run both layers over texts of these lengths, in turns; the medians of `repeats` passes.

    width   hidden size of both; an attention head has 64 dimensions

    Raises BadInput for a width that is not from 1 to 1,024, lengths that are not from 2 to 4,096, and repeats that are not from 1 to 50.
    """
    if not 1 <= width <= MAX_WIDTH:
        raise BadInput(N_("The hidden size is out of range."), value=width, remedy=lazy("Give 1 to {most:,}.", most=MAX_WIDTH))
    if not lengths or not all(2 <= length <= MAX_LENGTH for length in lengths):
        remedy = lazy("Give lengths from 2 to {most:,} tokens.", most=MAX_LENGTH)
        raise BadInput(N_("A length of text is out of range."), value=tuple(lengths), remedy=remedy)
    if not 1 <= repeats <= MAX_REPEATS:
        raise BadInput(N_("The number of repeats is out of range."), value=repeats, remedy=lazy("Give 1 to {most}.", most=MAX_REPEATS))
    heads = width // HEAD if width % HEAD == 0 else 1
    recurrent = nn.LSTM(width, width, batch_first=True).eval()
    attention = nn.MultiheadAttention(width, heads, batch_first=True).eval()
    for _unused in range(WARM_UP):
        lap(recurrent, attention, max(2, min(lengths)), width, heads, 1)
    laps = tuple(lap(recurrent, attention, length, width, heads, repeats) for length in lengths)
    counts = tuple(sum(p.numel() for p in layer.parameters()) for layer in (recurrent, attention))
    return Race(width, heads, repeats, (counts[0], counts[1]), laps)


def lap(recurrent: nn.LSTM, attention: nn.MultiheadAttention, length: int, width: int, heads: int, repeats: int) -> RaceLap:
    """Both layers over one length, in turns, after one pass that does not count.

    Each turn goes to the thread that computes all passes: beside them the race would be unfair, and so others compute between two turns.
    """
    text = torch.randn(1, length, width)
    passes: list[Callable[[], object]] = [lambda: recurrent(text), lambda: attention(text, text, text, need_weights=False)]
    turns = [COMPUTING.submit(milliseconds, passes).result() for _ in range(repeats + 1)][1:]
    recurrent_ms, attention_ms = map(median, zip(*turns, strict=True))
    return RaceLap(
        length,
        recurrent_ms=recurrent_ms,
        attention_ms=attention_ms,
        recurrent_steps=length,
        attention_steps=1,
        recurrent_path=length - 1,
        attention_path=1,
        recurrent_bytes=2 * width * FLOAT,
        attention_bytes=heads * length * length * FLOAT,
    )


def milliseconds(passes: Sequence[Callable[[], object]]) -> list[float]:
    """What each pass takes, on all processor threads."""
    torch.set_num_threads(ALL_THREADS)
    found = []
    with torch.inference_mode():
        for run in passes:
            started = time.perf_counter()
            run()
            found.append(1000 * (time.perf_counter() - started))
    return found

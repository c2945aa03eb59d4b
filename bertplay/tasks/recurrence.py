"""The race: one layer that reads word after word, against one that compares all words at once.

Both are as wide as the model, with random weights: a layer costs the same whatever it has learned (Vaswani et al.
2017, table 1, has the same three counts).
"""

import time
from collections.abc import Callable, Sequence
from statistics import median

import torch
from torch import nn

from bertplay.errors import BadInput
from bertplay.models.batching import COMPUTING
from bertplay.models.loaded import LoadedModel
from bertplay.results.recurrence import Race, RaceLap
from bertplay.wording import later, mark

LENGTHS = (16, 32, 64, 128, 256, 512)
LONGEST, MOST_REPEATS = 1024, 50
FLOAT = 4  # bytes
HEAD = 64  # dimensions


def race_layers(model: LoadedModel, *, lengths: Sequence[int] = LENGTHS, repeats: int = 7) -> Race:
    """Run both layers over texts of these lengths, taking turns; the medians of `repeats` passes.

    Raises BadInput for lengths that are not from 2 to 1,024, and for a number of repeats that is not from 1 to 50.
    """
    if not lengths or not all(2 <= length <= LONGEST for length in lengths):
        remedy = later("Give lengths from 2 to {most:,} tokens.", most=LONGEST)
        raise BadInput(mark("A length of text is out of range."), value=tuple(lengths), remedy=remedy)
    if not 1 <= repeats <= MOST_REPEATS:
        raise BadInput(mark("The number of repeats is out of range."), value=repeats, remedy=later("Give 1 to {most}.", most=MOST_REPEATS))
    # Where all passes are computed: a race beside them would be no fair one.
    return COMPUTING.submit(run_race, model.spec.id, model.spec.hidden, tuple(lengths), repeats).result()


def run_race(model_id: str, width: int, lengths: tuple[int, ...], repeats: int) -> Race:
    """The race itself, in the thread that computes."""
    heads = max(1, width // HEAD)
    recurrent = nn.LSTM(width, width, batch_first=True).eval()
    attention = nn.MultiheadAttention(width, heads, batch_first=True).eval()
    laps = tuple(lap(recurrent, attention, length, width, heads, repeats) for length in lengths)
    counts = tuple(sum(p.numel() for p in layer.parameters()) for layer in (recurrent, attention))
    return Race(model_id, width, heads, repeats, (counts[0], counts[1]), laps)


def lap(recurrent: nn.LSTM, attention: nn.MultiheadAttention, length: int, width: int, heads: int, repeats: int) -> RaceLap:
    """Both layers over one length, in turns, after one pass that does not count."""
    text = torch.randn(1, length, width)
    with torch.inference_mode():
        passes: list[Callable[[], object]] = [lambda: recurrent(text), lambda: attention(text, text, text, need_weights=False)]
        times: list[list[float]] = [[], []]
        for turn in range(repeats + 1):
            for run, taken in zip(passes, times, strict=True):
                started = time.perf_counter()
                run()
                if turn:
                    taken.append(1000 * (time.perf_counter() - started))
    return RaceLap(
        length,
        recurrent_ms=median(times[0]),
        attention_ms=median(times[1]),
        recurrent_steps=length,
        attention_steps=1,
        recurrent_path=length - 1,
        attention_path=1,
        recurrent_bytes=2 * width * FLOAT,
        attention_bytes=heads * length * length * FLOAT,
    )

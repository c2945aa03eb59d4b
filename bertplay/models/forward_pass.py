"""One padded forward pass: rows in, outputs out, and nothing computed that no row needs."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import torch

from bertplay.errors import CacheFull
from bertplay.i18n import N_
from bertplay.models.architectures import READS_HIDDEN
from bertplay.models.devices import device_of, fetch, on, send
from bertplay.models.families import Encoded, FamilyFile, Inputs
from bertplay.models.head_pass import head_logits
from bertplay.models.memory import release_memory
from bertplay.models.wanted import Outputs, Row
from bertplay.results import Floats

ALL_THREADS = torch.get_num_threads()
UNLOAD = N_("Unload models on the page “Models”, shorten the text, or set BERTPLAY_DEVICE=cpu.")
SMALL_PASS = 5 * 10**8  # tokens times parameters: a few milliseconds on one core


def run_pass(
    family: FamilyFile, model: Any, rows: Sequence[Row], pad_id: int, *, parameters: int, threads: int, segments: bool = True
) -> list[Outputs]:
    """Run all rows in one padded pass; the word head runs at the wanted positions only. segments: whether a head for a task gets them.

    Where a card has too little memory for them together they run in halves. CacheFull when it has too little for one.
    """
    again = partial(run_pass, family, model, pad_id=pad_id, parameters=parameters, threads=threads, segments=segments)
    if len(rows) > 1 and reads_padding(model, rows):
        return [output for row in rows for output in again([row])]
    use_threads(sum(len(row.encoding) for row in rows), parameters, threads)
    try:
        return outputs_of(family, model, rows, pad_id, segments)
    except torch.OutOfMemoryError as error:
        release_memory()
        if len(rows) == 1:
            raise CacheFull(N_("The graphics card has too little free memory for this text."), remedy=UNLOAD) from error
    half = len(rows) // 2
    return again(rows[:half]) + again(rows[half:])


def reads_padding(model: Any, rows: Sequence[Row]) -> bool:
    """Whether padding would change what is computed: in a few architectures always, in XLNet where a head reads the last token."""
    kind = getattr(model.config, "model_type", "")
    return len({len(row.encoding) for row in rows}) > 1 and (kind in READS_HIDDEN or (kind == "xlnet" and rows[0].wanted.head))


def outputs_of(family: FamilyFile, model: Any, rows: Sequence[Row], pad_id: int, segments: bool) -> list[Outputs]:
    """The outputs of one pass."""
    hidden_states, attentions, head = rows[0].kind
    if head:
        return head_outputs(model, rows, pad_id, segments)
    device = device_of(model)
    with torch.inference_mode(), on(device):
        encoded = family.run_encoder(model, sent(padded(rows, pad_id), device), hidden_states=hidden_states, attentions=attentions)
        scores = word_scores(family, model, encoded, rows)
        pairs = fetch(family.pair_logits(model, encoded)) if any(row.wanted.pair for row in rows) else None
        replaced = fetch(family.replaced_logits(model, encoded)) if any(row.wanted.replaced for row in rows) else None
    return [
        Outputs(
            scores=scores[i],
            hidden_states=stacked(encoded.hidden_states, i, len(row.encoding)) if hidden_states else None,
            attentions=stacked(encoded.attentions, i, len(row.encoding), square=True) if attentions else None,
            pair=pairs[i] if pairs is not None and row.wanted.pair else None,
            replaced=replaced[i, : len(row.encoding)] if replaced is not None and row.wanted.replaced else None,
        )
        for i, row in enumerate(rows)
    ]


def head_outputs(model: Any, rows: Sequence[Row], pad_id: int, segments: bool) -> list[Outputs]:
    """The logits of the head for a task, those of padding left out."""
    device = device_of(model)
    with torch.inference_mode(), on(device):
        logits = fetch(head_logits(model, sent(padded(rows, pad_id), device), segments=segments))
    return [Outputs(head=one if one.ndim == 1 else one[: len(row.encoding)]) for one, row in zip(logits, rows, strict=True)]


def use_threads(tokens: int, parameters: int, most: int) -> None:
    """Let the passes that follow in this thread run on `most` processor threads (0: all), and small ones on one.

    A second thread must be waited for. That costs little on an idle machine and a hundred milliseconds on one where
    other processes hold the cores, more than a small model needs for the whole pass.
    """
    threads = 1 if tokens * parameters < SMALL_PASS else most or ALL_THREADS
    if torch.get_num_threads() != threads:
        torch.set_num_threads(threads)


def padded(rows: Sequence[Row], pad_id: int) -> Inputs:
    """The encodings of the rows, filled up to the longest with padding that nothing attends to."""
    shape = len(rows), max(len(row.encoding) for row in rows)
    ids, attention, segments = (np.full(shape, filler, dtype=np.int64) for filler in (pad_id, 0, 0))
    present, needed, masked = (np.zeros(shape, dtype=np.bool_) for _ in range(3))
    for i, row in enumerate(rows):
        n = len(row.encoding)
        ids[i, :n], attention[i, :n], segments[i, :n] = row.encoding.ids, row.encoding.attention, row.encoding.segments
        present[i, :n] = True
        needed[i, [0, *(range(n) if row.wanted.replaced else row.positions)]] = True
        masked[i, list(row.encoding.masks)] = True
    return Inputs(*(torch.from_numpy(array) for array in (ids, attention, segments, present, needed, masked)))


def sent(inputs: Inputs, device: torch.device) -> Inputs:
    """A batch where the model is."""
    return Inputs(*(send(tensor, device) for tensor in inputs))


def word_scores(family: FamilyFile, model: Any, encoded: Encoded, rows: Sequence[Row]) -> list[Floats | None]:
    """Log-probabilities at the wanted positions of each row, from one call of the word head for all."""
    where = [(i, position) for i, row in enumerate(rows) for position in row.positions]
    if not where:
        return [None] * len(rows)
    row_index, position = torch.tensor(where).unbind(1)
    logits = family.word_logits(model, encoded.last[row_index, position])
    scores = fetch(torch.log_softmax(logits.float(), dim=-1))
    ends = np.cumsum([len(row.positions) for row in rows])
    return [scores[end - len(row.positions) : end] if row.positions else None for row, end in zip(rows, ends, strict=True)]


def stacked(layers: tuple[torch.Tensor, ...] | None, row: int, n: int, *, square: bool = False) -> Floats:
    """One row of all layers without its padding: [layers, …, n, …] float32."""
    kept = [layer[row, :, :n, :n] if square else layer[row, :n] for layer in layers or ()]
    return fetch(torch.stack(kept))

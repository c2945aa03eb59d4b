"""Batches of BERT's two tasks, drawn from encoded text.

The batch of step n depends on the seed and n alone: a training that is resumed sees exactly what it would
have seen, and nothing of a data loader has to be saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.masking import EVERY_CHOSEN_HIDDEN, MaskingRule, choose, hide
from bertplay.pretraining.next_sentence import Segments, one_segment, segment_pair
from bertplay.pretraining.wordpiece import SPECIAL_TOKENS

PAD_ID, CLS_ID, SEP_ID = (SPECIAL_TOKENS.index(token) for token in ("[PAD]", "[CLS]", "[SEP]"))
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step sees. All tensors are int64.

    ids, attention, segments  [rows, length]
    chosen                    [masked]  positions in the flattened [rows * length]
    targets                   [masked]  the pieces that stood there
    next_labels               [rows]    0 is next, 1 is not, -100 no pair
    """

    ids: torch.Tensor
    attention: torch.Tensor
    segments: torch.Tensor
    chosen: torch.Tensor
    targets: torch.Tensor
    next_labels: torch.Tensor

    @property
    def tokens(self) -> int:
        """Pieces seen, padding left out."""
        return int(self.attention.sum())

    def to(self, device: torch.device) -> "Batch":
        return self if device.type == "cpu" else Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


class BatchMaker:
    """Makes batches from the domains of a text, the same number of rows from each."""

    def __init__(self, texts: Sequence[EncodedText], config: PretrainConfig, continues: Sequence[bool]) -> None:
        """`continues[id]` tells which pieces continue a word."""
        self.texts = texts
        self.config = config
        self.continues = np.array(continues)
        self.rule = MaskingRule(rate=config.mask_rate, whole_words=config.whole_words)
        steps_of_length = np.array(config.length_shares)  # a step has the same number of tokens at every length
        self.chances = steps_of_length / steps_of_length.sum()

    def training(self, step: int) -> Batch:
        """The batch of one training step."""
        rng = np.random.default_rng([self.config.seed, step])
        length = int(rng.choice(self.config.lengths, p=self.chances))
        rows = max(len(self.texts), self.config.tokens_per_step // length)
        most_rows = self.config.tokens_per_step // min(self.config.lengths)
        segments = [self._row(step * most_rows + i, i % len(self.texts), length, self.config.single_share, rng) for i in range(rows)]
        return self._batch(segments, self.rule, rng)

    def examination(self, domain: int, rows: int, *, seed: int = 1, step: int = 0) -> Batch:
        """A fixed batch of full-length pairs of one domain, every chosen piece replaced by [MASK]."""
        rng = np.random.default_rng([seed, domain, step])
        segments = [self._row(step * rows + i, domain, self.config.max_tokens, 0.0, rng) for i in range(rows)]
        return self._batch(segments, EVERY_CHOSEN_HIDDEN, rng)

    def _row(self, number: int, domain: int, length: int, single_share: float, rng: np.random.Generator) -> Segments:
        text = self.texts[domain]
        # Multiples of the golden ratio cover the text evenly however many are drawn, and neighbours in a
        # batch come from far apart.
        start = int(number * GOLDEN % 1.0 * text.sentence_count)
        if rng.random() < single_share:
            return one_segment(text, start, length - 2, rng)
        return segment_pair(text, start, length - 3, rng)

    def _batch(self, rows: Sequence[Segments], rule: MaskingRule, rng: np.random.Generator) -> Batch:
        ids, segments = with_special_tokens(rows)
        chosen = choose(ids, self.continues, rule, rng)
        hidden = hide(ids, chosen, len(self.continues), rule, rng)
        return Batch(
            ids=torch.from_numpy(hidden),
            attention=torch.from_numpy((ids != PAD_ID).astype(np.int64)),
            segments=torch.from_numpy(segments),
            chosen=torch.from_numpy(np.flatnonzero(chosen)),
            targets=torch.from_numpy(ids[chosen]),
            next_labels=torch.tensor([row.label for row in rows]),
        )


def with_special_tokens(rows: Sequence[Segments]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows as [CLS] first [SEP] second [SEP], padded to the longest: ids and segment ids, int64 [rows, length].

    The segment id is 1 for the second segment and the [SEP] after it, 0 everywhere else.
    """
    lengths = [len(r.first) + len(r.second) + (3 if len(r.second) else 2) for r in rows]
    ids = np.full((len(rows), max(lengths)), PAD_ID, dtype=np.int64)
    segments = np.zeros_like(ids)
    for i, row in enumerate(rows):
        after_first = 1 + len(row.first)
        ids[i, 0], ids[i, 1:after_first], ids[i, after_first] = CLS_ID, row.first, SEP_ID
        if len(row.second):
            ids[i, after_first + 1 : lengths[i] - 1] = row.second
            ids[i, lengths[i] - 1] = SEP_ID
            segments[i, after_first + 1 : lengths[i]] = 1
    return ids, segments

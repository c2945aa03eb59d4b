"""Batches of a family's tasks, drawn from encoded text.

The batch of step n depends on the seed and n alone: a training that is resumed sees exactly what it would
have seen, and nothing of a data loader has to be saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch

from bertplay.errors import PretrainingError
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.objectives.masked_words import EVERY_CHOSEN_HIDDEN, Chosen, Ids, MaskingRule, choose, hide
from bertplay.pretraining.objectives.next_sentence import Segments
from bertplay.pretraining.vocabularies import Vocabulary

GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step sees. All tensors are int64.

    ids, attention, segments  [rows, length]
    chosen                    [masked]  positions in the flattened [rows * length]
    targets                   [masked]  the pieces that stood there
    next_labels               [rows]    0 is next (or in order), 1 is not, -100 no pair
    order                     [rows, length]  for permutations: at which turn a piece is guessed, 0 where it is given
    """

    ids: torch.Tensor
    attention: torch.Tensor
    segments: torch.Tensor
    chosen: torch.Tensor
    targets: torch.Tensor
    next_labels: torch.Tensor
    order: torch.Tensor

    @property
    def tokens(self) -> int:
        """Pieces seen, padding left out."""
        return int(self.attention.sum())

    def to(self, device: torch.device) -> "Batch":
        return self if device.type == "cpu" else Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))

    def pin_memory(self) -> "Batch":
        """Where a GPU can fetch it from while it computes; a data loader calls this."""
        return Batch(*(getattr(self, name).pin_memory() for name in self.__slots__))


class Lessons(Protocol):
    """What of a family decides its batches; see bertplay.pretraining.families."""

    def row(self, text: EncodedText, start: int, length: int, single_share: float, rng: np.random.Generator) -> Segments: ...
    def framed(self, rows: Sequence[Segments], vocabulary: Vocabulary) -> tuple[Ids, Ids]: ...
    def seen(self, ids: Ids, chosen: Chosen, vocabulary: Vocabulary, rule: MaskingRule, rng: np.random.Generator) -> Ids: ...
    def asked(self, ids: Ids, chosen: Chosen, vocabulary: Vocabulary) -> Chosen: ...
    def turns(self, chosen: Chosen, rng: np.random.Generator) -> npt.NDArray[np.int64]: ...


class BatchMaker:
    """Makes batches from the domains of a text: the same number of rows from each, or the shares that the config names."""

    def __init__(self, texts: Sequence[EncodedText], config: PretrainConfig, family: Lessons, vocabulary: Vocabulary) -> None:
        self.texts, self.config, self.family, self.vocabulary = texts, config, family, vocabulary
        self.rule = MaskingRule(rate=config.mask_rate, whole_words=config.whole_words)
        steps_of_length = np.array(config.length_shares)  # a step has the same number of tokens at every length
        self.chances = steps_of_length / steps_of_length.sum()
        if config.domain_shares and len(config.domain_shares) != len(texts):
            remedy = f"Give {len(texts)} shares, one for each domain."
            raise PretrainingError("The shares of the domains do not fit.", value=config.domain_shares, remedy=remedy)

    def training(self, step: int) -> Batch:
        """The batch of one training step."""
        rng = np.random.default_rng([self.config.seed, step])
        length = int(rng.choice(self.config.lengths, p=self.chances))
        rows = max(len(self.texts), self.config.tokens_per_step // length)
        most_rows = self.config.tokens_per_step // min(self.config.lengths)
        domains = self.domains(rows)
        segments = [self._row(step * most_rows + i, domains[i], length, self.config.single_share, rng) for i in range(rows)]
        ids, segment_ids = self.family.framed(segments, self.vocabulary)
        chosen = choose(ids, self.vocabulary, self.rule, rng)
        seen = self.family.seen(ids, chosen, self.vocabulary, self.rule, rng)
        asked = self.family.asked(ids, chosen, self.vocabulary)
        labels = [row.label for row in segments]
        return batch_of(ids, segment_ids, seen, asked, labels, self.family.turns(chosen, rng), self.vocabulary)

    def domains(self, rows: int) -> list[int]:
        """From which domain each row of a batch comes: by turns, or in the shares of the config, (.75, .25) -> 0 0 0 1 of four."""
        if not self.config.domain_shares:
            return [i % len(self.texts) for i in range(rows)]
        ends = np.cumsum(self.config.domain_shares)[:-1]
        places: list[int] = np.searchsorted(ends, (np.arange(rows) + 0.5) / rows, side="right").tolist()
        return places

    def examination(self, domain: int, rows: int, *, seed: int = 1, step: int = 0) -> Batch:
        """A fixed batch of full-length rows of one domain, every chosen piece hidden from everybody."""
        rng = np.random.default_rng([seed, domain, step])
        segments = [self._row(step * rows + i, domain, self.config.max_tokens, 0.0, rng) for i in range(rows)]
        ids, segment_ids = self.family.framed(segments, self.vocabulary)
        chosen = choose(ids, self.vocabulary, EVERY_CHOSEN_HIDDEN, rng)
        return all_hidden(ids, segment_ids, chosen, [row.label for row in segments], self.vocabulary)

    def _row(self, number: int, domain: int, length: int, single_share: float, rng: np.random.Generator) -> Segments:
        text = self.texts[domain]
        # Multiples of the golden ratio cover the text evenly however many are drawn, and neighbours in a
        # batch come from far apart.
        start = int(number * GOLDEN % 1.0 * text.sentence_count)
        return self.family.row(text, start, length, single_share, rng)


def all_hidden(ids: Ids, segments: Ids, chosen: Chosen, labels: Sequence[int], vocabulary: Vocabulary) -> Batch:
    """A question to a model of any family: which pieces stood at the chosen places, none of which it may see?"""
    hidden = hide(ids, chosen, vocabulary, EVERY_CHOSEN_HIDDEN, np.random.default_rng(0))
    return batch_of(ids, segments, hidden, chosen, labels, chosen.astype(np.int64), vocabulary)


def batch_of(
    ids: Ids, segments: Ids, seen: Ids, asked: Chosen, labels: Sequence[int], order: npt.NDArray[np.int64], vocabulary: Vocabulary
) -> Batch:
    """ids as they stood in the text, `seen` as the model sees them; the rest is described at Batch."""
    return Batch(
        ids=torch.from_numpy(seen),
        attention=torch.from_numpy((ids != vocabulary.pad).astype(np.int64)),
        segments=torch.from_numpy(segments),
        chosen=torch.from_numpy(np.flatnonzero(asked)),
        targets=torch.from_numpy(ids[asked]),
        next_labels=torch.tensor(labels),
        order=torch.from_numpy(order),
    )


def with_special_tokens(rows: Sequence[Segments], vocabulary: Vocabulary) -> tuple[Ids, Ids]:
    """Rows as [CLS] first [SEP] second [SEP], padded to the longest: ids and segment ids, int64 [rows, length].

    The segment id is 1 for the second segment and the [SEP] after it, 0 everywhere else.
    """
    lengths = [len(r.first) + len(r.second) + (3 if len(r.second) else 2) for r in rows]
    ids = np.full((len(rows), max(lengths)), vocabulary.pad, dtype=np.int64)
    segments = np.zeros_like(ids)
    for i, row in enumerate(rows):
        after_first = 1 + len(row.first)
        ids[i, 0], ids[i, 1:after_first], ids[i, after_first] = vocabulary.cls, row.first, vocabulary.sep
        if len(row.second):
            ids[i, after_first + 1 : lengths[i] - 1] = row.second
            ids[i, lengths[i] - 1] = vocabulary.sep
            segments[i, after_first + 1 : lengths[i]] = 1
    return ids, segments

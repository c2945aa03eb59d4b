"""Batches of a family's tasks, drawn from encoded text.

The batch of step n depends on the seed and n alone: a training that is resumed sees exactly what it would
have seen, and nothing of a data loader has to be saved.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch

from bertplay.errors import PretrainingError
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.objectives.masked_words import ALL_MASKED, Chosen, Ids, MaskingRule, choose, mask
from bertplay.pretraining.objectives.next_sentence import NO_PAIR, Segments
from bertplay.pretraining.vocabularies import Vocabulary

GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step sees. All tensors are int64.

    ids, attention, segments  [rows, length]
    chosen                    [masked]  positions in the flattened [rows * length]
    targets                   [masked]  the tokens that were masked
    next_labels               [rows]    0 is next (or in order), 1 is not, -100 no pair
    order                     [rows, length]  for permutations: the step at which a token is predicted, 0 where it is given
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
        """Tokens seen, padding left out."""
        return int(self.attention.sum())

    def visible(self) -> torch.Tensor:
        """What may be attended to: [rows, length] on a processor, bool [rows, 1, 1, length] on a GPU.

        Given the first form transformers asks whether there is any padding, and the GPU and its processor wait for each other.
        """
        return self.attention if self.attention.device.type == "cpu" else self.attention[:, None, None].bool()

    def unmasked(self) -> torch.Tensor:
        """The ids with the masked tokens put back: int64 [rows, length]."""
        return self.ids.flatten().scatter(0, self.chosen, self.targets).view_as(self.ids)

    def parts(self, count: int) -> Iterator["Batch"]:
        """The rows in `count` parts of about the same size, fewer where there are fewer rows."""
        length = self.ids.shape[1]
        for rows in torch.arange(len(self.ids)).tensor_split(min(count, len(self.ids))):
            first, end = int(rows[0]), int(rows[-1]) + 1
            inside = (self.chosen >= first * length) & (self.chosen < end * length)
            cut = (self.ids[first:end], self.attention[first:end], self.segments[first:end])
            chosen = self.chosen[inside] - first * length
            yield Batch(*cut, chosen, self.targets[inside], self.next_labels[first:end], self.order[first:end])

    def to(self, device: torch.device) -> "Batch":
        return self if device.type == "cpu" else Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))

    def pin_memory(self) -> "Batch":
        """Where a GPU can fetch it from while it computes; a data loader calls this."""
        return Batch(*(getattr(self, name).pin_memory() for name in self.__slots__))


class BatchRules(Protocol):
    """What of a family decides its batches; see bertplay.pretraining.families."""

    def row(self, text: EncodedText, start: int, length: int, single_share: float, rng: np.random.Generator) -> Segments: ...
    def with_special_tokens(self, rows: Sequence[Segments], vocabulary: Vocabulary) -> tuple[Ids, Ids]: ...
    def as_input(self, ids: Ids, chosen: Chosen, vocabulary: Vocabulary, rule: MaskingRule, rng: np.random.Generator) -> Ids: ...
    def to_predict(self, ids: Ids, chosen: Chosen, vocabulary: Vocabulary) -> Chosen: ...
    def prediction_order(self, chosen: Chosen, rng: np.random.Generator) -> npt.NDArray[np.int64]: ...


class BatchMaker:
    """Makes batches from the domains of a text: the same number of rows from each, or the shares that the config names.

    A domain of unrelated lines has steps of its own, as many as its share: its rows are short, and beside long ones they would be
    mostly padding.
    """

    def __init__(self, texts: Mapping[str, EncodedText], config: PretrainConfig, family: BatchRules, vocabulary: Vocabulary) -> None:
        self.texts, self.config, self.family, self.vocabulary = list(texts.values()), config, family, vocabulary
        self.unrelated = [i for i, domain in enumerate(texts) if domain in config.unrelated]
        self.related = [i for i, domain in enumerate(texts) if domain not in config.unrelated]
        self.shares = np.array(config.domain_shares or [1 / len(texts)] * len(texts))
        self.rule = MaskingRule(rate=config.mask_rate)
        steps_of_length = np.array(config.length_shares)  # a step has the same number of tokens at every length
        self.chances = steps_of_length / steps_of_length.sum()
        if len(self.shares) != len(texts):
            remedy = f"Give {len(texts)} shares, one for each domain."
            raise PretrainingError("The shares of the domains do not fit.", value=config.domain_shares, remedy=remedy)
        if unknown := set(config.unrelated) - set(texts):
            remedy = f"The domains are {', '.join(texts)}."
            raise PretrainingError("There is no text of this domain.", value=sorted(unknown), remedy=remedy)

    def training(self, step: int) -> Batch:
        """The batch of one training step."""
        rng = np.random.default_rng([self.config.seed, step])
        is_of_lines = self.unrelated and rng.random() < self.shares[self.unrelated].sum()
        segments = self._lines(rng) if is_of_lines else self._rows(step, rng)
        ids, segment_ids = self.family.with_special_tokens(segments, self.vocabulary)
        chosen = choose(ids, self.vocabulary, self.rule, rng)
        inputs = self.family.as_input(ids, chosen, self.vocabulary, self.rule, rng)
        targets = self.family.to_predict(ids, chosen, self.vocabulary)
        labels = [row.label for row in segments]
        return batch_of(ids, segment_ids, inputs, targets, labels, self.family.prediction_order(chosen, rng), self.vocabulary)

    def domains(self, rows: int) -> list[int]:
        """From which domain each row of a batch comes: each in turn, or in the shares of the config, (.75, .25) -> 0 0 0 1 of four."""
        if not self.config.domain_shares:
            return [self.related[i % len(self.related)] for i in range(rows)]
        shares = self.shares[self.related]
        ends = np.cumsum(shares / shares.sum())[:-1]
        places = np.searchsorted(ends, (np.arange(rows) + 0.5) / rows, side="right")
        return [self.related[place] for place in places]

    def _rows(self, step: int, rng: np.random.Generator) -> list[Segments]:
        """Rows of one length from the domains whose text is connected."""
        length = int(rng.choice(self.config.lengths, p=self.chances))
        rows = max(len(self.related), self.config.tokens_per_step // length)
        most_rows = self.config.tokens_per_step // min(self.config.lengths)
        domains = self.domains(rows)
        return [self._row(step * most_rows + i, domains[i], length, self.config.single_share, rng) for i in range(rows)]

    def _lines(self, rng: np.random.Generator) -> list[Segments]:
        """Lines of one unrelated domain as rows of one segment; lines of about the same length, so that little is padding."""
        shares = self.shares[self.unrelated]
        text = self.texts[int(rng.choice(self.unrelated, p=shares / shares.sum()))]
        drawn = rng.integers(text.sentence_count, size=max(8, self.config.tokens_per_step // 4))
        lengths = np.minimum(np.diff(text.sentences)[drawn] + 2, self.config.max_tokens)
        order = np.argsort(lengths, kind="stable")
        groups = in_groups(lengths[order].tolist(), self.config.tokens_per_step)
        start, end = groups[int(np.searchsorted([end for _, end in groups], rng.integers(len(order)), side="right"))]
        return [alone(text, int(line), self.config.max_tokens) for line in drawn[order[start:end]]]

    def evaluation(self, domain: int, rows: int, *, seed: int = 1, step: int = 0) -> Batch:
        """A fixed batch of full-length rows of one domain, all chosen tokens masked."""
        rng = np.random.default_rng([seed, domain, step])
        segments = [self._row(step * rows + i, domain, self.config.max_tokens, 0.0, rng) for i in range(rows)]
        ids, segment_ids = self.family.with_special_tokens(segments, self.vocabulary)
        chosen = choose(ids, self.vocabulary, ALL_MASKED, rng)
        return all_masked(ids, segment_ids, chosen, [row.label for row in segments], self.vocabulary)

    def _row(self, number: int, domain: int, length: int, single_share: float, rng: np.random.Generator) -> Segments:
        text = self.texts[domain]
        # Multiples of the golden ratio cover the text evenly however many are drawn, and neighbours in a
        # batch come from far apart.
        start = int(number * GOLDEN % 1.0 * text.sentence_count)
        if domain in self.unrelated:
            return alone(text, start, length)
        return self.family.row(text, start, length, single_share, rng)


def in_groups(lengths: Sequence[int], tokens: int) -> list[tuple[int, int]]:
    """Rows of rising length cut into groups that have at most `tokens` tokens, padding included: where each begins and ends.

    [3, 3, 4, 9], 12 -> [(0, 3), (3, 4)]
    """
    groups, start = [], 0
    for row, length in enumerate(lengths):
        if row > start and (row + 1 - start) * length > tokens:
            groups.append((start, row))
            start = row
    return [*groups, (start, len(lengths))]


def alone(text: EncodedText, sentence: int, length: int) -> Segments:
    """One sentence as a row of at most `length` tokens."""
    return Segments(text.sentence(sentence)[: length - 2], text.ids[:0], NO_PAIR)


def all_masked(ids: Ids, segments: Ids, chosen: Chosen, labels: Sequence[int], vocabulary: Vocabulary) -> Batch:
    """A batch for the evaluation of a model of any family: it must predict all chosen tokens and sees none of them."""
    hidden = mask(ids, chosen, vocabulary, ALL_MASKED, np.random.default_rng(0))
    return batch_of(ids, segments, hidden, chosen, labels, chosen.astype(np.int64), vocabulary)


def batch_of(
    ids: Ids, segments: Ids, inputs: Ids, targets: Chosen, labels: Sequence[int], order: npt.NDArray[np.int64], vocabulary: Vocabulary
) -> Batch:
    """`ids` as they are in the text, `inputs` as the model sees them, `targets` where it must predict; the rest is described at Batch."""
    return Batch(
        ids=torch.from_numpy(inputs),
        attention=torch.from_numpy((ids != vocabulary.pad).astype(np.int64)),
        segments=torch.from_numpy(segments),
        chosen=torch.from_numpy(np.flatnonzero(targets)),
        targets=torch.from_numpy(ids[targets]),
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

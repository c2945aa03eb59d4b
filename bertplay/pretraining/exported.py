"""An exported model of any family, evaluated word by word: the same words are masked for all, however each tokenizes them.

A word is masked with all its tokens, and its loss is the sum over its tokens, each predicted without the others. So the number
of tokens into which a vocabulary splits a word matters only as far as it makes the word harder or easier to predict.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from bertplay.errors import PretrainingError
from bertplay.pretraining.batches import all_masked
from bertplay.pretraining.families import FILL_MASKS, Family, family_file
from bertplay.pretraining.objectives.next_sentence import NO_PAIR, Segments
from bertplay.pretraining.prepare import open_tokenizer
from bertplay.pretraining.vocabularies import Vocabulary

WORD = re.compile(r"[A-Za-z]+")
FAMILIES = {"bertplay-bilstm": "bilstm"}  # model_type -> family, where the two differ
ROWS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text of which the words at some (start, end) characters are masked."""

    text: str
    masked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MaskedWord:
    """One masked word: its loss in nats, the worst rank of its tokens (0 is the first prediction), and their number."""

    loss: float
    rank: int
    tokens: int


@dataclass(frozen=True, slots=True)
class ExportedModel:
    """An exported model, opened for evaluation."""

    family: Family
    model: Any
    vocabulary: Vocabulary
    max_tokens: int

    @classmethod
    def open(cls, folder: Path, model_type: str, max_tokens: int = 128) -> "ExportedModel":
        name = FAMILIES.get(model_type, model_type)
        if name not in FILL_MASKS:
            raise PretrainingError("This model fills no masks.", value=name, remedy=f"Compare models of {', '.join(FILL_MASKS)}.")
        family = family_file(name)
        model = family.model_class.from_pretrained(folder, dtype=torch.float32).eval()
        return cls(family, model, Vocabulary.of(open_tokenizer(folder), family.continues_word), max_tokens)

    def predict(self, texts: Sequence[MaskedText]) -> Iterator[list[MaskedWord]]:
        """For each text its masked words, without those beyond the context window."""
        for first in range(0, len(texts), ROWS_AT_ONCE):
            yield from self._predict(texts[first : first + ROWS_AT_ONCE])

    @torch.inference_mode()
    def _predict(self, texts: Sequence[MaskedText]) -> Iterator[list[MaskedWord]]:
        encoded = [
            self.vocabulary.tokenizer(one.text, add_special_tokens=False, return_offsets_mapping=True, verbose=False) for one in texts
        ]
        room = self.max_tokens - 2
        rows = [Segments(np.array(e["input_ids"][:room], dtype=np.uint16), np.array([], np.uint16), NO_PAIR) for e in encoded]
        ids, segments = self.family.with_special_tokens(rows, self.vocabulary)
        first = int(ids[0, 0] == self.vocabulary.cls)  # the text begins after [CLS], except where that comes last
        places = [
            [[first + i for i, (s, e) in enumerate(enc["offset_mapping"][:room]) if s < end and e > start] for start, end in one.masked]
            for one, enc in zip(texts, encoded, strict=True)
        ]
        chosen = np.zeros(ids.shape, dtype=bool)
        for row, words in enumerate(places):
            chosen[row, [place for word in words for place in word]] = True
        batch = all_masked(ids, segments, chosen, [NO_PAIR] * len(rows), self.vocabulary)
        logits = self.family.scores(self.model, batch).words.float()
        losses = cross_entropy(logits, batch.targets, reduction="none")
        ranks = (logits > logits.gather(1, batch.targets[:, None])).sum(1)
        at = {int(place): i for i, place in enumerate(batch.chosen)}
        for row, words in enumerate(places):
            found = [[at[row * ids.shape[1] + place] for place in word] for word in words if word]
            yield [MaskedWord(float(losses[which].sum()), int(ranks[which].max()), len(which)) for which in found]


def pseudo_loss(model: ExportedModel, texts: Sequence[str]) -> list[float]:
    """For each text the loss of its words, each masked alone: minus the pseudo-log-likelihood (Salazar et al. 2020) by words."""
    masked = [[MaskedText(text, ((m.start(), m.end()),)) for m in WORD.finditer(text)] for text in texts]
    predicted = iter(list(model.predict([one for some in masked for one in some])))
    return [sum(word.loss for _ in some for word in next(predicted)) for some in masked]

"""Hidden words, asked of an exported model of any family: the same words for all, however each cuts them.

A word is hidden with all its pieces, and its loss is the sum over its pieces, each guessed without the others. So the loss
of a word does not depend on how many pieces a vocabulary makes of it in any other way than by being harder or easier to guess.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from bertplay.pretraining.batches import all_hidden
from bertplay.pretraining.families import Family, family_file
from bertplay.pretraining.objectives.next_sentence import NO_PAIR, Segments
from bertplay.pretraining.prepare import open_tokenizer
from bertplay.pretraining.vocabularies import Vocabulary

WORD = re.compile(r"[A-Za-z]+")
FAMILIES = {"bertplay-bilstm": "bilstm"}  # model_type -> family, where the two differ
ROWS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Question:
    """A text of which the words at some (start, end) characters are hidden."""

    text: str
    hidden: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One hidden word: its loss in nats, the worst rank of its pieces (0 is the first guess), how many there are."""

    loss: float
    rank: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Asked:
    """An exported model, ready to be asked."""

    family: Family
    model: Any
    vocabulary: Vocabulary
    max_tokens: int

    @classmethod
    def open(cls, folder: Path, model_type: str, max_tokens: int = 128) -> "Asked":
        family = family_file(FAMILIES.get(model_type, model_type))
        model = family.model_class.from_pretrained(folder, dtype=torch.float32).eval()
        return cls(family, model, Vocabulary.of(open_tokenizer(folder), family.continues_word), max_tokens)

    def answers(self, questions: Sequence[Question]) -> Iterator[list[Answer]]:
        """For each question, an answer for each hidden word; none for what lies behind the longest row."""
        for first in range(0, len(questions), ROWS_AT_ONCE):
            yield from self._answers(questions[first : first + ROWS_AT_ONCE])

    @torch.inference_mode()
    def _answers(self, questions: Sequence[Question]) -> Iterator[list[Answer]]:
        encoded = [
            self.vocabulary.tokenizer(q.text, add_special_tokens=False, return_offsets_mapping=True, verbose=False) for q in questions
        ]
        room = self.max_tokens - 2
        rows = [Segments(np.array(e["input_ids"][:room], dtype=np.uint16), np.array([], np.uint16), NO_PAIR) for e in encoded]
        ids, segments = self.family.framed(rows, self.vocabulary)
        first = int(ids[0, 0] == self.vocabulary.cls)  # the text begins behind [CLS], except where that stands last
        places = [
            [[first + i for i, (s, e) in enumerate(enc["offset_mapping"][:room]) if s < end and e > start] for start, end in q.hidden]
            for q, enc in zip(questions, encoded, strict=True)
        ]
        chosen = np.zeros(ids.shape, dtype=bool)
        for row, words in enumerate(places):
            chosen[row, [place for word in words for place in word]] = True
        batch = all_hidden(ids, segments, chosen, [NO_PAIR] * len(rows), self.vocabulary)
        logits = self.family.scores(self.model, batch).words.float()
        losses = cross_entropy(logits, batch.targets, reduction="none")
        ranks = (logits > logits.gather(1, batch.targets[:, None])).sum(1)
        at = {int(place): i for i, place in enumerate(batch.chosen)}
        for row, words in enumerate(places):
            found = [[at[row * ids.shape[1] + place] for place in word] for word in words if word]
            yield [Answer(float(losses[which].sum()), int(ranks[which].max()), len(which)) for which in found]


def pseudo_loss(asked: Asked, texts: Sequence[str]) -> list[float]:
    """For each text the loss of its words, each hidden alone: minus the pseudo-log-likelihood (Salazar et al. 2020) by words."""
    questions = [[Question(text, ((m.start(), m.end()),)) for m in WORD.finditer(text)] for text in texts]
    answers = iter(list(asked.answers([q for some in questions for q in some])))
    return [sum(answer.loss for _ in some for answer in next(answers)) for some in questions]

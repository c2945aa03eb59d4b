"""Rows for families without sentence pairs: whole sentences, one after the other, until the row is full.

RoBERTa's FULL-SENTENCES (Liu et al. 2019, section 4.2): a row that reaches the end of its document continues with the next one.
"""

import numpy as np

from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.objectives.next_sentence import NO_PAIR, Segments


def full_sentences(text: EncodedText, start: int, room: int, single_share: float, rng: np.random.Generator) -> Segments:
    """Sentence `start` and what follows it, up to `room` tokens; now and then that sentence alone, as people type it."""
    begin = int(text.sentences[start])
    end = int(text.sentences[start + 1]) if rng.random() < single_share else begin + room
    return Segments(text.ids[begin : min(end, begin + room)], text.ids[:0], NO_PAIR)

"""The sentence-order task of ALBERT (Lan et al. 2020, section 3.1): are these two segments in their original order?

Both always come from one place of one document, so the topic gives nothing away; half are swapped. Next sentence, its
neighbour, takes false pairs from other documents and can be answered by topic alone.
"""

from dataclasses import replace

import numpy as np

from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.objectives.next_sentence import NO_PAIR, Segments, segment_pair

IN_ORDER, SWAPPED = 0, 1


def ordered_pair(text: EncodedText, start: int, room: int, rng: np.random.Generator) -> Segments:
    """Two neighbouring segments of whole sentences, together at most `room` tokens, every other time swapped.

    Whole sentences, because a segment that breaks off in mid-sentence must be the second: a model that saw the break
    would know the order without reading, and be right in 94 of 100 pairs after five million tokens. Where two do
    not fit, and in a document of one sentence, the row has one segment.
    """
    pair = segment_pair(text, start, room, rng, always_next=True, whole=True)
    if not len(pair.second):
        return replace(pair, label=NO_PAIR)
    if rng.random() < 0.5:
        return Segments(pair.first, pair.second, IN_ORDER)
    return Segments(pair.second, pair.first, SWAPPED)

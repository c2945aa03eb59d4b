"""The next-sentence task: does the second segment continue the first?

Half of the pairs do (label 0, as BERT has it: "is next"), half take their second segment from another
document of the same domain (label 1). Segments begin and end with sentences; only the end of the row is cut.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bertplay.pretraining.encoded import EncodedText

IS_NEXT, NOT_NEXT, NO_PAIR = 0, 1, -100  # cross entropy passes over -100
Ids = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Segments:
    """One row before [CLS] and [SEP] are added. `second` is empty when label is NO_PAIR."""

    first: Ids
    second: Ids
    label: int


def one_segment(text: EncodedText, start: int, room: int, rng: np.random.Generator) -> Segments:
    """Sentence `start` alone, or (every other time) with what follows it, up to `room` tokens."""
    end = start + 1 if rng.random() < 0.5 else _document_of(text, start)[1]
    return Segments(_tokens(text, start, end)[:room], text.ids[:0], NO_PAIR)


def segment_pair(
    text: EncodedText, start: int, room: int, rng: np.random.Generator, *, always_next: bool = False, whole: bool = False
) -> Segments:
    """Two segments of together at most `room` tokens, the first one beginning at sentence `start`.

    The first ends with the sentence in which a random length is reached: sometimes it is one sentence,
    sometimes most of the row. With `always_next` no pair is false, and a document of one sentence has no second segment.
    With `whole` both consist of whole sentences: where that is not possible there is no second segment.
    """
    document = _document_of(text, start)
    start = max(document[0], min(start, document[1] - 2))  # leave a sentence to come next
    target = int(rng.integers(1, room * 3 // 4))
    middle = int(np.searchsorted(text.sentences, text.sentences[start] + target))
    middle = max(start + 1, min(middle, document[1] - 1))
    is_next = always_next or (rng.random() < 0.5 and middle < document[1])
    second_start = middle if is_next else _elsewhere(text, document, rng)
    second_end = document[1] if is_next else _document_of(text, second_start)[1]
    first = _tokens(text, start, middle)[-(room * 3 // 4) :]  # keep what is next to the second segment
    if whole:
        second_end = min(second_end, _last_that_fits(text, second_start, room - len(first)))
        if second_end <= second_start or len(first) < len(_tokens(text, start, middle)):
            return Segments(first, text.ids[:0], NO_PAIR)
    second = _tokens(text, second_start, second_end)
    return Segments(first, second[: room - len(first)], IS_NEXT if is_next else NOT_NEXT)


def _last_that_fits(text: EncodedText, start: int, room: int) -> int:
    """The end of the last sentence of those from `start` on that together have at most `room` tokens; `start` when none fits."""
    return int(np.searchsorted(text.sentences, text.sentences[start] + room, side="right")) - 1


def _document_of(text: EncodedText, sentence: int) -> tuple[int, int]:
    """The first sentence of the document of `sentence`, and the one after its last."""
    index = int(np.searchsorted(text.documents, sentence, side="right"))
    return int(text.documents[index - 1]), int(text.documents[index])


def _elsewhere(text: EncodedText, document: tuple[int, int], rng: np.random.Generator) -> int:
    """A random sentence of another document."""
    outside = text.sentence_count - (document[1] - document[0])
    drawn = int(rng.integers(outside)) if outside else document[0]
    return drawn if drawn < document[0] or not outside else drawn + document[1] - document[0]


def _tokens(text: EncodedText, start: int, end: int) -> Ids:
    return text.ids[text.sentences[start] : text.sentences[end]]

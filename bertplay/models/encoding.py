"""A text as one model reads it: pieces, ids, segments, attention, and the window they were cut to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bertplay.errors import BadInput
from bertplay.models.families import Frame
from bertplay.results import Piece, WindowCut
from bertplay.text import MASK_SPELLING, without_surrogates
from bertplay.wording import later, mark

Ints = npt.NDArray[np.int64]

MAX_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Encoding:
    """One text, or a pair of texts, as one model reads it.

    text, pair   as given, but every mask in the model's own spelling and half a surrogate pair as U+FFFD
    pieces       special tokens included; start and end are characters of the text (or of the pair)
    ids          [n] int64
    segments     [n] int64, 1 for the pair and the token after it; XLNet's <cls> has 2
    attention    [n] int64, 0 where a piece may not be looked at
    masks        positions of the mask tokens
    cut          when the text was longer than the window; of a pair, start and end tell of the first text
    """

    text: str
    pair: str | None
    pieces: tuple[Piece, ...]
    ids: Ints
    segments: Ints
    attention: Ints
    masks: tuple[int, ...]
    cut: WindowCut | None

    def __len__(self) -> int:
        return len(self.ids)

    def with_pieces(self, changed: dict[int, Piece], mask_id: int) -> "Encoding":
        """The same encoding with other pieces at some positions."""
        pieces = tuple(
            replace(changed[i], start=piece.start, end=piece.end) if i in changed else piece for i, piece in enumerate(self.pieces)
        )
        ids = np.array([piece.id for piece in pieces], dtype=np.int64)
        return replace(self, pieces=pieces, ids=ids, masks=tuple(np.flatnonzero(ids == mask_id).tolist()))

    def seeing_only(self, positions: Sequence[int]) -> "Encoding":
        """The same encoding with attention to these positions alone."""
        attention = np.zeros_like(self.attention)
        attention[list(positions)] = 1
        return replace(self, attention=attention)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive pieces of one text without special tokens around them: ids and character offsets."""

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.ids)

    def window(self, room: int, mask_id: int) -> "Run":
        """At most `room` pieces, with all masks inside, the masks in the middle; the beginning when there are none."""
        if len(self) <= room:
            return self
        masks = [i for i, id_ in enumerate(self.ids) if id_ == mask_id]
        first, last = (masks[0], masks[-1]) if masks else (0, 0)
        if last - first >= room:
            raise BadInput(
                later(
                    "The masks are {distance:,} pieces apart, and the model sees {room:,} at once.", distance=last - first + 1, room=room
                ),
                remedy=mark("Shorten the text, or hide words that stand closer together."),
            )
        start = min(max((first + last + 1 - room) // 2, 0), len(self) - room)
        return Run(self.ids[start : start + room], self.offsets[start : start + room])


def readable(text: str, mask_text: str) -> str:
    """The text as a tokenizer can take it, of the same length, so that offsets hold for both.

    readable("a <mask>\\ud800", "[MASK]") -> "a [MASK]\\ufffd"
    """
    if len(text) > MAX_CHARACTERS:
        raise BadInput(
            mark("The text is too long."),
            value=later("{n:,} characters", n=len(text)),
            remedy=later("Use at most {most:,}.", most=MAX_CHARACTERS),
        )
    return MASK_SPELLING.sub(mask_text, without_surrogates(text))


def cut_of(whole: Sequence[Run], kept: Sequence[Run]) -> WindowCut | None:
    """What a window left of the texts; None when it left everything."""
    if [len(run) for run in whole] == [len(run) for run in kept]:
        return None
    offsets = kept[0].offsets or [(0, 0)]
    return WindowCut(sum(map(len, kept)), sum(map(len, whole)), start=offsets[0][0], end=offsets[-1][1])


@dataclass(frozen=True, slots=True)
class Writing:
    """How a family writes: a piece by its id, whether it carries on a word (given the character before it), and the frame."""

    piece: Callable[[int], Piece]
    continues_word: Callable[[str, str], bool]
    frame: Frame
    mask_id: int

    def pieces_of(self, run: Run, text: str) -> list[Piece]:
        """The pieces of a run, each at its place in the text.

        A piece carries on a word also where the piece before shares its character (bytes of one letter) or is only the
        space before the word ("Ġ", then "King").
        """
        pieces: list[Piece] = []
        for id_, (start, end) in zip(run.ids, run.offsets, strict=True):
            piece = self.piece(id_)
            begun = bool(pieces) and not pieces[-1].is_special and (start < pieces[-1].end or pieces[-1].start == pieces[-1].end)
            goes_on = (begun and start < end) or self.continues_word(piece.text, text[start - 1 : start])
            pieces.append(replace(piece, start=start, end=end, continues_word=goes_on and not piece.is_special))
        return pieces


def trimmed(offsets: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Offsets without the spaces that some families count to the word behind them: " door" 3 to 8 -> "door" 4 to 8.

    A piece that is nothing but a space stands, empty, where the next one begins.
    """
    places: list[tuple[int, int]] = []
    for start, end in reversed(offsets):
        shown = text[start:end]
        left, right = len(shown) - len(shown.lstrip()), len(shown.rstrip())
        if right:
            places.append((start + left, start + right))
        else:
            place = places[-1][0] if places else end
            places.append((place, place))
    return places[::-1]


def assemble(texts: tuple[str, str | None], kept: Sequence[Run], cut: WindowCut | None, writing: Writing) -> Encoding:
    """An encoding of one or two runs with the special tokens around them."""
    frame, mask_id = writing.frame, writing.mask_id
    before, between, after = ([writing.piece(id_) for id_ in ids] for ids in (frame.before, frame.between, frame.after))
    bodies = [writing.pieces_of(run, text) for run, text in zip(kept, [text for text in texts if text is not None], strict=True)]
    first = before + bodies[0] + (between if len(bodies) == 2 else after)
    second = bodies[1] + after if len(bodies) == 2 else []
    ids = np.array([p.id for p in first + second], dtype=np.int64)
    segments = np.repeat(np.array([0, 1], dtype=np.int64), [len(first), len(second)])
    if frame.last_segment is not None:
        segments[-1] = frame.last_segment
    return Encoding(
        text=texts[0],
        pair=texts[1],
        pieces=tuple(first + second),
        ids=ids,
        segments=segments,
        attention=np.ones_like(ids),
        masks=tuple(np.flatnonzero(ids == mask_id).tolist()),
        cut=cut,
    )


def fitted(whole: Sequence[Run], room: int, mask_id: int) -> list[Run]:
    """The runs cut to `room` pieces together; of a pair, what the shorter one leaves goes to the longer."""
    if len(whole) == 1:
        return [whole[0].window(room, mask_id)]
    first, second = whole
    for_first = max(room // 2, room - len(second))
    kept = first.window(for_first, mask_id)
    return [kept, second.window(room - len(kept), mask_id)]

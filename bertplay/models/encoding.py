"""A text as one model reads it: tokens, ids, segments, attention, and their truncation to the context window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.tokenizer import SpecialTokens
from bertplay.results import Token, Truncation
from bertplay.text import MASK_SPELLING, without_surrogates

Ints = npt.NDArray[np.int64]

MAX_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Encoding:
    """One text, or a pair of texts, as one model reads it.

    text, pair   as given, but every mask in the model's own spelling and half a surrogate pair as U+FFFD
    tokens       special tokens included; start and end are characters of the text (or of the pair)
    ids          [n] int64
    segments     [n] int64, 1 for the pair and the token after it; XLNet's <cls> has 2
    attention    [n] int64, 0 where a token may not be attended to
    masks        positions of the mask tokens
    cut          when the text was longer than the window; of a pair, start and end refer to the first text
    """

    text: str
    pair: str | None
    tokens: tuple[Token, ...]
    ids: Ints
    segments: Ints
    attention: Ints
    masks: tuple[int, ...]
    cut: Truncation | None

    def __len__(self) -> int:
        return len(self.ids)

    def with_tokens(self, changed: dict[int, Token], mask_id: int) -> "Encoding":
        """The same encoding with other tokens at some positions."""
        tokens = tuple(
            replace(changed[i], start=token.start, end=token.end) if i in changed else token for i, token in enumerate(self.tokens)
        )
        ids = np.array([token.id for token in tokens], dtype=np.int64)
        return replace(self, tokens=tokens, ids=ids, masks=tuple(np.flatnonzero(ids == mask_id).tolist()))

    @property
    def body(self) -> tuple[int, ...]:
        """The positions of what was given: not of the special tokens around it."""
        return tuple(i for i, token in enumerate(self.tokens) if not token.is_special or token.start < token.end)

    def keeping(self, positions: Sequence[int]) -> "Encoding":
        """The same encoding with only these tokens of its body: a window of a text that is too long."""
        kept = sorted({*positions, *range(len(self))} - (set(self.body) - set(positions)))
        tokens = tuple(self.tokens[i] for i in kept)
        masks = tuple(np.flatnonzero(np.isin(kept, self.masks)).tolist())
        return replace(self, tokens=tokens, ids=self.ids[kept], segments=self.segments[kept], attention=self.attention[kept], masks=masks)

    def seeing_only(self, positions: Sequence[int]) -> "Encoding":
        """The same encoding with attention to these positions alone."""
        attention = np.zeros_like(self.attention)
        attention[list(positions)] = 1
        return replace(self, attention=attention)


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Consecutive tokens of one text without special tokens around them: ids and character offsets."""

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.ids)

    def window(self, room: int, mask_id: int) -> "TokenSpan":
        """At most `room` tokens, with all masks inside, the masks in the middle; the beginning when there are none."""
        if len(self) <= room:
            return self
        masks = [i for i, id_ in enumerate(self.ids) if id_ == mask_id]
        first, last = (masks[0], masks[-1]) if masks else (0, 0)
        if last - first >= room:
            raise BadInput(
                lazy("The masks span {distance:,} tokens, but the context window has {room:,}.", distance=last - first + 1, room=room),
                remedy=N_("Shorten the text, or hide words that are closer together."),
            )
        start = min(max((first + last + 1 - room) // 2, 0), len(self) - room)
        return TokenSpan(self.ids[start : start + room], self.offsets[start : start + room])


def readable(text: str, mask_text: str | None) -> str:
    """The text as a tokenizer can take it, of the same length, so that offsets hold for both; mask_text: None where there is no mask.

    readable("a <mask>\\ud800", "[MASK]") -> "a [MASK]\\ufffd"
    """
    clean = without_surrogates(short(text))
    return MASK_SPELLING.sub(mask_text, clean) if mask_text else clean


def short(text: str) -> str:
    """The text; BadInput when it has more than 100,000 characters."""
    if len(text) > MAX_CHARACTERS:
        raise BadInput(
            N_("The text is too long."),
            value=lazy("{n:,} characters", n=len(text)),
            remedy=lazy("Use at most {most:,}.", most=MAX_CHARACTERS),
        )
    return text


def run_tokenizer(tokenizer: Any, text: str) -> Any:
    """The tokens of a readable text, without those around it. BadInput where the library panics, which is no Exception.

    A tokenizer names regular expressions, and one may give up on a text that the trial did not have (tokenizer_trial.py).
    """
    try:
        return tokenizer.encode(text, add_special_tokens=False)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise BadInput(
            N_("The tokenizer of this model fails on this text."), remedy=N_("Choose another model, or another text.")
        ) from error


def truncation_of(whole: Sequence[TokenSpan], kept: Sequence[TokenSpan]) -> Truncation | None:
    """How the texts were truncated to the window; None if they were not."""
    if [len(run) for run in whole] == [len(run) for run in kept]:
        return None
    offsets = kept[0].offsets or [(0, 0)]
    return Truncation(sum(map(len, kept)), sum(map(len, whole)), start=offsets[0][0], end=offsets[-1][1])


@dataclass(frozen=True, slots=True)
class TokenStyle:
    """How a family writes tokens: a token by its id, whether it continues a word (given the character before it), special tokens."""

    token: Callable[[int], Token]
    continues_word: Callable[[str, str], bool]
    special_tokens: SpecialTokens
    mask_id: int

    def tokens_of(self, run: TokenSpan, text: str) -> list[Token]:
        """The tokens of a span, each at its place in the text.

        A token continues a word also where the token before shares its character (bytes of one letter) or is only the
        space before the word ("Ġ", then "King").
        """
        tokens: list[Token] = []
        for id_, (start, end) in zip(run.ids, run.offsets, strict=True):
            token = self.token(id_)
            begun = bool(tokens) and not tokens[-1].is_special and (start < tokens[-1].end or tokens[-1].start == tokens[-1].end)
            continues = (begun and start < end) or self.continues_word(token.text, text[start - 1 : start])
            tokens.append(replace(token, start=start, end=end, continues_word=continues and not token.is_special))
        return tokens


def trimmed(offsets: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Offsets without the spaces that some families count to the following word: " door" 3 to 8 -> "door" 4 to 8.

    A token that is only a space gets an empty span where the next token begins.
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


def assemble(texts: tuple[str, str | None], kept: Sequence[TokenSpan], cut: Truncation | None, style: TokenStyle) -> Encoding:
    """An encoding of one or two spans with the special tokens around them."""
    special_tokens, mask_id = style.special_tokens, style.mask_id
    before, between, after = (
        [style.token(id_) for id_ in ids] for ids in (special_tokens.before, special_tokens.between, special_tokens.after)
    )
    bodies = [style.tokens_of(run, text) for run, text in zip(kept, [text for text in texts if text is not None], strict=True)]
    first = before + bodies[0] + (between if len(bodies) == 2 else after)
    second = bodies[1] + after if len(bodies) == 2 else []
    ids = np.array([p.id for p in first + second], dtype=np.int64)
    segments = np.repeat(np.array([0, 1], dtype=np.int64), [len(first), len(second)])
    if special_tokens.last_segment is not None:
        segments[-1] = special_tokens.last_segment
    return Encoding(
        text=texts[0],
        pair=texts[1],
        tokens=tuple(first + second),
        ids=ids,
        segments=segments,
        attention=np.ones_like(ids),
        masks=tuple(np.flatnonzero(ids == mask_id).tolist()),
        cut=cut,
    )


def fitted(whole: Sequence[TokenSpan], room: int, mask_id: int) -> list[TokenSpan]:
    """The spans truncated to `room` tokens together; of a pair, what the shorter one leaves goes to the longer."""
    if len(whole) == 1:
        return [whole[0].window(room, mask_id)]
    first, second = whole
    for_first = max(room // 2, room - len(second))
    kept = first.window(for_first, mask_id)
    return [kept, second.window(room - len(kept), mask_id)]

"""Tokens as coloured cells: in place in their text, or side by side. No Streamlit beyond the component's types."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from bertplay.i18n import _
from bertplay.results.base import Token
from bertplay.ui.components.token_strip import TONES, Cell, Tone


def tones(tokens: Sequence[Token], unknown: str) -> list[Tone]:
    """A colour for each token, never that of the token it touches: where the colour changes, there is a cut."""
    found: list[Tone] = []
    place, end = 0, 0
    for token in tokens:
        touches = bool(found) and token.start <= end and found[-1] == TONES[0]
        place = place + 1 if token.continues_word else int(touches)
        special: Tone | None = "special" if token.is_special else "unknown" if token.text == unknown else None
        found.append(special or TONES[place % len(TONES)])
        end = token.end
    return found


def in_place(text: str, tokens: Sequence[Token], unknown: str) -> Iterator[Cell]:
    """The text itself, each stretch in the colour of the token that covers it; one by one, because of a long text few are shown.

    Several tokens may cover one character: "한" is three tokens and one cell, which names them all.
    """
    end = 0
    together = groupby(zip(tokens, tones(tokens, unknown), strict=True), key=lambda pair: (pair[0].start, pair[0].end))
    for (start, stop), group in together:
        if start > end:
            yield Cell(text[end:start])
        members = list(group)
        names = " ".join(token.text for token, _ in members)
        yield Cell(
            text[max(start, end) : stop],
            members[0][1],
            note=_("{names}, characters {start} to {stop}", names=names, start=start, stop=stop),
        )
        end = max(stop, end)
    if end < len(text):
        yield Cell(text[end:])


def side_by_side(tokens: Sequence[Token], unknown: str, *, with_ids: bool = False) -> Iterator[Cell]:
    """Each token as a chip, optionally with its id below; one by one, as above."""
    return (
        Cell(
            token.text,
            tone,
            below=f"{token.id}" if with_ids else "",
            note=_("id {id}, characters {start} to {end}", id=token.id, start=token.start, end=token.end),
        )
        for token, tone in zip(tokens, tones(tokens, unknown), strict=True)
    )


def chips(tokens: Iterable[str], vocabulary: Collection[str] | None = None) -> list[Cell]:
    """Pieces of one word; those that a vocabulary does not have are drawn with a broken line."""
    return [Cell(token, TONES[i % len(TONES)] if vocabulary is None or token in vocabulary else "absent") for i, token in enumerate(tokens)]


def letters_of(word: str) -> list[tuple[int, str]]:
    """(start, letter with the combining marks that belong to it), start counted in characters of the word."""
    letters: list[tuple[int, str]] = []
    for start, character in enumerate(word):
        if letters and unicodedata.category(character).startswith("M"):
            letters[-1] = (letters[-1][0], letters[-1][1] + character)
        else:
            letters.append((start, character))
    return letters

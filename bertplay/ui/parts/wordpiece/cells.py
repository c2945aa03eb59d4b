"""Pieces as coloured cells: in place in their text, or side by side. No Streamlit beyond the component's types."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from bertplay.results.base import Piece
from bertplay.ui.components.piece_rows import TONES, Cell, Tone
from bertplay.wording import t


def tones(pieces: Sequence[Piece], unknown: str) -> list[Tone]:
    """A colour for each piece, never that of the piece it touches: where the colour changes, there is a cut."""
    found: list[Tone] = []
    place, end = 0, 0
    for piece in pieces:
        touches = bool(found) and piece.start <= end and found[-1] == TONES[0]
        place = place + 1 if piece.continues_word else int(touches)
        special: Tone | None = "special" if piece.is_special else "unknown" if piece.text == unknown else None
        found.append(special or TONES[place % len(TONES)])
        end = piece.end
    return found


def in_place(text: str, pieces: Sequence[Piece], unknown: str) -> list[Cell]:
    """The text itself, each stretch in the colour of the piece that covers it.

    Several pieces may cover one character: "한" is three pieces and one cell, which names them all.
    """
    cells: list[Cell] = []
    end = 0
    together = groupby(zip(pieces, tones(pieces, unknown), strict=True), key=lambda pair: (pair[0].start, pair[0].end))
    for (start, stop), group in together:
        if start > end:
            cells.append(Cell(text[end:start]))
        members = list(group)
        names = " ".join(piece.text for piece, _ in members)
        cells.append(
            Cell(
                text[max(start, end) : stop],
                members[0][1],
                title=t("{names}, characters {start} to {stop}", names=names, start=start, stop=stop),
            )
        )
        end = max(stop, end)
    return [*cells, Cell(text[end:])] if end < len(text) else cells


def side_by_side(pieces: Sequence[Piece], unknown: str, *, with_ids: bool = False) -> list[Cell]:
    """Each piece as a chip, its id below when asked for."""
    return [
        Cell(
            piece.text,
            tone,
            below=f"{piece.id}" if with_ids else "",
            title=t("id {id}, characters {start} to {end}", id=piece.id, start=piece.start, end=piece.end),
        )
        for piece, tone in zip(pieces, tones(pieces, unknown), strict=True)
    ]


def chips(pieces: Iterable[str], vocabulary: Collection[str] | None = None) -> list[Cell]:
    """Pieces of one word; those that a vocabulary does not have are drawn with a broken line."""
    return [Cell(piece, TONES[i % len(TONES)] if vocabulary is None or piece in vocabulary else "absent") for i, piece in enumerate(pieces)]

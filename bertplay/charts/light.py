"""What a figure lights up: marked rows keep their strength and get a word behind an arrow, the others turn faint.

Never by colour alone: the arrow is read by day, by night and in a print.
"""

from collections.abc import Mapping

Marks = Mapping[int, str]
"""The number of what is lit (a bar, a layer, a lap, counted from 0) -> the word beside its arrow; "" for the arrow alone."""

FAINT = 0.3
"""Opacity of what is not lit."""


def marked(label: str, marks: Marks | None, row: int) -> str:
    """The label of a row, with its arrow when it is lit: "41%" -> "41%  ← in both"."""
    return f"{label}  ← {marks[row]}".rstrip() if marks and row in marks else label


def strengths(rows: int, marks: Marks | None) -> list[float]:
    """Opacities: where something is lit, everything else is faint."""
    return [1.0 if marks is None or row in marks else FAINT for row in range(rows)]


def room_for(*figures: Marks | None) -> int:
    """Pixels that the longest arrow with its word takes behind a label, in any of some figures that are on one scale."""
    return max((16 + 7 * len(word) for marks in figures for word in (marks or {}).values()), default=0)

"""Which side of the context matters, drawn."""

from typing import Any

from bertplay.charts.light import Marks, room_for
from bertplay.charts.masked_word import guess_bars
from bertplay.results import SidedGuesses


def sides_bars(sided: SidedGuesses, lit: tuple[Marks | None, ...] = (None, None, None)) -> tuple[Any, Any, Any]:
    """The guesses from the left, from the right and from both, on one scale. lit: the guesses that are lit in each."""
    sides = (sided.left, sided.right, sided.both)
    longest = max((guess.probability for side in sides for guess in side.guesses), default=0.0)
    left, right, both = (
        guess_bars(side, longest, narrow=True, lit=marks, room=room_for(*lit)) for side, marks in zip(sides, lit, strict=True)
    )
    return left, right, both

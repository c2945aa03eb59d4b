"""What a switch changes, drawn."""

from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.charts.light import Marks, room_for
from bertplay.charts.masked_word import guess_bars
from bertplay.results import MaskGuesses
from bertplay.results.layers import SwitchedAnswer, WordOrder
from bertplay.wording import number, plain_form, t


def guesses_beside(intact: MaskGuesses, switched: MaskGuesses) -> tuple[Any, Any]:
    """The guesses at one mask of the model as it is, and with the switches, on one scale."""
    longest = max(guess.probability for guess in (*intact.guesses, *switched.guesses))
    one, other = (guess_bars(mask, longest, narrow=True) for mask in (intact, switched))
    return one, other


def turned_bars(answer: SwitchedAnswer) -> Any:
    """How far each piece's last vector turned: 1 less the cosine. 0: the switches changed nothing; 1: they share no direction."""
    turned = [max(0.0, 1.0 - float(cosine)) for cosine in answer.cosine]
    return distance_bars(
        [piece.text for piece in answer.pieces],
        turned,
        1.0,
        t("How far the last vector of each piece turned, as bars."),
        [number(turn, ".2f") for turn in turned],
    )


def order_bars(order: WordOrder, lit: tuple[Marks | None, ...] = (None, None)) -> tuple[Any, Any]:
    """How far apart each piece's two vectors are with the position embeddings, and without, on one scale. lit: pieces lit in each."""
    names = [piece.text for piece in order.pieces]
    sides = ([p.with_positions for p in order.pieces], [p.without_positions for p in order.pieces])
    longest = max(*sides[0], *sides[1], 1e-6)
    descriptions = (
        t("How far apart the two vectors of each piece are, with the position embeddings."),
        t("How far apart the two vectors of each piece are, without the position embeddings."),
    )
    one, other = (
        distance_bars(
            names,
            side,
            longest,
            description,
            [number(d, plain_form(d)) for d in side],
            marks,
            room_for(*lit),
        )
        for side, description, marks in zip(sides, descriptions, lit, strict=True)
    )
    return one, other


def distance_bars(
    names: list[str],
    distances: list[float],
    longest: float,
    description: str,
    labels: list[str],
    lit: Marks | None = None,
    room: int | None = None,
) -> Any:
    """Bars of a distance, one for each piece."""
    rows = pd.DataFrame({"word": names, "place": range(1, len(names) + 1), "distance": distances, "label": labels})
    return bars(rows, "distance", longest, description, Widths(word=92, label=66), lit, room)

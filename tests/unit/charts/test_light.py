"""What a figure lights up: the marked rows alone keep their strength, and their arrow has a word."""

import numpy as np
import pytest

from bertplay.charts.context_sides import sides_bars
from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.layer_walk import growth_lines
from bertplay.charts.light import FAINT, marked, room_for, strengths
from bertplay.charts.masked_word import guess_bars
from bertplay.charts.next_sentence import verdict_bars
from bertplay.charts.recurrence import race_lines
from bertplay.charts.switches import order_bars
from bertplay.results import MaskGuesses, Piece, SidedGuesses, WordGuess
from bertplay.results.layers import LayerGuesses, LayerWalk, MovedPiece, WordOrder
from bertplay.results.next_sentence import NextSentenceVerdict
from bertplay.results.recurrence import Race, RaceLap

MASK = MaskGuesses(0, (WordGuess("hot", 0.4), WordGuess("cold", 0.25), WordGuess("mild", 0.1)), 2.0)
FINAL = np.array([[0.0, 0.1], [0.5, 0.2], [0.6, 0.3]], dtype=np.float32)
GUESSES = ((WordGuess("door", 0.6), WordGuess("gate", 0.3)),)
WALK = LayerWalk(
    "bert", "t", (Piece("[MASK]", 4, 0, 6, continues_word=False, is_special=True),), None,
    tuple(LayerGuesses(layer, GUESSES, np.zeros(1, np.float32), FINAL[layer : layer + 1]) for layer in range(3)),
    *(np.zeros((2, 1), np.float32),) * 2, *(np.zeros(1, np.float32),) * 2,
)  # fmt: skip
RACE = Race("bert", 8, 2, 1, (1, 1), tuple(RaceLap(n, float(n), n / 4, n, 1, n, 1, 1, 1) for n in (16, 512)))
ORDER = WordOrder("bert", "a b", "b a", (MovedPiece("a", 1, 2, 2.0, 0.5, 1e-6), MovedPiece("b", 2, 1, 1.0, 0.5, 1e-6)))
LIT = {
    "guesses": guess_bars(MASK, narrow=True, lit={1: "in both"}),
    "sides": sides_bars(SidedGuesses("bert", "t", MASK, MASK, MASK), ({0: ""}, {}, {0: ""}))[0],
    "verdict": verdict_bars(NextSentenceVerdict("bert", "a", "b", 0.9, 0, (1.0, -1.0), (), ()), {0: "wins"}),
    "order": order_bars(ORDER, ({0: "furthest"}, {0: "equal", 1: "equal"}))[0],
    "walk": growth_lines(WALK, 0, {1: "rises most"}),
    "race": race_lines(RACE, {1: "4.0 times"}),
}


@pytest.mark.parametrize("name", LIT)
def test_a_lit_figure_is_sound_and_names_no_colour(name: str) -> None:
    LIT[name].to_dict(validate=True)
    drawing = str(rows_and_drawing(LIT[name])[1])
    assert not [word for word in ("#", "white", "black", "rgb(") if word in drawing]


def test_the_marked_bar_alone_is_strong_and_its_arrow_has_a_word() -> None:
    rows, drawing = rows_and_drawing(LIT["guesses"])
    assert list(rows["light"]) == [FAINT, 1.0, FAINT]
    assert list(rows["label"]) == ["40%", "25%  ← in both", "10%"]
    assert drawing["layer"][0]["encoding"]["opacity"]["field"] == "light"
    assert [layer["encoding"].get("opacity") for layer in drawing["layer"][1:3]] == [None, None]  # words stay readable


def test_without_a_light_nothing_is_faint() -> None:
    rows, drawing = rows_and_drawing(guess_bars(MASK))
    assert "light" not in rows
    assert "opacity" not in drawing["layer"][0]["encoding"]


def test_a_figure_where_nothing_is_marked_is_all_faint() -> None:
    rows, _ = rows_and_drawing(sides_bars(SidedGuesses("bert", "t", MASK, MASK, MASK), ({}, {}, {0: ""}))[0])
    assert set(rows["light"]) == {FAINT}


def test_the_line_that_ends_highest_is_lit_and_the_layer_marked_once() -> None:
    rows, drawing = rows_and_drawing(LIT["walk"])
    assert set(rows[rows["light"] == 1.0]["word"]) == {"door"}
    assert [(row.word, row.layer, row.mark) for row in rows.itertuples() if row.mark] == [("door", 1, "↓ rises most")]
    assert list(rows["end"][rows["end"] != ""]) == ["door ←", "gate"]
    assert "opacity" in str(drawing)


def test_the_marked_lap_has_its_word_once() -> None:
    rows, _ = rows_and_drawing(LIT["race"])
    assert [(row.length, row.mark) for row in rows.itertuples() if row.mark] == [(512, "4.0 times ↓")]


def test_figures_on_one_scale_have_the_same_bars_whatever_is_lit() -> None:
    """The drawing holds the scale: an arrow in one figure alone must not shorten its bars."""
    left, right, both = sides_bars(SidedGuesses("bert", "t", MASK, MASK, MASK), ({}, {1: "here"}, {0: ""}))
    assert rows_and_drawing(left)[1] == rows_and_drawing(right)[1] == rows_and_drawing(both)[1]
    spans = [
        rows_and_drawing(figure)[1]["layer"][0]["encoding"]["x"]["scale"]
        for figure in order_bars(ORDER, ({0: "furthest"}, {0: "equal", 1: "equal"}))
    ]
    assert spans[0] == spans[1]


def test_the_arrow_alone_and_the_room_for_it() -> None:
    assert marked("41%", {0: ""}, 0) == "41%  ←"
    assert marked("41%", {0: ""}, 1) == marked("41%", None, 0) == "41%"
    assert strengths(2, None) == [1.0, 1.0]
    assert room_for({0: "", 1: "in both"}) > room_for({0: ""}) > room_for({}) == room_for(None) == 0

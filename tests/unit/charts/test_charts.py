"""Figures: what they say of a result, and that they are sound Vega-Lite."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.charts.context_sides import sides_bars
from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.joint_words import joint_bars
from bertplay.charts.masked_word import guess_bars
from bertplay.charts.named_words import named_bars
from bertplay.charts.sentence_contrast import contrast_scatter, names_with_room
from bertplay.charts.surprise import surprise_bars
from bertplay.results import (
    JointGuess,
    JointGuesses,
    MaskGuesses,
    NamedWords,
    SentenceSurprise,
    SidedGuesses,
    WordContrast,
    WordGuess,
    WordScore,
    WordSurprise,
)
from bertplay.wording import percent

MASK = MaskGuesses(0, (WordGuess("hot", 0.4), WordGuess("cold", 0.25)), 2.0, WordScore("cold", 0.25, 2, ("cold",)))
CONTRAST = WordContrast(
    "bert", "a", "b", ("warm", "cold", "mild", "the"),
    np.array([-1, -5, -3, -9], dtype=np.float32), np.array([-5, -1, -3.1, -9], dtype=np.float32), (0, 1, 2),
)  # fmt: skip
CHARTS = {
    "guesses": guess_bars(MASK),
    "named": named_bars(NamedWords("bert", "t", 0, (MASK.hidden, WordScore("unaffable", 1e-9, None, ("un", "##aff", "##able"))))),
    "joint": joint_bars(JointGuesses("bert", "t", (JointGuess(("new", "york"), 0.2, 0.01),), 20)),
    "contrast": contrast_scatter(CONTRAST),
    "left": sides_bars(SidedGuesses("bert", "t", MASK, MASK, MASK))[0],
    "surprise": surprise_bars(SentenceSurprise("bert", "hot hot", (WordSurprise("hot", 0, 3, 7.5, 1, WordGuess("cold", 0.5)),) * 2, 180.0)),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_figure_is_sound_and_tells_what_it_is(name: str) -> None:
    rows, drawing = rows_and_drawing(CHARTS[name])
    CHARTS[name].to_dict(validate=True)
    assert drawing["description"]
    assert "data" not in str(drawing).replace("datum", "")
    assert len(rows)


def test_bars_have_the_guesses_in_order_and_mark_the_hidden_word() -> None:
    rows, _ = rows_and_drawing(guess_bars(MASK, longest=0.9))
    assert list(rows["word"]) == ["hot", "cold"]
    assert list(rows["place"]) == [1, 2]
    assert list(rows["probability"]) == [0.4, 0.25]
    assert list(rows["label"]) == ["40%", "25%  ← hidden"]
    assert set(rows["longest"]) == {0.9}


def test_a_new_answer_changes_only_the_data() -> None:
    other = MaskGuesses(3, tuple(WordGuess(f"word{i}", 0.1) for i in range(50)), 5.0)
    assert rows_and_drawing(guess_bars(MASK))[1] == rows_and_drawing(guess_bars(other))[1]


def test_no_drawing_names_a_colour() -> None:
    """Colours come from the theme, or a figure would be unreadable by day or by night."""
    for chart in CHARTS.values():
        drawing = str(rows_and_drawing(chart)[1])
        assert not [word for word in ("#", "white", "black", "rgb(") if word in drawing]


def test_the_same_word_twice_has_two_bars() -> None:
    rows, drawing = rows_and_drawing(CHARTS["surprise"])
    assert list(rows["word"]) == ["hot", "hot"]
    assert drawing["layer"][0]["encoding"]["y"]["field"] == "place"


def test_a_word_of_pieces_shows_them() -> None:
    rows, _ = rows_and_drawing(CHARTS["named"])
    assert list(rows["label"]) == ["25%  no. 2", "< 0.0001%  un ##aff ##able"]


def test_the_scatter_has_every_word_and_names_those_that_differ() -> None:
    rows, _ = rows_and_drawing(CHARTS["contrast"])
    assert set(rows["word"]) == set(CONTRAST.words)
    assert sorted(rows["name"]) == ["", "cold", "mild", "warm"]
    assert rows.set_index("word")["difference"]["cold"] == 4.0


def test_names_do_not_cover_each_other() -> None:
    close = np.zeros(3, dtype=np.float32)
    close[2] = -20
    contrast = WordContrast("bert", "a", "b", ("one", "two", "far"), close, close, (0, 1, 2))
    assert names_with_room(contrast) == [0, 2]


@pytest.mark.parametrize(
    ("probability", "read"),
    [(0.4123, "41%"), (0.0412, "4.1%"), (0.000412, "0.041%"), (4e-9, "< 0.0001%"), (1.0, "100%"), (0.0, "0%"), (0.9996, "99.96%")],
)
def test_a_probability_in_words(probability: float, read: str) -> None:
    assert percent(probability) == read


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_greater_probability_never_reads_smaller(one: float, other: float) -> None:
    def value(read: str) -> float:
        return 0.00001 if read.startswith("<") else float(read.removesuffix("%"))

    low, high = sorted((one, other))
    assert value(percent(low)) <= value(percent(high))

"""Figures: what they show of a result, and that they are valid Vega-Lite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.charts.candidate_words import candidate_word_bars
from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.joint_prediction import joint_bars
from bertplay.charts.left_right_context import context_bars
from bertplay.charts.masked_word import prediction_bars, with_dot
from bertplay.charts.surprisal import surprisal_bars
from bertplay.i18n import percent
from bertplay.results import (
    CandidateWords,
    JointPrediction,
    JointPredictions,
    LeftRightContext,
    MaskPredictions,
    SentenceSurprisal,
    WordPrediction,
    WordScore,
    WordSurprisal,
)

MASK = MaskPredictions(0, (WordPrediction("hot", 0.4), WordPrediction("cold", 0.25)), 2.0, WordScore("cold", 0.25, 2, ("cold",)))
CHARTS = {
    "guesses": prediction_bars(MASK),
    "named": candidate_word_bars(
        CandidateWords("bert", "t", 0, (MASK.hidden, WordScore("unaffable", 1e-9, None, ("un", "##aff", "##able"))))
    ),
    "joint": joint_bars(JointPredictions("bert", "t", (JointPrediction(("new", "york"), 0.2, 0.01),), 20)),
    "left": context_bars(LeftRightContext("bert", "t", MASK, MASK, MASK))[0],
    "surprise": surprisal_bars(
        SentenceSurprisal("bert", "hot hot", (WordSurprisal("hot", 0, 3, 7.5, 1, WordPrediction("cold", 0.5)),) * 2, 180.0)
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_figure_is_sound_and_tells_what_it_is(name: str) -> None:
    rows, drawing = rows_and_drawing(CHARTS[name])
    CHARTS[name].to_dict(validate=True)
    assert drawing["description"]
    assert "data" not in str(drawing).replace("datum", "")
    assert len(rows)


def test_bars_have_the_guesses_in_order_and_mark_the_hidden_word() -> None:
    assert [with_dot(token) for token in ("Ġhot", "▁hot", "hot", "##s", "▁")] == ["·hot", "·hot", "hot", "##s", "▁"]
    rows, _ = rows_and_drawing(prediction_bars(MASK))
    assert list(rows["word"]) == ["hot", "cold"]
    assert list(rows["place"]) == [1, 2]
    assert list(rows["probability"]) == [0.4, 0.25]
    assert list(rows["label"]) == ["40%", "25%  ← hidden"]
    assert set(rows["longest"]) == {1.0}


def test_probabilities_share_one_scale_and_bits_have_their_own() -> None:
    for name in ("guesses", "named", "joint", "left"):
        assert set(rows_and_drawing(CHARTS[name])[0]["longest"]) == {1.0}
    assert set(rows_and_drawing(CHARTS["surprise"])[0]["longest"]) == {7.5}


def test_a_new_answer_changes_only_the_data() -> None:
    other = MaskPredictions(3, tuple(WordPrediction(f"word{i}", 0.1) for i in range(50)), 5.0)
    assert rows_and_drawing(prediction_bars(MASK))[1] == rows_and_drawing(prediction_bars(other))[1]


def test_no_drawing_names_a_colour() -> None:
    """Colours come from the theme, or a figure would be unreadable in light or in dark mode."""
    for chart in CHARTS.values():
        drawing = str(rows_and_drawing(chart)[1])
        assert not [word for word in ("#", "white", "black", "rgb(") if word in drawing]


def test_the_same_word_twice_has_two_bars() -> None:
    rows, drawing = rows_and_drawing(CHARTS["surprise"])
    assert list(rows["word"]) == ["hot", "hot"]
    assert drawing["layer"][0]["encoding"]["y"]["field"] == "place"


def test_a_word_of_tokens_shows_them() -> None:
    rows, _ = rows_and_drawing(CHARTS["named"])
    assert list(rows["label"]) == ["25% · no. 2", "< 0.0001% · un ##aff ##able"]


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

"""The figures of the next-sentence page are valid Vega-Lite and show the result."""

import numpy as np
import pytest

from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.next_sentence import both_orders_bars, candidate_bars, next_sentence_bars
from bertplay.charts.next_sentence_evaluation import kind_points
from bertplay.charts.next_sentence_matrix import order_heat_map
from bertplay.results.next_sentence import (
    BothOrders,
    Candidate,
    EvaluatedPair,
    KindScore,
    NextSentenceEvaluation,
    NextSentenceMatrix,
    NextSentencePrediction,
    PairKind,
    RankedCandidates,
    Sentence,
)

VERDICT = NextSentencePrediction("bert", "a", "b", 0.75, 0, (1.2, -1.0), (), ())
RANKED = RankedCandidates("bert", "a", (Candidate("yes", 1, 0.9, (1.0, -1.2)), Candidate("no", 0, 0.1, (-1.2, 1.0))))
SENTENCES = (Sentence("one", 0), Sentence("two", 0), Sentence("three", 1))
EVALUATION = NextSentenceEvaluation(
    "bert",
    SENTENCES,
    (KindScore(PairKind.TRUE, 1, 1, 1.0, (0.9, 0.9, 0.9)), KindScore(PairKind.ACROSS, 4, 2, 0.5, (0.3, 0.5, 0.7))),
    (EvaluatedPair(PairKind.TRUE, 0, 1, 0.9), EvaluatedPair(PairKind.ACROSS, 0, 2, 0.1), EvaluatedPair(PairKind.ACROSS, 2, 1, 0.9)),
)
SHARES = np.float32([[0.5, 0.9, 0.1], [0.8, 0.5, 0.2], [0.3, 0.4, 0.5]])
MATRIX = NextSentenceMatrix("bert", SENTENCES, SHARES, (2, 0, 1), 1.0, 2.0, 1)
CHARTS = {
    "verdict": next_sentence_bars(VERDICT),
    "both ways": both_orders_bars(
        [("BERT", BothOrders("bert", "next sentence", 0.9, 0.8)), ("ALBERT", BothOrders("albert", "order", 0.5, 0.5))]
    ),
    "candidates": candidate_bars(RANKED, answer=1),
    "evaluation": kind_points(EVALUATION),
    "matrix": order_heat_map(MATRIX),
}


def test_the_matrix_is_built_up_in_steps() -> None:
    for shown, marks in (({"shows_text": False, "shows_order": False}, (0, 0)), ({"shows_order": False}, (2, 0)), ({}, (2, 2))):
        rows = order_heat_map(MATRIX, **shown).data
        assert (int(rows["is_true"].sum()), int(rows["is_step"].sum())) == marks


@pytest.mark.parametrize("name", CHARTS)
def test_a_figure_is_sound_and_names_no_colour(name: str) -> None:
    rows, drawing = rows_and_drawing(CHARTS[name])
    CHARTS[name].to_dict(validate=True)
    assert drawing["description"]
    assert len(rows)
    assert not [word for word in ("#", "white", "black", "rgb(") if word in str(drawing)]


@pytest.mark.parametrize("name", CHARTS)
def test_no_field_and_no_tooltip_has_a_name_that_the_browser_refuses(name: str) -> None:
    """Vega does not draw a figure at all whose data or tooltip have a property `then`: it would make them a promise."""
    rows, drawing = rows_and_drawing(CHARTS[name])
    assert "then" not in rows.columns
    assert "'title': 'then'" not in str(drawing)


def test_the_verdict_has_label_0_first() -> None:
    rows, _ = rows_and_drawing(CHARTS["verdict"])
    assert list(rows["word"]) == ["0: is next", "1: is not next"]
    assert list(rows["probability"]) == pytest.approx([0.75, 0.25])
    assert list(rows["label"]) == ["75%", "25%"]


def test_the_true_continuation_is_marked() -> None:
    rows, _ = rows_and_drawing(CHARTS["candidates"])
    assert list(rows["sentence"]) == ["yes", "no"]
    assert list(rows["label"]) == ["90%  ← the true continuation", "10%"]


def test_each_pair_is_a_point_in_the_row_of_its_kind() -> None:
    rows, _ = rows_and_drawing(CHARTS["evaluation"])
    assert list(rows["place"]) == [0, 1, 1]
    assert list(rows["correctness"]) == ["right", "right", "wrong"]
    assert list(rows[rows["is_first"]]["title"]) == ["True pairs: 1 of 1 right", "Two paragraphs: 1 of 2 right"]
    assert list(rows["median"]) == [0.9, 0.5, 0.5]


def test_the_heat_map_marks_both_orders() -> None:
    rows, _ = rows_and_drawing(CHARTS["matrix"])
    cells = {(row.row, row.column): row for row in rows.itertuples()}
    assert len(cells) == 9
    assert cells[1, 2].probability == pytest.approx(0.9)
    assert {cell for cell, row in cells.items() if row.is_true} == {(1, 2), (2, 3)}
    assert {cell for cell, row in cells.items() if row.is_step} == {(3, 1), (1, 2)}

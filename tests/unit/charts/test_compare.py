"""The figures of the comparison."""

import pytest

from bertplay.charts.compare import quality_against_cost, word_squares
from bertplay.charts.figure import rows_and_drawing
from bertplay.results.compare import Cost, ItemColumn, ItemComparison, ItemScore, OneWord


def score(parameters: int, accuracy: float, preferred: float | None) -> ItemScore:
    cost = Cost(parameters, 4 * parameters, "float32", 2.5, 20, 100)
    return ItemScore("m", accuracy, preferred, 3.0, 0, 4.0, cost, ())


FOUND = ItemComparison(
    10,
    (
        ItemColumn("a", "A", score(6_000_000, 0.4, 0.9)),
        ItemColumn("b", "B", score(110_000_000, 0.8, 0.5)),
        ItemColumn("c", "C", None, "It guesses no words."),
    ),
)


@pytest.mark.parametrize(
    ("quality", "cost", "points"),
    [
        ("accuracy", "parameters", [(6.0, 40.0), (110.0, 80.0)]),
        ("preferred", "bytes", [(24.0, 90.0), (440.0, 50.0)]),
        ("accuracy", "milliseconds", [(2.5, 40.0), (2.5, 80.0)]),
    ],
)
def test_a_point_a_model_that_answered(quality: str, cost: str, points: list[tuple[float, float]]) -> None:
    chart = quality_against_cost(FOUND, quality, cost)
    chart.to_dict()
    rows, drawing = rows_and_drawing(chart)
    assert list(zip(rows["cost"], rows["quality"], strict=True)) == points
    assert list(rows["model"]) == ["A", "B"]
    assert len(drawing["layer"]) == (2 if quality == "preferred" else 1)  # chance has a line where there are two words


def test_every_sentence_against_every_other() -> None:
    word = OneWord("bank", ("one", "two"), ((1.0, 0.25), (0.25, 1.0)))
    chart = word_squares(word)
    chart.to_dict()
    rows, _ = rows_and_drawing(chart)
    assert list(rows["label"]) == ["1.00", "0.25", "0.25", "1.00"]
    assert list(rows["other"]) == ["one", "two", "one", "two"]

import pytest

from bertplay.charts.compare import quality_against_cost, word_similarity_bars
from bertplay.charts.figure import rows_and_drawing
from bertplay.results.compare import Column, Comparison, Cost, Item, ItemPrediction, ItemScore, Measured
from bertplay.results.embeddings import Baseline, FollowedWord

ITEM = ItemPrediction(Item("a [MASK]", "b"), "b", 1, 1.0, None, None)


def score(parameters: int, accuracy: float, preferred: float | None) -> Measured[ItemScore]:
    return Measured(ItemScore("m", accuracy, preferred, 3.0, 0, 4.0, (ITEM,) * 10), Cost(parameters, 4 * parameters, "float32", 25.0, 1))


FOUND = Comparison(
    (
        Column("a", "A", score(6_000_000, 0.4, 0.9)),
        Column("b", "B", score(110_000_000, 0.8, 0.5)),
        Column("c", "C", None, "It predicts no words."),
    )
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
    assert len(drawing["layer"]) == (3 if quality == "preferred" else 1)  # chance has a line and its name where there are two words
    assert rows["floor"].tolist() == ["chance: 50%", ""]


def test_a_bar_a_sentence_and_one_for_any_two_words() -> None:
    baseline = Baseline(0.1, 0.0, 0.3, 9)
    word = FollowedWord("m", "bank", ("bank",), ("a", "b", "c"), (1, 2, 4), ((1.0, 1.0), (0.9, -0.2)), (baseline, baseline))
    chart = word_similarity_bars(word)
    chart.to_dict()
    rows, _ = rows_and_drawing(chart)
    assert list(zip(rows["word"], rows["distance"], rows["label"], strict=True)) == [
        ("sentence 2", 0.9, "0.90"),
        ("sentence 4", 0.0, "-0.20"),
        ("any two words", 0.1, "0.10"),
    ]
    assert set(rows["longest"]) == {1.0}

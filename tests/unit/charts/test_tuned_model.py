import json

from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.tuned_model import (
    calibration_points,
    change_in_words,
    confusion_heat_map,
    forgetting_lines,
    importance_bars,
)
from bertplay.results.tuned_model import (
    Calibration,
    CalibrationBin,
    Confusion,
    Forgetting,
    ForgottenWord,
    WordImportance,
    WordWeight,
)

CONFUSION = Confusion(("bad", "good"), ((3, 1), (0, 4)), ())
CALIBRATION = Calibration((CalibrationBin(0.8, 0.9, 4, 0.85, 0.5),), 0.35, 4)
IMPORTANCE = WordImportance("not bad", "good", 0.7, (WordWeight("not", 0, 3, 0.4), WordWeight("bad", 4, 7, -0.1)), "[MASK]")
FORGETTING = Forgetting("bert", (ForgottenWord("a [MASK]", "dog", 0.5, 0.1, "dog", "cat"),), 1.0, 0.0, 1.0, 3.3)


def test_every_figure_is_sound() -> None:
    for chart in (
        confusion_heat_map(CONFUSION),
        calibration_points(CALIBRATION),
        importance_bars(IMPORTANCE),
        forgetting_lines(FORGETTING),
    ):
        assert chart.to_dict()["$schema"]


def test_a_cell_has_its_count_and_its_share_of_the_row() -> None:
    rows, drawing = rows_and_drawing(confusion_heat_map(CONFUSION))
    assert rows[["truth", "prediction", "count", "share"]].values.tolist() == [
        ["bad", "bad", 3, 0.75],
        ["bad", "good", 1, 0.25],
        ["good", "bad", 0, 0.0],
        ["good", "good", 4, 1.0],
    ]
    assert any(param["name"] == "cell" for param in drawing["params"])


def test_the_chosen_cell_is_outlined_whoever_chose_it() -> None:
    rows, _ = rows_and_drawing(confusion_heat_map(CONFUSION, ("bad", "good")))
    assert rows["is_outlined"].tolist() == [False, True, False, False]
    rows, _ = rows_and_drawing(confusion_heat_map(CONFUSION))
    assert not rows["is_outlined"].any()


def test_what_speaks_against_an_answer_is_said() -> None:
    rows, _ = rows_and_drawing(importance_bars(IMPORTANCE))
    assert rows["label"].tolist() == ["40%", "against it: 10%"]
    assert change_in_words(0.0001) == "0%"


def test_before_and_after_stand_in_one_row() -> None:
    rows, _ = rows_and_drawing(forgetting_lines(FORGETTING))
    assert rows[["place", "when", "probability", "prediction"]].values.tolist() == [[1, "before", 0.5, "dog"], [1, "after", 0.1, "cat"]]


def test_text_and_lines_have_the_colour_of_text() -> None:
    """A mark coloured by `ink` is invisible in dark mode unless its rows have that column."""
    for chart in (confusion_heat_map(CONFUSION), calibration_points(CALIBRATION), forgetting_lines(FORGETTING)):
        rows, drawing = rows_and_drawing(chart)
        assert "ink" in json.dumps(drawing)
        assert set(rows["ink"]) == {"ink"}

from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.training_compare import compared_lines
from bertplay.results.training_curves import RunCurves
from bertplay.results.training_events import Evaluated


def run(method: str, *accuracies: float) -> RunCurves:
    """A run with so many evaluations, the last one at its end."""
    points = tuple(Evaluated(0.0, step, 1.0, 80, 0.5, 0.5, value) for step, value in enumerate(accuracies, 1))
    return RunCurves(method, method, method, 0, 32, (), 0.5, len(accuracies), (), points)


def test_what_has_one_figure_at_its_end_is_a_line_to_beat() -> None:
    rows, _ = rows_and_drawing(compared_lines([run("full", 0.5, 0.75), run("majority", 0.5)], "accuracy", by_group=True))
    found = {name: sorted(zip(group["done"], group["value"], strict=True)) for name, group in rows.groupby("name")}
    assert found == {"full": [(0.5, 0.5), (1.0, 0.75)], "majority": [(0.0, 0.5), (1.0, 0.5)]}


def test_a_run_that_has_just_begun_is_a_point() -> None:
    begun = RunCurves("full", "full", "full", 0, 32, (), 0.5, 9, (), (Evaluated(0.0, 0, 0.0, 80, 0.5, 0.5, 0.5),))
    rows, _ = rows_and_drawing(compared_lines([begun], "accuracy", by_group=True))
    assert rows["done"].tolist() == [0.0]

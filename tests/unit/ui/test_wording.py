"""What is said of runs, in words."""

import pytest

from bertplay.results.training_curves import RunCurves
from bertplay.runs.forecast import Forecast
from bertplay.ui.parts.fine_tuning.wording import about_costs, titled


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        (Forecast(40.2, 870_000_000), "About 40 s and 0.9 GB of memory on this machine."),
        (Forecast(130.0), "About 2 min 10 s on this machine."),
        (Forecast(1.3, 20_000_000), "About 1 s and 0.1 GB of memory on this machine."),
        (Forecast(is_measuring=True), "A few steps with these settings are being measured …"),
        (Forecast(is_busy=True), "How long it takes is measured when no other run trains."),
        (Forecast(), "How long it takes is measured in its first seconds."),
    ],
)
def test_what_a_run_costs(costs: Forecast, said: str) -> None:
    assert about_costs(costs) == said


def test_methods_are_called_as_on_the_page() -> None:
    curves = RunCurves("mine", "tfidf, 32 examples", "tfidf", 0, 32, (), 0.0, 1, (), ())
    assert (titled(curves).method, titled(curves).group, titled(curves).name) == ("Word counts", "Word counts, 32 examples", "mine")

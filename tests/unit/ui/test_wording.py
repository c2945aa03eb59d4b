from collections.abc import Iterator

import pytest

from bertplay.errors import LossNotFinite
from bertplay.i18n import languages, set_language_lookup
from bertplay.results.training_curves import RunCurves
from bertplay.runs.forecast import Forecast
from bertplay.runs.scheduler import NOT_STARTED, SEE_LOG, WORKER_LOST, WORKER_LOST_REMEDY
from bertplay.runs.warm_worker import DIED, TOO_SLOW
from bertplay.training.events import failure
from bertplay.training.trainer import LOWER_RATE, NOT_A_NUMBER
from bertplay.ui.fine_tuning.costs import about_costs
from bertplay.ui.runs.wording import localized_problem, with_titles


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        (Forecast(40.2, 870_000_000), "About 40 s and 0.9 GB of memory on this machine."),
        (Forecast(130.0), "About 2 min 10 s on this machine."),
        (Forecast(1.3, 20_000_000), "About 1 s and 0.1 GB of memory on this machine."),
        (Forecast(is_measuring=True), "Measuring a few steps with these settings …"),
        (Forecast(is_busy=True), "The duration is measured when no other run is training."),
        (Forecast(), "The duration is measured in the first seconds."),
    ],
)
def test_what_a_run_costs(costs: Forecast, said: str) -> None:
    assert about_costs(costs) == said


def test_methods_are_called_as_on_the_page() -> None:
    curves = RunCurves("mine", "tfidf, 32 examples", "tfidf", 0, 32, (), 0.0, 1, (), ())
    shown = with_titles(curves)
    assert (shown.method, shown.group, shown.name) == (
        "TF-IDF baseline",
        "TF-IDF baseline, 32 examples",
        "mine",
    )


@pytest.fixture
def in_french() -> Iterator[None]:
    """The reader wants French."""
    before = list(languages._lookup)
    set_language_lookup(lambda: "fr")
    yield
    languages._lookup[:] = before


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "full"), ValueError("oops"), LossNotFinite(NOT_A_NUMBER, remedy=LOWER_RATE)])
def test_a_failure_that_a_worker_stored_is_translated_into_french(error: Exception) -> None:
    failed = failure(error, at=1.0, step=2)
    assert localized_problem(failed.problem) != failed.problem
    assert localized_problem(failed.remedy) != failed.remedy


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize("stored", [WORKER_LOST, WORKER_LOST_REMEDY, NOT_STARTED, TOO_SLOW, DIED])
def test_what_ended_a_run_is_translated_into_french(stored: str) -> None:
    assert localized_problem(stored) != stored


@pytest.mark.usefixtures("in_french")
def test_what_belongs_to_the_case_alone_stays_as_it_is() -> None:
    assert localized_problem(f"{SEE_LOG} (/runs/abc/log.txt)") == "Consultez son journal, puis reprenez-le. (/runs/abc/log.txt)"
    assert localized_problem("A problem of an older version (3)") == "A problem of an older version (3)"

"""What is said of runs, in words."""

from collections.abc import Iterator

import pytest

from bertplay.errors import LossNotFinite
from bertplay.results.compare import JudgedWord
from bertplay.results.training_curves import RunCurves
from bertplay.runs.forecast import Forecast
from bertplay.runs.keeper import GONE, GONE_REMEDY, LOOK_INTO, NOT_STARTED
from bertplay.runs.overseer import PAUSED_REMEDY, PAUSED_TOO_LONG
from bertplay.runs.ready import DIED, TOO_SLOW
from bertplay.training.events import failure
from bertplay.training.trainer import LOWER_RATE, NOT_A_NUMBER
from bertplay.ui.parts.fine_tuning.wording import about_costs, titled, told_problem
from bertplay.ui.parts.masked_word.wording import falsest
from bertplay.wording import FRENCH, ask_language_with, languages


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


@pytest.fixture
def in_french() -> Iterator[None]:
    """The reader wants French."""
    before = list(languages._asked)
    ask_language_with(lambda: FRENCH)
    yield
    languages._asked[:] = before


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "full"), ValueError("oops"), LossNotFinite(NOT_A_NUMBER, remedy=LOWER_RATE)])
def test_a_failure_that_a_worker_stored_is_told_in_french(error: Exception) -> None:
    failed = failure(error, at=1.0, step=2)
    assert told_problem(failed.problem) != failed.problem
    assert told_problem(failed.remedy) != failed.remedy


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize("stored", [GONE, GONE_REMEDY, NOT_STARTED, PAUSED_TOO_LONG, PAUSED_REMEDY, TOO_SLOW, DIED])
def test_what_ended_a_run_is_told_in_french(stored: str) -> None:
    assert told_problem(stored) != stored


@pytest.mark.usefixtures("in_french")
def test_what_belongs_to_the_case_alone_stays_as_it_is() -> None:
    assert told_problem(f"{LOOK_INTO} (/runs/abc/log.txt)") == "Consultez son journal, puis reprenez-le. (/runs/abc/log.txt)"
    assert told_problem("A problem of an older version (3)") == "A problem of an older version (3)"


def test_the_falsest_words_come_first_and_are_three() -> None:
    words = [JudgedWord(word, 0, 0, share) for word, share in (("The", 0.031), ("chef", 0.004), ("ate", 0.94), ("meal", 0.12))]
    assert falsest(words) == "Most likely false: “ate” 94%, “meal” 12%, “The” 3.1%"
    assert falsest(words[:1]) == "Most likely false: “The” 3.1%"

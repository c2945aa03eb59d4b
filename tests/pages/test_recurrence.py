"""The recurrence page, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.results.recurrence import DISTANCES
from bertplay.runs.desk import Desk
from bertplay.runs.reporter import Reporter
from bertplay.runs.state import RunState
from bertplay.training.config import Method, Task
from bertplay.training.events import Evaluated, Started, Step
from tests.pages.conftest import ROOT, Open, written_as_markup
from tests.pages.test_fine_tuning import charts, desk, labels, said

__all__ = ["desk"]


def open_page(**link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("pages/recurrence.py")
    page.query_params.update(link)
    return page.run()


def test_the_race_is_run_when_it_is_asked_for() -> None:
    page = open_page()
    assert not page.exception
    assert len(page.dataframe) == 0
    next(button for button in page.button if button.label.startswith("Run")).click().run()
    assert not page.exception
    assert page.dataframe[0].value["tokens"].tolist() == [16, 32, 64, 128, 256, 512]
    assert page.text[0].value.startswith("At 512 tokens attention is")


@pytest.mark.parametrize(("lang", "is_french"), [("fr", True), ("en", False)])
def test_the_numbers_of_a_table_are_written_as_the_page_does(open_at: Open, lang: str, is_french: bool) -> None:
    page = open_at("recurrence", lang=lang)
    page.button[[button.icon for button in page.button].index(":material/timer:")].click().run()
    assert not page.exception
    table = page.dataframe[0]
    assert table.value.iloc[:, 0].tolist() == [16, 32, 64, 128, 256, 512]
    assert bool(table.proto.arrow_data.styler.display_values) is is_french


def test_both_layers_are_queued_together_and_watched(desk: Desk) -> None:
    page = open_page(side_by_side="memory", longest="16")
    assert not page.exception
    next(button for button in page.button if button.label.startswith("Train both")).click().run()
    assert not page.exception
    attention, lstm = desk.runs()
    assert [(run.config.task, run.config.max_tokens) for run in (lstm, attention)] == [(Task.FIRST_WORD, 16)] * 2
    assert (lstm.config.method, attention.config.method) == (Method.LSTM, Method.ATTENTION)
    assert lstm.experiment == attention.experiment
    assert page.query_params["experiment"] in (lstm.experiment, [lstm.experiment])
    attempt = desk.store.claim(lstm.id)
    assert attempt
    reporter = Reporter(desk.store, lstm.id, attempt)
    reporter(Started(1.0, 0, 0, 0, 9, ("a", "b"), 1_234, 1_234, 0.5, 30.0, 1))
    reporter(Step(2.0, 7, 0.1, 1e-3, 9.0, 12.0))
    reporter(Evaluated(2.0, 7, 0.0, 9, 0.1, 0.2, 0.75, by_distance=tuple(0.5 for _ in DISTANCES)))
    reporter.write()
    desk.store.change(lstm.id, [RunState.RUNNING], state=RunState.FINISHED)
    page = open_page(side_by_side="memory", experiment=lstm.experiment)
    assert not page.exception
    assert charts(page) == 1
    table = page.dataframe[0].value
    assert table["layer"].tolist() == ["LSTM"]
    assert table["weights"].tolist() == [1_234]
    assert table["at 16"].tolist() == ["50%"]
    assert "Stop the experiment" in labels(page)


def test_a_link_to_runs_that_are_gone_is_explained(desk: Desk) -> None:
    page = open_page(side_by_side="memory", experiment="nosuchrun")
    assert not page.exception
    assert "deleted" in page.info[0].value


def test_bert_and_the_bilstm_guess_from_each_side() -> None:
    page = open_page(side_by_side="sides", one_gap="He sat on the [MASK] and slept.")
    assert not page.exception
    assert charts(page) == 6
    assert {"Our small BERT", "Our BiLSTM"} <= set(said(page).splitlines())
    page = open_page(side_by_side="sides", model="bilstm")
    assert {"Our small BERT", "Our BiLSTM"} <= set(said(page).splitlines())


def test_a_sentence_without_a_gap_or_with_markup_is_text() -> None:
    page = open_page(side_by_side="sides", one_gap="<img src=x onerror=alert(1)> no gap :red[x]")
    assert not page.exception
    assert "onerror" not in written_as_markup(page)
    page = open_page(side_by_side="sides", one_gap=" ")
    assert page.info[0].value.startswith("Type a sentence")

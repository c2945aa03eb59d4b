"""The cards and tutorials of the home page whose answer is a training."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.lessons.ten_questions import ten_questions
from bertplay.lessons.tutorials import Tutorial, tutorials
from bertplay.runs.desk import Desk
from bertplay.runs.few_examples import travelling
from bertplay.runs.less_data import claim_of
from bertplay.runs.reporter import Reporter
from bertplay.runs.state import RunState
from bertplay.settings import Settings
from bertplay.training.config import DataSource, FineTuneConfig, Method
from bertplay.training.events import CloudPoint, Evaluated, OwnAnswer, Started
from bertplay.ui.runtime import Runtime
from tests.pages.conftest import ROOT, written_as_markup
from tests.pages.test_ten_questions import open_home, said


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The page's own desk on a store of this test, whose queue nobody moves."""
    desk = Desk(Settings(runs_dir=tmp_path / "runs"))
    monkeypatch.setattr(Runtime, "desk", lambda self: desk)
    yield desk
    desk.store.close()


def fill(desk: Desk, pretrained: float, random: float) -> None:
    """A finished experiment: both learned from 8 and from 32 examples."""
    methods = {Method.FULL: pretrained, Method.RANDOM: random}
    desk.start_experiment(
        [FineTuneConfig(DataSource("sample:reviews"), method=method, train_examples=size) for method in methods for size in (8, 32)]
    )
    for run in desk.runs():
        metrics = json.dumps({"accuracy": methods[run.config.method]})
        desk.store.change(run.id, RunState, state=RunState.FINISHED, metrics=metrics, waiting=None)


@pytest.mark.parametrize(("pretrained", "stamp"), [(0.7, "holds"), (0.4, "does not hold here")])
def test_less_data_is_judged_by_the_runs_of_the_store(pretrained: float, stamp: str, desk: Desk) -> None:
    fill(desk, pretrained, 0.5)
    page = open_home(q="6")
    assert not page.exception
    assert f"8 examples: {100 * pretrained:.0f}% pretrained, and random weights with 32: 50%" in said(page)
    assert any(f"[{stamp}]" in text.value for text in page.markdown)
    assert page.button("card_runs").label == "See the experiment"


def test_less_data_is_judged_on_a_new_server_by_what_travels(desk: Desk) -> None:
    page = open_home(q="6")
    assert not page.exception
    for few in travelling("bert"):
        claim = claim_of(few)
        assert f"Trainings that travel with bertplay: {claim.figure}." in said(page)
        assert any(f"[{few.sample}: {claim.stamp}]" in text.value for text in page.markdown)
    assert len(page.get("vega_lite_chart")) == 2 + len(travelling("bert"))  # the card's own two figures, and theirs
    page.button("card_runs").click().run()
    assert page.session_state["data"] == f"sample:{travelling('bert')[0].sample}"
    assert page.query_params["seeds"] in ("3", ["3"])


def test_less_data_was_not_run_yet_with_another_model(desk: Desk) -> None:
    page = open_home(q="6", model="roberta")
    assert "This has not been run here" in said(page)
    assert any("cannot be tested yet" in text.value for text in page.markdown)
    assert page.button("card_runs").label == "Open the fine-tuning page"


@pytest.mark.parametrize("tutorial", tutorials(), ids=lambda tutorial: tutorial.id)
def test_a_tutorial_opens_a_training_that_is_all_set(tutorial: Tutorial, desk: Desk) -> None:
    assert open_home().button(f"tutorial_{tutorial.id}").label == "Set it up"
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.query_params.update(tutorial.link)
    page.switch_page("pages/fine_tuning.py").run()
    assert not page.exception
    next(button for button in page.button if button.label.startswith("Start ")).click().run()
    runs = desk.runs()
    assert sorted(run.config.method.value for run in runs) == sorted(tutorial.link["methods"].split("."))
    assert {run.config.data.train for run in runs} == {tutorial.link["data"]}
    assert {run.config.epochs for run in runs} == {int(tutorial.link["epochs"])}
    assert {run.config.learning_rate for run in runs} == {float(tutorial.link.get("rate", "3e-4"))}


def finish(desk: Desk, run_id: str, share: float, own: tuple[float, ...]) -> None:
    """What the worker of a run writes: two evaluations, and the end."""
    attempt = desk.store.claim(run_id)
    assert attempt is not None
    reporter = Reporter(desk.store, run_id, attempt)
    reporter(Started(1.0, 0, 32, 128, 80, TOPICS, 100, 100, 0.2, 30.0, 2**20))
    for step, right, shares in ((0, 0.1, own[::-1]), (32, share, own)):
        cloud = tuple(CloudPoint(0.1 * i, 0.2 * i, topic, "a") for i, topic in enumerate(TOPICS))
        reporter(Evaluated(3.0, step, 0.1, 80, 0.6, 0.7, right, None, (0.002, 0.0125), cloud, (OwnAnswer(TOPICS, shares),)))
    reporter.write()
    desk.store.change(run_id, RunState, state=RunState.FINISHED, waiting=None)


TOPICS = ("politics", "science")


def test_the_fifth_card_trains_both_and_says_what_each_came_to(desk: Desk) -> None:
    page = open_home(q="5")
    page.button("card_train").click().run()
    assert not page.exception
    runs = {run.config.method: run for run in desk.runs()}
    assert set(runs) == {Method.FULL, Method.RANDOM, Method.MAJORITY}
    assert {run.config.own_sentences for run in runs.values()} == {(ten_questions()[4].first,)}
    assert {run.config.train_examples for run in runs.values()} == {128}
    for method in (Method.FULL, Method.RANDOM):
        finish(desk, runs[method].id, 0.73 if method is Method.FULL else 0.2, (0.25, 0.75))
    page.run()
    assert "All weights: right on 73% of new sentences; to yours it says science (75%)." in said(page)
    assert "Same shape, random weights: right on 20% of new sentences" in said(page)
    page.button("card_experiment").click().run()
    assert not page.exception


def test_the_tenth_card_trains_one_and_shows_how_the_sentence_changed(desk: Desk) -> None:
    page = open_home(q="10", say="A <b>vote</b> was held.")
    page.button("card_train").click().run()
    [run] = desk.runs()
    assert run.config.own_sentences == ("A <b>vote</b> was held.",)
    finish(desk, run.id, 0.7, (0.25, 0.75))
    page.run()
    assert "is science now (75%); before the training it was politics." in said(page)
    assert "The layers have moved by 0.20% to 1.2% of their size." in said(page)
    assert "<b>" not in written_as_markup(page)


def test_another_sentence_is_another_training(desk: Desk) -> None:
    page = open_home(q="10")
    page.button("card_train").click().run()
    page.text_input("say_practice").set_value("The match was lost.").run()
    assert [button.key for button in page.button if button.key == "card_train"] == ["card_train"]


def test_a_model_that_is_no_transformer_is_not_trained_on_a_card(desk: Desk) -> None:
    page = open_home(q="10", model="bilstm")
    assert "Fine-tuning here is for transformers" in said(page)
    assert desk.runs() == ()

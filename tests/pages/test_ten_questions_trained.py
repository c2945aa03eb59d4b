"""The questions whose answer is a training run."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.lessons.trained import stored_training
from bertplay.lessons.tutorials import Tutorial, tutorials
from bertplay.models.fingerprint import weights_of
from bertplay.results.training_events import Evaluated, ProbeAnswer, ProjectedPoint, Started
from bertplay.runs.event_writer import EventWriter
from bertplay.runs.experiments.few_examples import bundled_experiments
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.settings import Settings
from bertplay.training.jobs import DataSource, FineTune, Method
from bertplay.ui.runs.watching import NO_EXPERIMENT
from bertplay.ui.runtime import Runtime
from bertplay.ui.ten_questions.training import EXAMPLES, METHODS, SENTENCE
from tests.pages.conftest import ROOT, Open, link_of, page_text, takeaways, written_as_markup
from tests.pages.test_ten_questions import press

TOPICS = ("politics", "science")


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunService]:
    """The page's own service on a store of this test, without a scheduler."""
    service = RunService(Settings(runs_dir=tmp_path / "runs"))
    monkeypatch.setattr(Runtime, "service", lambda self: service)
    yield service
    service.store.close()


def fill(service: RunService, pretrained: float, random: float) -> None:
    """A finished experiment: both methods trained on 8 and on 32 examples."""
    methods = {Method.FULL: pretrained, Method.RANDOM: random}
    service.start_experiment(
        [FineTune(DataSource("sample:reviews"), method=method, train_examples=size) for method in methods for size in (8, 32)]
    )
    for run in service.runs():
        metrics = json.dumps({"accuracy": methods[run.job.method]})
        service.store.change(run.id, RunState, state=RunState.FINISHED, metrics=metrics, queue_owner=None)


def finish(service: RunService, run_id: str, share: float, own: tuple[float, ...]) -> None:
    """What the worker of a run writes: two evaluations and the end."""
    attempt = service.store.claim(run_id)
    assert attempt is not None
    writer = EventWriter(service.store, run_id, attempt)
    writer(Started(1.0, 0, 32, 128, 80, TOPICS, 100, 100, 0.2, 30.0, 2**20))
    for step, right, shares in ((0, 0.1, own[::-1]), (32, share, own)):
        cloud = tuple(ProjectedPoint(0.1 * i, 0.2 * i, topic, "a") for i, topic in enumerate(TOPICS))
        writer(Evaluated(3.0, step, 0.1, 80, 0.6, 0.7, right, None, (0.002, 0.0125), cloud, (ProbeAnswer(TOPICS, shares),)))
    writer.write()
    service.store.change(run_id, RunState, state=RunState.FINISHED, queue_owner=None)


def test_what_is_stored_was_trained_from_the_bundled_weights() -> None:
    stored = stored_training()
    assert stored.weights == weights_of(stored.model), "the weights are new: `make stored`"
    assert [run.method for run in stored.runs] == [str(method) for method in METHODS]
    assert {run.examples for run in stored.runs} == {EXAMPLES}
    assert stored.text == SENTENCE


@pytest.mark.parametrize("card", ["transfer", "practice"])
def test_a_stored_result_says_whose_it_is(open_at: Open, card: str, service: RunService) -> None:
    page = open_at("ten_questions", tab=card)
    assert any(caption.value.startswith("Stored result: Our small BERT, trained by bertplay") for caption in page.caption)
    assert not service.runs()


@pytest.mark.parametrize(("pretrained", "verdict"), [(0.7, "Holds"), (0.4, "Does not hold here")])
def test_less_data_is_tested_on_the_runs_of_the_store(open_at: Open, pretrained: float, verdict: str, service: RunService) -> None:
    fill(service, pretrained, 0.5)
    page = open_at("ten_questions", tab="benefits")
    assert any(f"8 examples: {100 * pretrained:.0f}% pretrained" in caption.value for caption in page.caption)
    assert any(f"[{verdict}]" in text.value for text in page.markdown)
    assert any(caption.value.startswith("Trained here: 4 runs") for caption in page.caption)
    said_of_it = "The pretrained model reaches 70%" if pretrained > 0.5 else "the pretrained model does not reach that here"
    assert any(said_of_it in text for text in takeaways(page))


def test_less_data_on_a_new_server_is_tested_by_the_stored_runs_and_says_whose_they_are(open_at: Open, service: RunService) -> None:
    page = open_at("ten_questions", tab="benefits")
    topics = next(few for few in bundled_experiments("bert-scratch") if few.sample == "topics")
    assert any(caption.value.startswith("Stored result of Our small BERT, from scratch") for caption in page.caption)
    assert len(topics.runs) == 60
    badges = [text.value for text in page.markdown if "-badge[" in text.value]
    assert ["Topics: Holds" in badges[0], "Reviews: Does not hold here" in badges[1]] == [True, True]


def test_less_data_was_not_tested_with_another_model(open_at: Open, service: RunService) -> None:
    page = open_at("ten_questions", tab="benefits", model="roberta")
    assert any("This has not been run here" in caption.value for caption in page.caption)
    assert any("[Not tested yet]" in text.value for text in page.markdown)


@pytest.mark.parametrize("tutorial", tutorials(), ids=lambda tutorial: tutorial.id)
def test_a_tutorial_opens_a_training_that_is_all_set(tutorial: Tutorial, service: RunService) -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.query_params.update(tutorial.link)
    page.switch_page("pages/fine_tuning.py").run()
    assert not page.exception
    next(button for button in page.button if button.label.startswith("Start ")).click().run()
    runs = service.runs()
    assert sorted(run.job.method.value for run in runs) == sorted(tutorial.link["methods"].split("."))
    assert {run.job.data.train for run in runs} == {f"sample:{tutorial.link['data']}"}
    assert {run.job.epochs for run in runs} == {int(tutorial.link["epochs"])}
    assert {run.job.learning_rate for run in runs} == {3e-4}


def test_the_tutorials_are_at_the_end(open_at: Open, service: RunService) -> None:
    page = open_at("ten_questions", tab="practice")
    assert [button.label for button in page.button].count("Set it up") == len(tutorials())
    page = press(page, "Set it up")
    assert page.title[0].value == "Fine-tuning"


def test_the_fifth_card_trains_all_three_and_says_what_each_reached(open_at: Open, service: RunService) -> None:
    page = press(open_at("ten_questions", tab="transfer"), "Train it here")
    assert not page.exception
    runs = {run.job.method: run for run in service.runs()}
    assert set(runs) == set(METHODS)
    assert {run.job.probe_sentences for run in runs.values()} == {(SENTENCE,)}
    assert {run.job.train_examples for run in runs.values()} == {EXAMPLES}
    for method in (Method.FULL, Method.RANDOM):
        finish(service, runs[method].id, 0.73 if method is Method.FULL else 0.2, (0.25, 0.75))
    page.run()
    assert "Best on held-out examples: All weights, with 73%. Second: Same shape, random weights, with 20%." in page_text(page)
    page = press(page, "Open on the fine-tuning page")
    assert not page.exception


def test_the_tenth_card_trains_one_and_shows_how_the_sentence_changed(open_at: Open, service: RunService) -> None:
    page = press(open_at("ten_questions", tab="practice", text="A <b>vote</b> was held."), "Train it here")
    [run] = service.runs()
    assert run.job.probe_sentences == ("A <b>vote</b> was held.",)
    finish(service, run.id, 0.7, (0.25, 0.75))
    page.run()
    assert "is classified as science (75%); before the training it was politics." in page_text(page)
    assert "<b>" not in written_as_markup(page)


@pytest.mark.parametrize("card", ["transfer", "practice"])
def test_a_card_shows_its_own_runs_only(open_at: Open, card: str, service: RunService) -> None:
    finish(service, service.start(FineTune(DataSource("sample:reviews"))), 0.7, (0.25, 0.75))
    page = open_at("ten_questions", tab=card)
    assert not page.exception
    labels = {button.label for button in page.button}
    assert "Train it here" in labels
    assert "Open on the fine-tuning page" not in labels
    assert "75%" not in page_text(page)


def test_a_training_is_in_the_link_and_left_for_the_stored_result(open_at: Open, service: RunService) -> None:
    page = press(open_at("ten_questions", tab="practice"), "Train it here")
    [run] = service.runs()
    assert link_of(page)["experiment"] == run.experiment
    finish(service, run.id, 0.7, (0.25, 0.75))
    page = press(open_at("ten_questions", tab="practice", experiment=run.experiment), "Show the stored result")
    assert "experiment" not in link_of(page)
    assert "Train it here" in {button.label for button in page.button}


def test_an_experiment_that_was_deleted_is_explained(open_at: Open, service: RunService) -> None:
    page = open_at("ten_questions", tab="practice", experiment="gone")
    assert NO_EXPERIMENT in [info.value for info in page.info]


def test_a_model_that_is_no_transformer_is_not_trained_on_a_card(open_at: Open, service: RunService) -> None:
    page = open_at("ten_questions", tab="practice", model="bilstm")
    assert "Our BiLSTM cannot be used here" in page_text(page)
    assert any("Only transformers are fine-tuned here" in caption.value for caption in page.main.caption)
    assert service.runs() == ()

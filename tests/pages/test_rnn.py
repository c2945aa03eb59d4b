"""The page RNN vs Transformer: the stored race and one run here, trainings in the queue of runs, both models' contexts."""

import pytest

from bertplay.lessons.rnn import stored_memory, stored_race
from bertplay.results.recurrence import DISTANCES
from bertplay.results.training_events import Evaluated, Started, Step
from bertplay.runs.event_writer import EventWriter
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.summaries.rnn import reach
from bertplay.training.jobs import CopyFirstToken, Layer
from bertplay.ui.rnn.memory import LENGTH
from tests.pages.conftest import Open, link_of, pressed, takeaway, written_as_markup


def test_the_race_opens_on_the_stored_figures_and_can_be_run_here(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_at("rnn")
    assert takeaway(page).startswith("At 32 tokens self-attention is 3.0 times as fast")
    monkeypatch.setattr("bertplay.tasks.recurrence.LENGTHS", (16, 32))
    page = pressed(page, "Run it here")
    assert not page.exception
    assert any(caption.value.startswith("Measured here, just now.") for caption in page.caption)


def test_what_is_stored_is_whole() -> None:
    assert [lap.length for lap in stored_race().laps] == [16, 32, 64, 128, 256, 512, 1024, 2048]
    assert set(map(str, stored_memory())) == set(LENGTH.options)
    assert all(len(layer.shares) == len(DISTANCES) for found in stored_memory().values() for layer in found.layers)
    failing = {str(length) for length, found in stored_memory().items() for layer in found.layers if reach(layer) < DISTANCES[-1]}
    assert LENGTH.default in (failing or LENGTH.options), "the page opens where one of the two fails, if any does"


def test_both_layers_are_queued_together_and_watched(open_at: Open, service: RunService) -> None:
    page = pressed(open_at("rnn", tab="memory", max_length="16"), "Train both here")
    assert not page.exception
    attention, lstm = service.runs()
    assert [lstm.job, attention.job] == [CopyFirstToken(Layer.LSTM, 16), CopyFirstToken(Layer.ATTENTION, 16)]
    assert link_of(page)["experiment"] == lstm.experiment == attention.experiment
    attempt = service.store.claim(lstm.id)
    assert attempt
    writer = EventWriter(service.store, lstm.id, attempt)
    writer(Started(1.0, 0, 0, 0, 9, ("a", "b"), 1_234, 1_234, 0.5, 30.0, 1))
    writer(Step(2.0, 7, 0.1, 1e-3, 9.0, 12.0))
    writer(Evaluated(2.0, 7, 0.0, 9, 0.1, 0.2, 0.75, by_distance=tuple(0.5 for _ in DISTANCES)))
    writer.write()
    service.store.change(lstm.id, [RunState.RUNNING], state=RunState.FINISHED)
    page = open_at("rnn", tab="memory", experiment=lstm.experiment)
    assert not page.exception
    assert "the LSTM cannot reliably copy the first token even over a distance of 1 (50%)" in takeaway(page)


def test_a_link_to_runs_that_are_gone_is_explained(open_at: Open, service: RunService) -> None:
    page = open_at("rnn", tab="memory", experiment="nosuchrun")
    assert not page.exception
    assert "deleted" in page.info[0].value
    assert takeaway(pressed(page, "Back to the stored result"))


def test_a_transformer_and_the_bilstm_predict_from_each_side(open_at: Open) -> None:
    page = open_at("rnn", tab="left_right_context", text="He sat on the [MASK] and slept.")
    assert not page.exception
    assert [title.value for title in page.subheader] == ["Our small BERT", "Our BiLSTM"]
    page = open_at("rnn", tab="left_right_context", model="bilstm")
    assert takeaway(page).startswith("Only both sides together lead to “car”")
    assert [title.value for title in page.subheader] == ["Our small BERT", "Our BiLSTM"]


def test_a_sentence_without_a_mask_or_with_markup_is_text(open_at: Open) -> None:
    page = open_at("rnn", tab="left_right_context", text="<img src=x onerror=alert(1)> no mask :red[x]")
    assert not page.exception
    assert page.info[0].value.startswith("Type a sentence with a [MASK]")
    assert "onerror" not in written_as_markup(page)

"""The page on pretraining: the masking game, checkpoints that are played, learning curves, a minute of pretraining in the queue of runs."""

from pathlib import Path

import pytest

from bertplay.classroom.store import ClassroomStore
from bertplay.results.training_events import Evaluated, ProbeAnswer, Started
from bertplay.runs.event_writer import EventWriter
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.settings import get_settings
from bertplay.training.jobs import CopyFirstToken, Layer
from bertplay.ui.pretraining import checkpoints
from tests.pages.conftest import ANY_TEXT, Open, assert_answered, link_of, page_text, pressed, takeaways, written_as_markup

DOOR = "She opened the [MASK] and went inside."


def test_the_game_opens_on_the_outcome_of_every_chosen_token(open_at: Open) -> None:
    page = open_at("pretraining")
    assert takeaways(page)[0] == "The model predicts 3 of 6 chosen tokens correctly; in place of “wrote” it predicts “said”."
    table = page.dataframe[0].value
    assert set(table["masking outcome"]) == {"masked", "replaced", "kept"}
    assert table["token"].tolist() == ["old", "a", "from", "gone", "the", "wrote"]


def test_the_reader_predicts_the_masked_words_first(open_at: Open) -> None:
    page = open_at("pretraining", guess_first="1")
    assert not takeaways(page)
    assert not page.dataframe
    boxes = [box for box in page.text_input if box.label.startswith("Your guess")]
    assert len(boxes) == 4
    boxes[0].input("Old")
    page = pressed(page, "Reveal")
    assert not page.exception
    assert "Of 4 masked tokens you predicted 1 correctly, the model 1." in page_text(page)
    assert "Mask 4 is “wrote”: you predicted “–”, the model “said”." in page_text(page)
    assert takeaways(page)


def test_whoever_guesses_finds_the_text_folded_away_and_a_class_is_asked_without_it(open_at: Open) -> None:
    assert [one.label for one in open_at("pretraining", guess_first="1").expander][:1] == ["Change the text"]
    store = ClassroomStore(get_settings())
    code, key = store.open()
    teacher = open_at("pretraining", **{"class": code, "key": key})
    assert "Change the text" in [one.label for one in teacher.expander]
    pressed(teacher, "Ask the class")
    question = store.for_students(code)
    assert question is not None
    assert "The [MASK] (1) man" in question.title
    assert "old man" not in question.title
    assert [box.label for box in question.boxes] == [f"Your guess for {number}" for number in range(1, 5)]


def test_another_seed_asks_anew(open_at: Open) -> None:
    page = open_at("pretraining", guess_first="1")
    next(box for box in page.text_input if box.label.startswith("Your guess")).input("old")
    page = pressed(page, "Reveal")
    assert takeaways(page)
    page.number_input[0].set_value(7).run()
    assert not takeaways(page)
    assert link_of(page)["seed"] == "7"


def test_nothing_of_a_text_is_markup_and_a_mask_in_it_is_explained(open_at: Open) -> None:
    for name, text in ANY_TEXT.items():
        assert_answered(open_at("pretraining", text=text.replace("[MASK]", "word")), name)
    assert "already" in page_text(open_at("pretraining", text="the [MASK] sat"))
    assert open_at("pretraining", text=" ").info[0].value.startswith("Type a text")


def test_checkpoints_open_at_the_beginning_and_say_when_the_word_comes_first(open_at: Open) -> None:
    page = open_at("pretraining", tab="checkpoints", text=DOOR)
    assert takeaways(page) == ["“door” comes first from 10 million tokens on, at the end with 91%; before any training it was “between”."]
    assert any("“bert-scratch”" in caption.value for caption in page.caption)
    assert page.select_slider[0].value == "0"
    assert "After 0 tokens" in page_text(page)
    page.select_slider[0].set_value("273586059").run()
    assert "After 273,586,059 tokens: “door”" in page_text(page)
    assert link_of(page)["checkpoint"] == "273586059"
    assert open_at("pretraining", tab="checkpoints", checkpoint="31179149").select_slider[0].value == "31179149"


def test_play_goes_from_checkpoint_to_checkpoint_and_stops_at_the_end(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "SECONDS", 1e-6)
    page = pressed(open_at("pretraining", tab="checkpoints", text=DOOR), "Play")
    for _ in range(6):
        page.run()
    assert not page.exception
    assert page.select_slider[0].value == "273586059"
    assert [button.label for button in page.button if button.label in ("Play the training", "Stop")] == ["Play the training"]


def test_a_sentence_without_a_mask_is_no_error(open_at: Open) -> None:
    page = open_at("pretraining", tab="checkpoints", text="No mask here.")
    assert page.info[0].value.startswith("Type a sentence with a [MASK]")


def test_the_curves_say_how_much_each_model_has_read(open_at: Open) -> None:
    page = open_at("pretraining", tab="learning_curves", measure="loss", domain="everyday")
    assert takeaways(page)[0].endswith("They were trained on different amounts of text: XLNet on 51 million tokens, BERT on 274 million.")
    assert "nats" in takeaways(page)[0]
    assert page.dataframe[0].value["model"].tolist() == ["BERT", "ALBERT", "BiLSTM", "RoBERTa", "XLNet"]
    assert link_of(page)["measure"] == "loss"


def test_a_minute_opens_on_the_stored_run(open_at: Open) -> None:
    page = open_at("pretraining", tab="mini_pretraining")
    assert takeaways(page)[0].startswith("The model overfits: the held-out loss is lowest after 246 steps")
    assert "text" not in link_of(page)
    assert not [caption for caption in page.caption if "too long" in caption.value]


def test_a_minute_of_pretraining_is_queued_and_watched(open_at: Open, service: RunService) -> None:
    page = pressed(open_at("pretraining", tab="mini_pretraining", sentence="Stir the [MASK]."), "Pretrain")
    assert not page.exception
    run = service.runs()[0]
    assert (run.job.kind, run.job.seconds) == ("mini_pretraining", 60.0)
    assert run.job.probe_sentences == ("Stir the [MASK].",)
    assert Path(run.job.text).read_text("utf-8").startswith("A kitchen begins")
    assert link_of(page)["run"] == run.id
    attempt = service.store.claim(run.id)
    assert attempt
    writer = EventWriter(service.store, run.id, attempt)
    writer(Started(1.0, 0, 0, 300, 30, (), 9, 9, 0.0, 60.0, 1))
    writer(Evaluated(2.0, 0, 0.0, 9, 7.6, 7.5, 0.0, probes=(ProbeAnswer(("<b>the</b>", "a"), (0.2, 0.1)),)))
    writer.write()
    service.store.change(run.id, [RunState.RUNNING], state=RunState.FINISHED, step=9)
    page = open_at("pretraining", tab="mini_pretraining", run=run.id)
    assert not page.exception
    assert "<b>" not in written_as_markup(page)
    assert takeaways(page) == ["The held-out loss has fallen from 7.50 to 7.50 nats, the training loss to 7.60."]
    assert page.dataframe[0].value["top predictions"].tolist() == ["<b>the</b> · a"]
    assert takeaways(pressed(page, "Start another one"))[0].startswith("The model overfits")


def test_a_sentence_without_a_mask_is_refused_before_anything_is_queued(open_at: Open, service: RunService) -> None:
    page = pressed(open_at("pretraining", tab="mini_pretraining", sentence="No mask here."), "Pretrain")
    assert not page.exception
    assert service.runs() == ()
    assert "no [MASK]" in page_text(page)


def test_the_page_of_runs_leads_to_the_page_of_each_run(open_at: Open, service: RunService) -> None:
    run = service.start(CopyFirstToken(Layer.LSTM, seconds=5))
    page = open_at("runs", chosen=run)
    assert not page.exception
    assert page.dataframe[0].value["epochs"].tolist() == ["5 s"]
    assert not open_at("fine_tuning", run=run).exception

"""The worksheet page, without a browser: it lists what was added on the other pages, in this tab or in another one of the browser."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from bertplay.classroom.answers import COOKIE, GivenAnswer, student_of
from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.results.classroom import ModelAnswer
from bertplay.results.training_events import Evaluated, Started
from bertplay.runs.event_writer import EventWriter
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.settings import Settings
from bertplay.training.jobs import DataSource, FineTune
from bertplay.ui.worksheet import class_answers, trainings
from bertplay.worksheet.page import programs_of
from tests.pages.conftest import Open, link_of, page_text, written_as_markup

NASTY = "<img src=x onerror=alert(1)> ![](http://x) $x$ :red[x] a [MASK]"
DOOR = "She opened the [MASK] and went inside."


def worksheet_of(page: AppTest) -> AppTest:
    return page.switch_page("pages/worksheet.py").run()


def keep(page: AppTest) -> AppTest:
    """Press the button that adds the answer of the open tab to the worksheet."""
    next(button for button in page.button if button.label == "Add to worksheet").click()
    return page.run()


def titles(page: AppTest) -> list[str]:
    return [markdown.value for markdown in page.markdown if markdown.value.startswith("**1.")]


def test_nothing_is_on_it_yet(open_page: Open) -> None:
    page = worksheet_of(open_page())
    assert not page.exception
    assert "Nothing is on your worksheet yet" in page.info[0].value


def test_what_was_added_is_there_with_its_answer(open_page: Open) -> None:
    page = keep(open_page(text=DOOR, top_k="3"))
    assert "On your worksheet" in [button.label for button in page.button]
    page = worksheet_of(page)
    assert not page.exception
    assert titles(page) == ["**1. Predictions for a masked word**"]
    assert f"text: {DOOR}" in page_text(page)
    assert "“door” is the most probable word here" in page_text(page)


def test_words_and_tokens_can_be_added(open_at: Open) -> None:
    page = worksheet_of(keep(open_at("wordpiece", text="Unconstitutionally")))
    assert "text: Unconstitutionally" in page_text(page)
    assert any(caption.value.startswith("WordPiece, 20") for caption in page.caption)


def test_what_a_student_answered_is_there_with_what_was_revealed(open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ClassroomStore(Settings(runs_dir=tmp_path))
    question = ClassQuestion("masked_word", ("soup",), f"The [MASK]. {NASTY}", "Which word is masked?")
    code, key = store.open()
    store.ask(code, key, question, (), [ModelAnswer((("hot", 0.9),), "hot")])
    store.answer([GivenAnswer(code, question.id, student_of("ada", code), ("cold",))])
    monkeypatch.setattr(class_answers, "get_classrooms", lambda: store)
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: {COOKIE: "ada.signature"}))
    page = worksheet_of(open_page())
    assert not page.exception
    assert titles(page) == ["**1. Question to a class**"]
    assert "your answer: cold" in page_text(page)
    assert "hot" not in page_text(page)
    store.reveal(code, key, question.id, is_revealed=True)
    page = page.run()
    assert "revealed: The model: hot (90%). The masked word: hot." in page_text(page)
    assert NASTY not in written_as_markup(page)
    store.close()


def test_an_entry_is_left_out_and_taken_in_again(open_page: Open) -> None:
    page = worksheet_of(keep(open_page(text=DOOR)))
    page.toggle[0].set_value(False).run()
    assert "most probable word" not in page_text(page)
    page.toggle[0].set_value(True).run()
    note = next(box for box in page.text_input if box.label == "Your note")
    note.set_value("as I thought").run()
    assert not page.exception
    assert "most probable word" in page_text(page)
    assert next(box for box in page.text_input if box.label == "Your note").value == "as I thought"


def test_whose_it_is_stays_out_of_the_link(open_page: Open) -> None:
    page = worksheet_of(open_page())
    next(box for box in page.text_input if box.label == "Name").set_value("Ada").run()
    assert next(box for box in page.text_input if box.label == "Name").value == "Ada"
    assert "Ada" not in link_of(page).values()


def test_who_guessed_finds_the_guess_and_the_answer_there(open_page: Open) -> None:
    page = open_page(text="She opened the door.", hide="3", guess_first="true")
    page.text_input("masked_word.predictions.guess_0").set_value("window")
    page.button("masked_word.predictions.guess_form_send").click().run()
    page.text_input("masked_word.text").set_value("She closed the door.").run()  # another question, which was not guessed yet
    page = worksheet_of(page)
    assert "You: window (" in page_text(page)
    assert "masked word" in page_text(page)
    assert "She closed" not in page_text(page)


def test_what_was_written_in_a_lesson_is_there(open_at: Open) -> None:
    page = open_at("ten_questions", lesson="class", step="1")
    page.text_area("lesson.class.1.answer").set_value("because of both sides").run()
    page = worksheet_of(page)
    assert titles(page) == ["**1. Question of a lesson**"]
    assert "your answer: because of both sides" in page_text(page)
    assert "the teacher’s answer" not in page_text(page)


def test_a_training_is_there_when_it_is_over(service: RunService, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainings, "browser_id", lambda: "me")
    page = worksheet_of(open_page(text=" "))
    mine = FineTune(DataSource("sample:reviews"), seed=7)
    others = FineTune(DataSource("sample:topics"), seed=8)
    for job, owner in ((mine, "me"), (others, "other")):
        run_id = service.start(job, owner=owner)
        attempt = service.store.claim(run_id)
        assert attempt is not None
        writer = EventWriter(service.store, run_id, attempt)
        writer(Started(1.0, 0, 60, 320, 80, ("negative", "positive"), 100, 100, 0.5, 30.0, 2**20))
        writer(Evaluated(2.0, 60, 3.0, 80, 0.4, 0.5, 0.6375))
        service.store.change(run_id, RunState, state=RunState.FINISHED, queue_owner=None)
    waiting = service.start(mine, owner="me")
    page.run()
    assert not page.exception
    assert service.run(waiting).state is RunState.QUEUED
    assert titles(page) == ["**1. Fine-tuning run**"]
    assert any(caption.value.startswith("Fine-tuning, 20") for caption in page.caption)
    assert "After step 60 the model classifies 64% of the held-out examples correctly" in page_text(page)


def test_it_is_read_in_the_language_of_now(open_page: Open) -> None:
    page = keep(open_page(text=DOOR, top_k="3")).switch_page("pages/worksheet.py")
    page.session_state["lang"] = "fr"
    page.run()
    assert page.title[0].value == "Feuille de travail"
    assert "« door »" in page_text(page).replace("\u00a0", " ")
    page.session_state["lang"] = "en"
    assert "“door” is the most probable word here" in page_text(page.run())


def test_where_own_data_lie_is_not_said(service: RunService) -> None:
    run_id = service.start(FineTune(DataSource("sample:reviews")))
    own = replace(service.run(run_id), job=FineTune(DataSource("/srv/runs/data/pupil.csv")), metrics={"accuracy": 0.5})
    entry = trainings.entry_of(own)
    assert "/srv" not in str(entry)
    assert programs_of(entry) == []


def test_what_was_typed_is_never_markup(open_page: Open) -> None:
    page = worksheet_of(keep(open_page(text=NASTY)))
    assert "onerror" in page_text(page)
    assert "onerror" not in written_as_markup(page)


def test_a_new_tab_of_the_browser_has_it_and_another_browser_has_not(open_at: Open, visitor: Callable[[str], None]) -> None:
    visitor("ada")
    page = worksheet_of(keep(open_at("masked_word", text=DOOR, top_k="3")))
    next(box for box in page.text_input if box.label == "Name").set_value("Ada").run()
    next(box for box in page.text_input if box.label == "Your note").set_value("as I thought").run()
    again = open_at("worksheet")
    assert titles(again) == ["**1. Predictions for a masked word**"]
    assert {box.label: box.value for box in again.text_input} == {
        "Title": "My worksheet on BERT",
        "Name": "Ada",
        "Your note": "as I thought",
    }
    again.toggle[0].set_value(False).run()
    assert [toggle.value for toggle in open_at("worksheet").toggle] == [False]
    assert "The server keeps it for this browser" in written_as_markup(again)
    visitor("eve")
    assert titles(open_at("worksheet")) == []


def test_it_is_deleted_by_its_browser(open_at: Open, visitor: Callable[[str], None]) -> None:
    visitor("bob")
    page = worksheet_of(keep(open_at("masked_word", text=DOOR)))
    next(box for box in page.text_input if box.label == "Name").set_value("Bob").run()
    page.button("worksheet.sheet.delete").click().run()
    for found in (page, open_at("worksheet")):
        assert titles(found) == []
        assert next(box for box in found.text_input if box.label == "Name").value == ""


def test_a_browser_without_cookies_is_advised_to_download_it(open_at: Open) -> None:
    assert "Your browser does not accept cookies from this site" in written_as_markup(open_at("worksheet"))

"""Stored answers: the same as live ones, and shown until those come."""

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from bertplay.backends.stored import stored_backend
from bertplay.errors import ModelLoadFailed
from bertplay.ui.runtime import get_runtime
from tests.pages.conftest import Open, takeaways
from tests.stored_answers import FIRST_PAGES, record

BADGE = "Stored answer: the model is being loaded"


def is_marked(page: AppTest) -> bool:
    """Whether the page marks an answer as stored."""
    return any(BADGE in badge.value for badge in page.markdown)


def nearly(value: Any) -> Any:
    """A JSON value that equals another one when all numbers are equal to a thousandth."""
    if isinstance(value, float):
        return pytest.approx(value, rel=1e-3, abs=1e-3)
    if isinstance(value, list):
        return [nearly(item) for item in value]
    return {key: nearly(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.filterwarnings("ignore:.*ScriptRunContext")
def test_the_models_still_say_what_is_stored() -> None:
    """If this fails, weights or examples have changed: `make stored` computes the answers again."""
    asked = record()["answers"]
    assert asked.keys() == stored_backend()._answers.keys()
    for question, answer in asked.items():
        assert stored_backend()._answers[question] == nearly(answer), question


@pytest.fixture
def still_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose model never finishes loading."""

    get_runtime().page_is_out.set()
    monkeypatch.setattr(get_runtime().models, "is_ready", lambda _: False)
    monkeypatch.setattr(get_runtime().models, "load", lambda *_: st.stop())


@pytest.mark.usefixtures("still_loading")
@pytest.mark.parametrize("name", FIRST_PAGES)
def test_a_stored_answer_is_marked_and_shown_while_the_model_loads(open_at: Open, name: str) -> None:
    page = open_at(name)
    assert not page.exception
    assert is_marked(page)
    assert takeaways(page)


@pytest.mark.usefixtures("still_loading")
def test_a_tokenizer_waits_for_no_model(open_at: Open) -> None:
    page = open_at("wordpiece")
    assert takeaways(page)
    assert page.get("download_button")
    assert not is_marked(page)


@pytest.mark.usefixtures("still_loading")
@pytest.mark.parametrize("card", ["what", "recurrence", "tasks", "embeddings"])
def test_a_card_that_asks_a_model_has_its_stored_answer(card: str, open_at: Open) -> None:
    page = open_at("ten_questions", tab=card)
    assert not page.exception
    assert is_marked(page)
    assert takeaways(page)


@pytest.mark.usefixtures("still_loading")
def test_a_new_question_waits_for_the_model(open_page: Open) -> None:
    page = open_page(text="The [MASK] of the reader.")
    assert not page.exception
    assert not is_marked(page)
    assert not takeaways(page)


def test_no_stored_answer_stays_when_the_model_cannot_come(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: object) -> None:
        raise ModelLoadFailed("The weights are damaged.", remedy="Clone bertplay anew.")

    get_runtime().page_is_out.set()
    monkeypatch.setattr(get_runtime().models, "is_ready", lambda _: False)
    monkeypatch.setattr(get_runtime().models, "load", load)
    page = open_page()
    assert "The weights are damaged." in [text.value for text in page.text]
    assert not is_marked(page)
    assert not takeaways(page)

"""The home page, without a browser: a click is answered, and every page has its door."""

import json
import re

import pytest

from bertplay.i18n.descriptions import DESCRIPTIONS
from bertplay.lessons.ten_questions import ten_questions
from tests.pages.conftest import ROOT, Open, link_of, pressed, takeaway


def test_it_opens_on_a_word_that_the_model_predicts_and_another_one_it_misses(open_at: Open) -> None:
    assert takeaway(open_at("home")).startswith("Correct: “coffee”")
    page = open_at("home", hide="10")
    assert "the masked word “work” ranks number" in takeaway(page)
    assert link_of(page)["hide"] == "10"


@pytest.mark.parametrize("hide", ["", "99", "x", "none"])
def test_a_link_to_no_word_opens_the_first(open_at: Open, hide: str) -> None:
    assert "coffee" in takeaway(open_at("home", hide=hide))


def test_a_sentence_of_ones_own_is_typed_on_the_page_of_the_masked_word(open_at: Open) -> None:
    page = pressed(open_at("home"), "Type your own sentence")
    assert page.title[0].value == "Masked word"
    assert link_of(page)["hide"] == "5"


def test_every_page_and_every_question_has_a_door(open_at: Open) -> None:
    (doors,) = [element for element in open_at("home").get("bidi_component") if "doors" in element.proto.component_name]
    opened = {(door["page"], door["tab"]) for section in json.loads(doors.proto.json)["sections"] for door in section["doors"]}
    assert opened == {(page, "") for page in DESCRIPTIONS} - {("home", ""), ("ten_questions", "")} | {
        ("ten_questions", question.id) for question in ten_questions()
    }
    pictures = set(re.findall(r'symbol id="(\w+)"', (ROOT / "bertplay/ui/components/doors.html").read_text("utf-8")))
    assert pictures == {page for page, tab in opened if not tab}


def test_every_page_of_the_navigation_is_described() -> None:
    shown = dict(re.findall(r'st\.Page\("pages/(\w+)\.py", title=_\("([^"]+)"', (ROOT / "app.py").read_text("utf-8")))
    assert {name: about.title for name, about in DESCRIPTIONS.items()} == shown

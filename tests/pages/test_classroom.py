"""A class, without a browser: the teacher's pages. What students see is in tests/unit/server and tests/browser/test_join.py."""

import csv
import io
from types import SimpleNamespace
from urllib.parse import parse_qs, urlparse

import pytest
import streamlit as st

from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.ui.classroom import join_address as address_module
from bertplay.ui.classroom.join_address import join_address
from bertplay.ui.classroom.teacher_page import table_of
from tests.pages.class_visits import NASTY, answer, asked, buttons, link_of, page_text
from tests.pages.conftest import Open, written_as_markup


def test_a_class_does_not_see_which_models_could_not_be_chosen(visit: Open, store: ClassroomStore) -> None:
    code, key = store.open()
    alone, in_class = (
        {button.key for button in page.button if (button.key or "").startswith("greyed_")}
        for page in (visit("masked_word"), visit("masked_word", code, key=key))
    )
    assert alone
    assert not in_class


def test_a_teacher_opens_a_class_and_has_the_key_in_the_link(visit: Open, store: ClassroomStore) -> None:
    page = visit("classroom")
    page.button("classroom.classroom.open").click().run()
    code, key = link_of(page, "class"), link_of(page, "key")
    assert store.is_teacher(code, key)
    joining, own = [urlparse(shown.value) for shown in page.code]
    assert joining.path.endswith(f"/join/{code}")
    assert not joining.query
    assert parse_qs(own.query) == {"class": [code], "key": [key]}
    assert [shown.value for shown in visit("classroom", code, key=key).code] == [shown.value for shown in page.code]


def test_a_browser_that_brings_the_key_needs_none_in_the_link(visit: Open, store: ClassroomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("membership", "page", "teacher_page"):
        monkeypatch.setattr(f"bertplay.ui.classroom.{module}.teacher_key", lambda code: f"of-this-browser-{code}")
    page = visit("classroom")
    page.button("classroom.classroom.open").click().run()
    code = link_of(page, "class")
    assert link_of(page, "key") == ""
    assert store.is_teacher(code, f"of-this-browser-{code}")
    again = visit("masked_word", code)
    assert "Ask the class" in buttons(again)
    assert link_of(again, "key") == ""
    other, key = store.open()
    elsewhere = visit("classroom", other, key=key)  # opened in another browser: the link has to say it
    assert link_of(elsewhere, "key") == key


def test_the_teacher_asks_sees_who_answered_and_reveals(visit: Open, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("masked_word", code, key=key)
    assert "The model is undecided: the entropy" not in page_text(teacher)  # the model's answer is hidden on the projector, too
    assert {"Ask the class", "Reveal the model's answer"} & buttons(teacher) == {"Ask the class"}
    teacher.button("class_ask").click().run()
    assert {"Ask the class", "Reveal the model's answer"} & buttons(teacher) == {"Reveal the model's answer"}
    assert "0 students here, 0 answered" in page_text(teacher)
    answer(store, code, "Door", "door ", NASTY)
    store.set_present("here", {code: 27})
    assert "27 students here, 3 answered" in page_text(teacher.run())
    teacher.button("class_reveal").click().run()
    assert "The model is undecided: the entropy" in page_text(teacher)
    assert "onerror" not in written_as_markup(teacher)
    [box] = asked(store, code).boxes
    assert (box.answers[0].answer, box.answers[0].count) == ("door", 2)
    assert sum(one.share or 0.0 for one in box.answers) > 0.1
    teacher.button("class_hide").click().run()
    assert "The model is undecided: the entropy" not in page_text(teacher)


def test_a_nasty_word_is_hidden_by_a_click_and_shown_by_another(visit: Open, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("masked_word", code, key=key)
    teacher.button("class_ask").click().run()
    answer(store, code, "door", NASTY)
    words = f"class_words.{store.asked(code)}"
    teacher.run().toggle("class_show_answers").set_value(True).run()
    shown = teacher.session_state[f"{words}.words"]
    teacher.session_state[words] = (shown.index(NASTY.casefold()[:40].strip()),)
    teacher.run()
    found = asked(store, code)
    assert [one.answer for one in found.boxes[0].answers if one.count] == ["door"]
    assert [one.count for one in found.hidden] == [1]
    teacher.session_state[words] = ()
    teacher.run()
    assert asked(store, code).hidden == ()


def test_the_class_goes_along_to_other_pages_and_can_be_left(visit: Open, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("ten_questions", code, key=key)
    teacher.switch_page("pages/masked_word.py").run()
    assert (link_of(teacher, "class"), link_of(teacher, "key")) == (code, key)
    teacher.button("class_leave").click().run()
    assert (link_of(teacher, "class"), link_of(teacher, "key")) == ("", "")
    assert "The model is undecided: the entropy" in page_text(teacher)


def test_the_teachers_page_has_all_questions_and_opens_each(visit: Open, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("masked_word", code, key=key, text="The soup is too hot.", hide="4")
    teacher.button("class_ask").click().run()
    answer(store, code, "hot", "=1+1")
    store.ask(code, key, ClassQuestion("cards", ("1",), NASTY, "Why?"), ())
    page = visit("classroom", code, key=key)
    assert f"Why?\n{NASTY}" in page_text(page)
    assert "onerror" not in written_as_markup(page)
    page.button_group("classroom.classroom.question").set_value(0)
    page.run()
    assert "The soup is too [MASK]." in page_text(page)
    page.button("class_question_open").click().run()
    assert (link_of(page, "text"), link_of(page, "hide"), link_of(page, "class")) == ("The soup is too hot.", "4", code)


def test_the_table_has_every_answer_beside_the_models_and_no_formula(visit: Open, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("masked_word", code, key=key, text="The soup is too hot.", hide="4")
    teacher.button("class_ask").click().run()
    answer(store, code, "hot", "=1+1", "nasty")
    store.hide(code, key, store.asked(code), "nasty")
    rows = list(csv.DictReader(io.StringIO(table_of(store.counts(code)).to_csv().decode("utf-8-sig"))))
    given = {row["answer"]: (row["count"], row["hidden"]) for row in rows if row["count"] != "0"}
    assert given == {"hot": ("1", ""), "'=1 + 1": ("1", ""), "nasty": ("1", "yes")}
    assert {row["question"] for row in rows} == {"Which word is masked?"}
    assert sum(float(row["model"] or 0) for row in rows) > 0.1


@pytest.mark.parametrize("name", ["nowhere", NASTY, "\0", "x" * 500])
def test_a_link_to_no_class_says_so_and_the_page_is_there(visit: Open, name: str) -> None:
    page = visit("masked_word", name)
    assert ("No class with this code is open." in page_text(page)) == (name != "\0")
    assert "The model is undecided: the entropy" in page_text(page)
    assert link_of(page, "class") == ("" if name != "\0" else name)
    assert "onerror" not in written_as_markup(page)


def test_who_is_not_the_teacher_is_sent_to_the_page_of_students(visit: Open, store: ClassroomStore) -> None:
    code, _ = store.open()
    for link in ({}, {"key": "guessed"}):
        page = visit("masked_word", code, **link)
        assert "You are not the teacher of this class." in page_text(page)
        assert f"/join/{code}" in "".join(button.proto.url for button in page.get("link_button"))
        assert "The model is undecided: the entropy" in page_text(page)
        assert link_of(page, "class") == ""


@pytest.mark.parametrize(
    ("url", "listens", "network", "address", "reachable"),
    [
        ("https://school.org/bert/classroom", None, "10.0.0.9", "https://school.org/bert/join/abc", True),
        ("http://localhost:8501/classroom", "0.0.0.0", "10.0.0.9", "http://10.0.0.9:8501/join/abc", True),  # noqa: S104
        ("http://localhost:8501/classroom", "localhost", "10.0.0.9", "http://localhost:8501/join/abc", False),
        ("http://127.0.0.1:8501/", None, None, "http://127.0.0.1:8501/join/abc", False),
        ("http://10.0.0.9:8501", None, "10.0.0.9", "http://10.0.0.9:8501/join/abc", True),
        ("http://[::1]:8501/classroom", None, "10.0.0.9", "http://10.0.0.9:8501/join/abc", True),
    ],
)
def test_the_address_for_students_is_one_that_they_can_open(
    monkeypatch: pytest.MonkeyPatch, url: str, listens: str | None, network: str | None, address: str, reachable: bool
) -> None:
    monkeypatch.setattr(st, "context", SimpleNamespace(url=url))
    monkeypatch.setattr(st, "get_option", lambda name: listens)
    monkeypatch.setattr(address_module, "network_address", lambda: network)
    found = join_address("abc")
    assert (found.address, found.is_reachable) == (address, reachable)
    assert bool(found.remark) == (address.startswith("http://") and "10.0.0.9" not in url)

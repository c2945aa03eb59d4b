"""A class, without a browser: the teacher's pages. What students see is in tests/unit/server and tests/browser/test_join.py."""

import csv
import io
from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import parse_qs, urlparse

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest, app_test

from bertplay.classroom.answers import GivenAnswer
from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.i18n import localized, using_language
from bertplay.lessons.ready import ready_lessons
from bertplay.lessons.ten_questions import ten_questions
from bertplay.results.classroom import LessonPlace, QuestionCounts
from bertplay.server.join.shown import as_data
from bertplay.settings import get_settings
from bertplay.ui.classroom import join_address as address_module
from bertplay.ui.classroom.join_address import join_address
from bertplay.ui.classroom.teacher_page import WHERE_TO_ASK, table_of
from tests.pages.conftest import ROOT, PagesOfTheApp, takeaways, written_as_markup
from tests.pages.pages_of_app import kit_pages

Visit = Callable[..., AppTest]
DOOR = "She opened the [MASK] and went inside."
NASTY = "<img src=x onerror=alert(1)> :red[x]"


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """visit("masked_word", "7k2mqx9r", key=key): a browser that opens this page by a link into a class, with app.py around it."""
    monkeypatch.setattr(app_test, "PagesManager", PagesOfTheApp)

    def open_(page: str, code: str = "", **link: str) -> AppTest:
        tab = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        if page != "home":
            tab.switch_page(f"pages/{page}.py")
        tab.query_params.update({"class": code} | link if code else link)
        return tab.run()

    return open_


@pytest.fixture
def store() -> ClassroomStore:
    return ClassroomStore(get_settings())


def said(page: AppTest) -> str:
    assert not page.exception
    return " ".join(text.value for text in page.text)


def link_of(page: AppTest, name: str) -> str:
    return "".join(page.query_params.get(name, ""))


def buttons(page: AppTest) -> set[str]:
    return {button.label for button in page.button}


def asked(store: ClassroomStore, code: str) -> QuestionCounts:
    found = store.question(code, store.asked(code))
    assert found is not None
    return found


def answer(store: ClassroomStore, code: str, *words: str) -> None:
    """Each word by another student."""
    for number, word in enumerate(words):
        store.answer([GivenAnswer(code, store.asked(code), str(number), (word,))])


def test_a_class_is_not_told_which_models_could_not_be_chosen(visit: Visit, store: ClassroomStore) -> None:
    code, key = store.open()
    alone, in_class = (
        {button.key for button in page.button if (button.key or "").startswith("greyed_")}
        for page in (visit("masked_word"), visit("masked_word", code, key=key))
    )
    assert alone
    assert not in_class


def test_a_teacher_opens_a_class_and_has_the_key_in_the_link(visit: Visit, store: ClassroomStore) -> None:
    page = visit("classroom")
    page.button("classroom.classroom.open").click().run()
    code, key = link_of(page, "class"), link_of(page, "key")
    assert store.is_teacher(code, key)
    joining, own = [urlparse(shown.value) for shown in page.code]
    assert joining.path.endswith(f"/join/{code}")
    assert not joining.query
    assert parse_qs(own.query) == {"class": [code], "key": [key]}
    assert [shown.value for shown in visit("classroom", code, key=key).code] == [shown.value for shown in page.code]


def test_a_browser_that_brings_the_key_needs_none_in_the_link(visit: Visit, store: ClassroomStore, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_the_teacher_asks_sees_who_answered_and_reveals(visit: Visit, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("masked_word", code, key=key)
    assert "The model is undecided: the entropy" not in said(teacher)  # the model's answer is hidden on the projector, too
    assert {"Ask the class", "Reveal the model's answer"} & buttons(teacher) == {"Ask the class"}
    teacher.button("class_ask").click().run()
    assert {"Ask the class", "Reveal the model's answer"} & buttons(teacher) == {"Reveal the model's answer"}
    assert "0 students here, 0 answered" in said(teacher)
    answer(store, code, "Door", "door ", NASTY)
    store.set_here("here", {code: 27})
    assert "27 students here, 3 answered" in said(teacher.run())
    teacher.button("class_reveal").click().run()
    assert "The model is undecided: the entropy" in said(teacher)
    assert "onerror" not in written_as_markup(teacher)
    [box] = asked(store, code).boxes
    assert (box.answers[0].answer, box.answers[0].count) == ("door", 2)
    assert sum(one.share or 0.0 for one in box.answers) > 0.1
    teacher.button("class_hide").click().run()
    assert "The model is undecided: the entropy" not in said(teacher)


def test_a_nasty_word_is_hidden_by_a_click_and_shown_by_another(visit: Visit, store: ClassroomStore) -> None:
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


def test_the_class_goes_along_to_other_pages_and_can_be_left(visit: Visit, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("ten_questions", code, key=key)
    teacher.switch_page("pages/masked_word.py").run()
    assert (link_of(teacher, "class"), link_of(teacher, "key")) == (code, key)
    teacher.button("class_leave").click().run()
    assert (link_of(teacher, "class"), link_of(teacher, "key")) == ("", "")
    assert "The model is undecided: the entropy" in said(teacher)


def test_the_teachers_page_has_all_questions_and_opens_each(visit: Visit, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("masked_word", code, key=key, text="The soup is too hot.", hide="4")
    teacher.button("class_ask").click().run()
    answer(store, code, "hot", "=1+1")
    store.ask(code, key, ClassQuestion("cards", ("1",), NASTY, "Why?"), ())
    page = visit("classroom", code, key=key)
    assert f"Why?\n{NASTY}" in said(page)
    assert "onerror" not in written_as_markup(page)
    page.button_group("classroom.classroom.question").set_value(0)
    page.run()
    assert "The soup is too [MASK]." in said(page)
    page.button("class_question_open").click().run()
    assert (link_of(page, "text"), link_of(page, "hide"), link_of(page, "class")) == ("The soup is too hot.", "4", code)


def test_the_table_has_every_answer_beside_the_models_and_no_formula(visit: Visit, store: ClassroomStore) -> None:
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
def test_a_link_to_no_class_says_so_and_the_page_is_there(visit: Visit, name: str) -> None:
    page = visit("masked_word", name)
    assert ("No class with this code is open." in said(page)) == (name != "\0")
    assert "The model is undecided: the entropy" in said(page)
    assert link_of(page, "class") == ("" if name != "\0" else name)
    assert "onerror" not in written_as_markup(page)


def test_who_is_not_the_teacher_is_sent_to_the_page_of_students(visit: Visit, store: ClassroomStore) -> None:
    code, _ = store.open()
    for link in ({}, {"key": "guessed"}):
        page = visit("masked_word", code, **link)
        assert "You are not the teacher of this class." in said(page)
        assert f"/join/{code}" in "".join(button.proto.url for button in page.get("link_button"))
        assert "The model is undecided: the entropy" in said(page)
        assert link_of(page, "class") == ""


ASKED = [(page, tab) for page, tabs in WHERE_TO_ASK.items() for tab in tabs]
ASKED += [("ten_questions", question.id) for question in ten_questions()]


@pytest.mark.parametrize(("page", "tab"), ASKED)
def test_every_tab_with_a_guess_can_be_asked(visit: Visit, store: ClassroomStore, page: str, tab: str) -> None:
    """The class gets a question that it can answer, and the model's answer is one that a student could give."""
    code, key = store.open()
    link = {"text": "The [MASK] barked.", "no_positions": "1"} if tab == "ablations" else {}
    teacher = visit(page, code, key=key, tab=tab, **link)
    assert takeaways(teacher) == [] or tab == "benefits"  # its first experiment is not what is guessed
    teacher.button("class_ask").click().run()
    assert not teacher.exception
    question = asked(store, code)
    assert question.prompt.endswith("?")
    given = list(question.choices)[:1] * len(question.boxes) if question.choices else ["a"] * len(question.boxes)
    [counted] = store.answer([GivenAnswer(code, question.id, "a", tuple(given))])
    assert counted == tuple(given)
    says = [[one.answer for one in box.answers if one.share] for box in question.boxes]
    if page != "ten_questions":
        assert all(says)
        assert all(one in question.choices for box in says for one in box if question.choices)
    teacher.button("class_reveal").click().run()
    assert takeaways(teacher) or said(teacher)
    assert "Hide the model's answer" in buttons(teacher)


def test_several_masks_are_asked_at_once(visit: Visit, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("masked_word", code, key=key, text="The dog chased the cat.", hide="1.4")
    teacher.button("class_ask").click().run()
    question = asked(store, code)
    assert [str(box.label) for box in question.boxes] == ["Mask 1: your word", "Mask 2: your word"]
    store.answer([GivenAnswer(code, question.id, "a", ("dog", "")), GivenAnswer(code, question.id, "b", ("Dog", "cat"))])
    counts = [{one.answer: one.count for one in box.answers if one.count} for box in asked(store, code).boxes]
    assert counts == [{"dog": 2}, {"cat": 1}]
    assert [box.truth for box in asked(store, code).boxes] == ["dog", "cat"]


def test_the_steps_of_a_lesson_are_asked_one_after_the_other(visit: Visit, store: ClassroomStore) -> None:
    """Where its page lets one guess, as the page asks it; elsewhere in words. The table has every step."""
    code, key = store.open()
    lesson = ready_lessons()["demonstration"]
    teacher = visit("home", code, key=key, lesson="demonstration", step="1")
    teacher.button("class_ask").click().run()
    for number, step in enumerate(lesson.steps, start=1):
        assert not teacher.exception
        question = asked(store, code)
        assert question.lesson == LessonPlace("demonstration", lesson.title, number, len(lesson.steps), step.question, step.answer)
        assert question.is_in_words == (step.inputs.get("tab") in {"left_right_context", "two_sentences"})
        answer(store, code, "7" if question.is_number else "door")
        shown = store.for_students(code)
        assert shown is not None
        assert as_data(shown)["lesson"] == f"{lesson.title} · step {number} of {len(lesson.steps)}"
        assert step.question in (as_data(shown)["lead"], as_data(shown)["prompt"])
        assert step.answer not in str(as_data(shown))  # before the reveal
        teacher.button("class_reveal").click().run()
        shown = store.for_students(code)
        assert shown is not None
        assert as_data(shown)["revealed"]["teacher"] == f"The teacher’s answer: {step.answer}"
        if number < len(lesson.steps):
            teacher.button("lesson_ask_next").click().run()
    assert "lesson_ask_next" not in [button.key for button in teacher.button]
    rows = list(csv.DictReader(io.StringIO(table_of(store.counts(code)).to_csv().decode("utf-8-sig"))))
    steps = list(dict.fromkeys(row["step of a lesson"] for row in rows))
    assert steps == [f"{lesson.title} · step {number} of {len(lesson.steps)}" for number in range(1, len(lesson.steps) + 1)]


def test_a_step_of_a_lesson_is_another_question_than_its_page_alone(visit: Visit, store: ClassroomStore) -> None:
    code, key = store.open()
    visit("home", code, key=key, lesson="demonstration", step="1").button("class_ask").click().run()
    in_lesson = store.asked(code)
    visit("masked_word", code, key=key, text=DOOR).button("class_ask").click().run()
    alone = asked(store, code)
    assert (alone.lesson, alone.title) == (None, DOOR)
    assert alone.id != in_lesson
    assert len(store.counts(code).questions) == 2


def test_a_question_that_nobody_answered_is_in_the_table(store: ClassroomStore) -> None:
    code, key = store.open()
    store.ask(code, key, ClassQuestion("cards", ("1",), "", "Why?"), ())
    [row] = csv.DictReader(io.StringIO(table_of(store.counts(code)).to_csv().decode("utf-8-sig")))
    assert (row["question"], row["answer"], row["count"]) == ("Why?", "", "0")


def test_a_question_is_shown_to_each_reader_in_their_language(visit: Visit, store: ClassroomStore) -> None:
    """Whoever asks, and in whatever language."""
    code, key = store.open()
    teacher = visit("next_sentence", code, key=key, lang="fr")
    teacher.button("class_ask").click().run()
    question = asked(store, code)
    assert question.prompt == "Does the second sentence continue the first?"
    with using_language("fr"):
        assert localized(question.choices["yes"]) == "C’est la suite"


def test_a_teacher_is_led_to_every_tab_that_asks_a_class() -> None:
    asking = {page.name: {tab.name: tab.title for tab in page.tabs if tab.guess} for page in kit_pages()}
    asking = {page: tabs for page, tabs in asking.items() if tabs}
    assert {page: tabs for page, tabs in WHERE_TO_ASK.items() if tabs} == {p: t for p, t in asking.items() if p != "ten_questions"}
    assert set(WHERE_TO_ASK) == set(asking)


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

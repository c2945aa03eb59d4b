"""What a class is asked: on every tab with a guess, in the steps of a lesson, in the language of each reader."""

import csv
import io

import pytest

from bertplay.classroom.answers import GivenAnswer
from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.i18n import localized, using_language
from bertplay.lessons.ready import ready_lessons
from bertplay.lessons.ten_questions import ten_questions
from bertplay.results.classroom import LessonPlace
from bertplay.server.join.shown import as_data
from bertplay.ui.classroom.teacher_page import WHERE_TO_ASK, table_of
from tests.pages.class_visits import DOOR, answer, asked, buttons, page_text
from tests.pages.conftest import Open, takeaways
from tests.pages.pages_of_app import kit_pages

ASKED = [(page, tab) for page, tabs in WHERE_TO_ASK.items() for tab in tabs]
ASKED += [("ten_questions", question.id) for question in ten_questions()]


@pytest.mark.parametrize(("page", "tab"), ASKED)
def test_every_tab_with_a_guess_can_be_asked(visit: Open, store: ClassroomStore, page: str, tab: str) -> None:
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
    assert takeaways(teacher) or page_text(teacher)
    assert "Hide the model's answer" in buttons(teacher)


def test_several_masks_are_asked_at_once(visit: Open, store: ClassroomStore) -> None:
    code, key = store.open()
    teacher = visit("masked_word", code, key=key, text="The dog chased the cat.", hide="1.4")
    teacher.button("class_ask").click().run()
    question = asked(store, code)
    assert [str(box.label) for box in question.boxes] == ["Mask 1: your word", "Mask 2: your word"]
    store.answer([GivenAnswer(code, question.id, "a", ("dog", "")), GivenAnswer(code, question.id, "b", ("Dog", "cat"))])
    counts = [{one.answer: one.count for one in box.answers if one.count} for box in asked(store, code).boxes]
    assert counts == [{"dog": 2}, {"cat": 1}]
    assert [box.truth for box in asked(store, code).boxes] == ["dog", "cat"]


def test_the_steps_of_a_lesson_are_asked_one_after_the_other(visit: Open, store: ClassroomStore) -> None:
    """As a guess on pages that offer one, otherwise as a question answered in words. The table has every step."""
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


def test_a_step_of_a_lesson_is_another_question_than_its_page_alone(visit: Open, store: ClassroomStore) -> None:
    code, key = store.open()
    visit("home", code, key=key, lesson="demonstration", step="1").button("class_ask").click().run()
    in_lesson = store.asked(code)
    visit("masked_word", code, key=key, text=DOOR).button("class_ask").click().run()
    alone = asked(store, code)
    assert (alone.lesson, alone.title) == (None, DOOR)
    assert alone.id != in_lesson
    assert len(store.counts(code).questions) == 2


def test_a_question_without_answers_is_in_the_table(store: ClassroomStore) -> None:
    code, key = store.open()
    store.ask(code, key, ClassQuestion("cards", ("1",), "", "Why?"), ())
    [row] = csv.DictReader(io.StringIO(table_of(store.counts(code)).to_csv().decode("utf-8-sig")))
    assert (row["question"], row["answer"], row["count"]) == ("Why?", "", "0")


def test_a_question_is_shown_to_each_reader_in_their_language(visit: Open, store: ClassroomStore) -> None:
    """Whatever the teacher's language."""
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

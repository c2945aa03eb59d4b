"""The classroom store: nothing is lost, nothing is counted twice, and nothing is kept longer than a day."""

import threading
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bertplay.classroom import answers as answers_module
from bertplay.classroom import store as store_module
from bertplay.classroom.answers import GivenAnswer, student_of
from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import DATABASE, ClassroomStore
from bertplay.classroom.tables import Base
from bertplay.errors import BadInput, ClassroomFull, NotAsked, NotTheTeacher, StoreUnavailable, UnknownClassroom
from bertplay.results.classroom import AnswerCount, ModelAnswer
from bertplay.settings import Settings
from tests.unit.classroom.conftest import answer, counted

DAY = 24 * 3600


@pytest.fixture
def asked(store: ClassroomStore, soup: ClassQuestion) -> tuple[str, str]:
    """A class with one question, about the soup: its code and key."""
    code, key = store.open()
    store.ask(code, key, soup, ())
    return code, key


def card(number: int) -> ClassQuestion:
    return ClassQuestion("cards", (str(number),), "", f"Card {number}?")


def every_row(store: ClassroomStore) -> dict[str, list[Any]]:
    """All rows of the database, table by table."""
    with store._database.session() as session:
        return {table.name: list(session.execute(select(table)).all()) for table in Base.metadata.sorted_tables}


def test_the_store_does_not_hold_the_teachers_key(store: ClassroomStore) -> None:
    code, key = store.open()
    assert store.is_teacher(code, key)
    assert not store.is_teacher(code, "")
    assert not store.is_teacher(code, key[:-1])
    assert key not in str(every_row(store))


def test_one_answer_counts_for_a_student_however_it_is_written(store: ClassroomStore, soup: ClassQuestion, asked: tuple[str, str]) -> None:
    code, _ = asked
    for student, word in (("a", "hot"), ("b", " Hot "), ("c", "cold"), ("c", "HOT\n"), ("d", "cold"), ("d", "cold")):
        answer(store, code, soup, student, word)
    assert counted(store, code, soup) == [{"hot": 3, "cold": 1}]
    found = store.question(code, soup.id)
    assert found is not None
    assert (found.answered, found.boxes[0].answers) == (4, (AnswerCount("hot", 3, "hot"), AnswerCount("cold", 1, "cold")))


def test_each_mask_is_counted_by_itself_and_a_change_empties_the_others(store: ClassroomStore) -> None:
    code, key = store.open()
    two = ClassQuestion("masked_word", ("two",), "[MASK] [MASK]", "Which word is masked?", boxes=("Mask 1", "Mask 2"))
    store.ask(code, key, two, (), [ModelAnswer((("the", 0.5),), "the"), ModelAnswer((("dog", 0.25),))])
    answer(store, code, two, "a", "the", "dog")
    answer(store, code, two, "b", "the", "cat")
    answer(store, code, two, "b", "", "cat")
    assert counted(store, code, two) == [{"the": 1}, {"cat": 1, "dog": 1}]
    found = store.question(code, two.id)
    assert found is not None
    assert found.answered == 2
    assert found.boxes[1].answers == (AnswerCount("dog", 1, "dog", 0.25), AnswerCount("cat", 1, "cat"))


def test_a_student_sees_neither_answers_nor_the_model_before_the_reveal(
    store: ClassroomStore, soup: ClassQuestion, asked: tuple[str, str]
) -> None:
    code, key = asked
    store.ask(code, key, soup, (), [ModelAnswer((("hot", 0.9),), "hot")])
    answer(store, code, soup, "a", "cold")
    before = store.for_students(code)
    assert before is not None
    assert (before.answered, before.boxes[0].answers, before.boxes[0].truth) == (0, (), "")
    store.reveal(code, key, soup.id, is_revealed=True)
    after = store.for_students(code)
    assert after is not None
    assert (after.boxes[0].answers, after.boxes[0].truth) == ((AnswerCount("cold", 1, "cold"), AnswerCount("hot", 0, "hot", 0.9)), "hot")
    store.hide(code, key, soup.id, "cold")
    hidden = store.for_students(code)
    assert hidden is not None
    assert (hidden.boxes[0].answers, hidden.hidden) == ((AnswerCount("hot", 0, "hot", 0.9),), (AnswerCount("cold", 1, "cold"),))
    store.hide(code, key, soup.id, "cold", is_hidden=False)
    assert store.for_students(code) == after


def test_a_student_finds_what_they_answered_and_what_was_revealed(
    store: ClassroomStore, soup: ClassQuestion, asked: tuple[str, str]
) -> None:
    code, key = asked
    store.ask(code, key, soup, (), [ModelAnswer((("hot", 0.9),), "hot")])
    ada, eve = "ada.signature", "eve.signature"
    answer(store, code, soup, student_of(ada, code), "Cold")
    answer(store, code, soup, student_of(eve, code), "hot")
    [own] = store.answers_of(ada)
    assert (own.code, own.question.id, own.boxes, own.question.boxes[0].answers) == (code, soup.id, ("cold",), ())
    store.reveal(code, key, soup.id, is_revealed=True)
    [own] = store.answers_of(ada)
    assert (own.boxes, own.question.boxes[0].truth) == (("cold",), "hot")
    two = ClassQuestion("cards", ("2",), "", "Which two?", {"a": "Apples", "b": "Bees"})
    store.ask(code, key, two, ())
    answer(store, code, two, student_of(ada, code), "b")
    assert [found.boxes for found in store.answers_of(ada)] == [("cold",), ("Bees",)]
    assert store.answers_of("mallory.signature") == []


def test_an_answer_never_makes_a_question_and_counts_only_for_the_one_that_is_asked(
    store: ClassroomStore, soup: ClassQuestion, asked: tuple[str, str]
) -> None:
    code, key = asked
    with pytest.raises(NotAsked, match="moved on"):
        answer(store, code, card(1), "a", "x")
    assert len(store.counts(code).questions) == 1
    store.ask(code, key, card(1), ())
    with pytest.raises(NotAsked, match="moved on"):
        answer(store, code, soup, "a", "hot")
    store.reveal(code, key, card(1).id, is_revealed=True)
    with pytest.raises(NotAsked, match="already shown"):
        answer(store, code, card(1), "a", "late")
    with pytest.raises(UnknownClassroom):
        answer(store, "nowhere", soup, "a", "hot")


def test_one_bad_answer_in_a_group_does_not_harm_the_others(store: ClassroomStore, soup: ClassQuestion, asked: tuple[str, str]) -> None:
    code, _ = asked
    group = [GivenAnswer(code, soup.id, "a", ("hot",)), GivenAnswer(code, soup.id, "b", (" ",)), GivenAnswer(code, soup.id, "a", ("cold",))]
    first, bad, last = store.answer(group)
    assert (first, last) == (("hot",), ("cold",))
    assert isinstance(bad, BadInput)
    assert counted(store, code, soup) == [{"cold": 1}]


def test_a_new_word_is_still_counted_after_five_hundred_junk_words(
    store: ClassroomStore, soup: ClassQuestion, asked: tuple[str, str]
) -> None:
    code, _ = asked
    store.answer([GivenAnswer(code, soup.id, f"junk {n}", (f"junk {n}",)) for n in range(600)])
    answer(store, code, soup, "a", "hot")
    assert counted(store, code, soup)[0]["hot"] == 1


def test_nothing_is_lost_when_many_answer_and_change_at_once(
    store: ClassroomStore, settings: Settings, soup: ClassQuestion, asked: tuple[str, str]
) -> None:
    """Sixteen threads at two servers, each a student who answers twenty times; the last answer of each counts."""
    code, _ = asked
    other = ClassroomStore(settings)
    last: list[str] = [""] * 16
    trouble: list[BaseException] = []

    def read(number: int) -> None:
        rng = Random(number)
        try:
            for _ in range(20):
                last[number] = rng.choice("abc")
                answer(store if number % 2 else other, code, soup, str(number), last[number])
        except BaseException as error:
            trouble.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert trouble == []
    assert counted(store, code, soup) == [dict(Counter(last))]


def test_only_the_teacher_asks_reveals_and_hides(store: ClassroomStore, soup: ClassQuestion) -> None:
    code, key = store.open()
    store.ask(code, key, soup, (("text", "The soup is too [MASK]."),))
    counts = store.counts(code)
    assert (counts.asked, counts.questions[0].link) == (soup.id, (("text", "The soup is too [MASK]."),))
    for call in (
        lambda: store.ask(code, "guessed", soup, ()),
        lambda: store.reveal(code, "guessed", soup.id, is_revealed=True),
        lambda: store.hide(code, "guessed", soup.id, "hot"),
    ):
        with pytest.raises(NotTheTeacher):
            call()
    store.reveal(code, key, soup.id, is_revealed=True)
    assert store.is_revealed(code, soup.id)
    store.reveal(code, key, soup.id, is_revealed=False)
    assert not store.is_revealed(code, soup.id)


def test_who_is_here_is_the_sum_over_all_servers_that_still_say_so(store: ClassroomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _ = store.open()
    store.set_present("one", {code: 20, "a class that is closed": 5})
    store.set_present("other", {code: 7})
    assert store.present(code) == 27
    store.set_present("one", {code: 0})
    assert store.present(code) == 7
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 60)
    store.set_present("one", {code: 1})
    assert store.present(code) == 1  # the other server has said nothing for a minute


def test_everything_is_there_after_a_restart(
    store: ClassroomStore, settings: Settings, soup: ClassQuestion, asked: tuple[str, str]
) -> None:
    code, key = asked
    answer(store, code, soup, "a", "hot")
    before, secret = store.counts(code), store.secret()
    store.close()
    again = ClassroomStore(settings)
    assert again.counts(code) == before
    assert again.is_teacher(code, key)
    assert again.secret() == secret
    assert len(secret) == 32
    again.close()


def test_a_day_later_nothing_is_left(
    store: ClassroomStore, soup: ClassQuestion, asked: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, key = asked
    answer(store, code, soup, "a", "hot")
    store.hide(code, key, soup.id, "hot")
    store.set_present("one", {code: 1})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + DAY - 60)
    store.require(code)
    monkeypatch.setattr(time, "time", lambda: now + DAY + 60)
    for call in (store.require, store.counts, store.for_students, lambda code: store.reveal(code, key, soup.id, is_revealed=True)):
        with pytest.raises(UnknownClassroom):
            call(code)
    with pytest.raises(UnknownClassroom):
        answer(store, code, soup, "a", "hot")
    assert store.delete_old() == 1
    assert every_row(store) == {name: [] for name in ("classrooms", "questions", "answers", "hidden", "presence", "secret")}


def test_there_are_limits(store: ClassroomStore, soup: ClassQuestion, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in (("MAX_CLASSES", 4), ("MAX_OF_BROWSER", 1), ("MAX_OF_ADDRESS", 2), ("MAX_QUESTIONS", 3)):
        monkeypatch.setattr(store_module, name, most)
    monkeypatch.setattr(answers_module, "MAX_STUDENTS", 4)
    code, key = store.open(browser="a", address="school")
    with pytest.raises(ClassroomFull, match="You have 1 classes open"):
        store.open(browser="a", address="elsewhere")
    store.open(browser="b", address="school")
    with pytest.raises(ClassroomFull, match="from your network"):
        store.open(browser="c", address="school")
    store.open()
    store.open()
    with pytest.raises(ClassroomFull, match="on this server"):
        store.open(browser="d", address="elsewhere")
    store.ask(code, key, soup, ())
    for number in range(4):
        answer(store, code, soup, str(number), "hot")
    with pytest.raises(ClassroomFull, match="4 students have answered"):
        answer(store, code, soup, "one more", "hot")
    answer(store, code, soup, "0", "cold")  # who has answered may still change it
    assert counted(store, code, soup) == [{"hot": 3, "cold": 1}]
    store.ask(code, key, card(1), ())
    store.ask(code, key, card(2), ())
    with pytest.raises(ClassroomFull, match="3 questions"):
        store.ask(code, key, card(3), ())
    store.ask(code, key, card(2), ())


def test_an_unknown_class_is_reported(store: ClassroomStore, soup: ClassQuestion) -> None:
    for call in (store.require, store.counts, store.for_students, lambda code: store.ask(code, "key", soup, ())):
        with pytest.raises(UnknownClassroom):
            call("nowhere")
    assert store.question("nowhere", soup.id) is None
    assert not store.is_revealed("nowhere", soup.id)


def test_a_broken_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / f"{DATABASE}.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreUnavailable, match="The store of classes cannot be used"):
        ClassroomStore(Settings(runs_dir=tmp_path))

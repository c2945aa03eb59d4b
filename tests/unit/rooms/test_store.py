"""The store of rooms: nothing is lost, nothing is counted twice, and nothing is kept longer than a day."""

import sqlite3
import threading
import time
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.errors import BadInput, NotTheTeacher, RoomIsFull, StoreUnavailable, UnknownRoom
from bertplay.results.rooms import AnswerCount
from bertplay.rooms import store as store_module
from bertplay.rooms.question import ANSWER_CHARACTERS, Question, normal
from bertplay.rooms.store import FILE, RoomStore
from bertplay.settings import Settings

DAY = 24 * 3600


def said(store: RoomStore, room: str, question: Question) -> dict[str, int]:
    counts = store.question(room, question.step)
    return {answer.answer: answer.count for answer in counts.answers} if counts else {}


def test_a_room_has_a_name_to_be_read_aloud_and_a_key_that_the_store_does_not_hold(store: RoomStore, settings: Settings) -> None:
    room, key = store.open()
    assert len(room) == 6
    assert room.isascii()
    assert room.isalpha()
    assert room.islower()
    assert store.is_teacher(room, key)
    assert not store.is_teacher(room, "")
    assert not store.is_teacher(room, key[:-1])
    store.close()
    assert all(key.encode() not in file.read_bytes() for file in settings.runs_dir.iterdir())


def test_answers_are_counted_however_they_are_written(store: RoomStore, soup: Question) -> None:
    room, _ = store.open()
    for answer in ("hot", " Hot ", "HOT\n", "cold"):
        store.count(room, soup, answer)
    assert said(store, room, soup) == {"hot": 3, "cold": 1}
    counts = store.counts(room)
    assert counts.questions[0].answers == (AnswerCount("hot", 3), AnswerCount("cold", 1))
    assert counts.questions[0].total == 4


def test_who_answers_again_changes_the_answer(store: RoomStore, soup: Question) -> None:
    room, _ = store.open()
    store.count(room, soup, "hot")
    store.count(room, soup, "hot")
    store.count(room, soup, "cold", before="hot")
    assert said(store, room, soup) == {"hot": 1, "cold": 1}
    store.count(room, soup, "cold", before="hot")
    store.count(room, soup, "cold", before="cold")
    assert said(store, room, soup) == {"cold": 2}
    store.count(room, soup, "warm", before="never said")
    assert said(store, room, soup) == {"cold": 2, "warm": 1}


def test_nothing_is_lost_when_many_answer_and_change_at_once(store: RoomStore, settings: Settings, soup: Question) -> None:
    """Sixteen threads at two servers, each a reader who answers forty times; the last answer of each counts."""
    room, _ = store.open()
    other = RoomStore(settings)
    last: list[str] = [""] * 16
    trouble: list[BaseException] = []

    def read(number: int) -> None:
        dice = Random(number)
        try:
            for _ in range(40):
                answer = dice.choice("abc")
                (store if number % 2 else other).count(room, soup, answer, before=last[number])
                last[number] = answer
        except BaseException as error:
            trouble.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert trouble == []
    assert said(store, room, soup) == dict(Counter(last))


def test_the_teacher_asks_and_reveals_and_nobody_else(store: RoomStore, soup: Question) -> None:
    room, key = store.open()
    with pytest.raises(NotTheTeacher):
        store.ask(room, "guessed", soup, ())
    store.ask(room, key, soup, (("text", "The soup is too [MASK]."),))
    counts = store.counts(room)
    assert (counts.asked, counts.questions[0].link) == (soup.step, (("text", "The soup is too [MASK]."),))
    assert not store.is_revealed(room, soup.step)
    with pytest.raises(NotTheTeacher):
        store.reveal(room, "guessed", soup.step, is_revealed=True)
    store.reveal(room, key, soup.step, is_revealed=True)
    assert store.is_revealed(room, soup.step)
    store.reveal(room, key, soup.step, is_revealed=False)
    assert not store.is_revealed(room, soup.step)


def test_everything_is_there_after_a_restart(store: RoomStore, settings: Settings, soup: Question) -> None:
    room, key = store.open()
    store.count(room, soup, "hot")
    store.reveal(room, key, soup.step, is_revealed=True)
    before = store.counts(room)
    store.close()
    again = RoomStore(settings)
    assert again.counts(room) == before
    assert again.is_teacher(room, key)
    again.close()


def test_a_day_later_nothing_is_left(store: RoomStore, settings: Settings, soup: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    room, key = store.open()
    store.count(room, soup, "hot")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + DAY - 60)
    store.require(room)
    monkeypatch.setattr(time, "time", lambda: now + DAY + 60)
    for call in (store.require, store.counts, lambda room: store.reveal(room, key, soup.step, is_revealed=True)):
        with pytest.raises(UnknownRoom):
            call(room)
    assert store.drop_old() == 1
    with sqlite3.connect(settings.runs_dir / FILE) as file:
        left = [file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("rooms", "questions", "counts")]  # noqa: S608
    file.close()
    assert left == [0, 0, 0]
    with pytest.raises(UnknownRoom):
        store.count(room, soup, "hot")


def test_there_are_limits(store: RoomStore, soup: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in (("MOST_ROOMS", 2), ("MOST_QUESTIONS", 3), ("MOST_ANSWERS", 4)):
        monkeypatch.setattr(store_module, name, most)
    room, key = store.open()
    store.open()
    with pytest.raises(RoomIsFull, match="rooms are open"):
        store.open()
    for number in range(4):
        store.count(room, soup, f"answer {number}")
    store.count(room, soup, "answer 0")
    with pytest.raises(RoomIsFull, match="different answers"):
        store.count(room, soup, "one more", before="answer 0")
    assert said(store, room, soup) == {"answer 0": 2, "answer 1": 1, "answer 2": 1, "answer 3": 1}  # the old answer was not taken back
    store.count(room, soup, "answer 0", before="answer 1")
    store.count(room, soup, "one more")
    store.count(room, Question("cards", ("1",), "One"), "a")
    store.count(room, Question("cards", ("2",), "Two"), "a")
    with pytest.raises(RoomIsFull, match="3 questions"):
        store.count(room, Question("cards", ("3",), "Three"), "a")
    with pytest.raises(RoomIsFull):
        store.ask(room, key, Question("cards", ("3",), "Three"), ())
    store.ask(room, key, Question("cards", ("2",), "Two"), ())


def test_an_unknown_room_is_said(store: RoomStore, soup: Question) -> None:
    for call in (store.require, store.counts, lambda room: store.count(room, soup, "hot"), lambda room: store.ask(room, "key", soup, ())):
        with pytest.raises(UnknownRoom):
            call("nowhere")
    assert store.question("nowhere", soup.step) is None
    assert not store.is_revealed("nowhere", soup.step)


@pytest.mark.parametrize("answer", ["", "  \n", "\t"])
def test_an_empty_answer_is_refused(store: RoomStore, soup: Question, answer: str) -> None:
    room, _ = store.open()
    with pytest.raises(BadInput):
        store.count(room, soup, answer)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_answer_becomes_one_short_line(answer: str) -> None:
    line = normal(answer)
    assert len(line) <= ANSWER_CHARACTERS
    assert line == line.strip()
    assert "\n" not in line
    assert "\0" not in line
    line.encode("utf-8")


def test_composed_and_decomposed_letters_are_the_same_answer() -> None:
    assert normal("cafe\u0301") == normal("CAF\u00c9") == "caf\u00e9"
    assert normal("\ud800x") == "\ufffdx"


def test_the_same_link_is_the_same_question(soup: Question) -> None:
    assert Question(soup.page, soup.about, "in other words").step == soup.step
    assert len({soup.step, Question("other", soup.about, "").step, Question(soup.page, (*soup.about, ""), "").step}) == 3


def test_a_broken_file_is_explained(settings: Settings) -> None:
    settings.runs_dir.mkdir(parents=True)
    (settings.runs_dir / FILE).write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreUnavailable, match="The store of rooms cannot be used"):
        RoomStore(settings)

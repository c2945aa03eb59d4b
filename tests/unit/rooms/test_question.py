"""The title of a question, as the store keeps it: a sentence stays as it stands, a text of our own can be told in another language."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.rooms.question import TITLE_CHARACTERS, Question, read_title, written_title
from bertplay.rooms.store import RoomStore
from bertplay.wording import FRENCH, Later, as_told, later, speaking

CUT = "Where would you cut “{word}”?"


@given(st.text(max_size=TITLE_CHARACTERS))
def test_a_sentence_comes_back_as_it_was_written(title: str) -> None:
    assert read_title(written_title(title)) == title
    assert not isinstance(read_title(written_title(title)), Later)


def test_a_text_of_our_own_is_told_to_each_reader(store: RoomStore) -> None:
    room, _ = store.open()
    with speaking(FRENCH):  # who asks first is French
        question = Question("wordpiece", ("word", "playful"), later(CUT, word="playful"))
        store.add(room, question)
    [kept] = store.counts(room).questions
    assert kept.title == "Where would you cut “playful”?"  # as the teacher's table has it
    with speaking(FRENCH):
        assert as_told(kept.title).replace("\u00a0", " ") == "Où couperiez-vous « playful » ?"
    assert as_told(kept.title) == "Where would you cut “playful”?"


def test_what_somebody_wrote_is_not_told(store: RoomStore) -> None:
    """Not even when it is a text of the catalogue."""
    room, _ = store.open()
    store.add(room, Question("masked_word", ("Send", "0"), "Send"))
    with speaking(FRENCH):
        assert as_told(store.counts(room).questions[0].title) == "Send"


def test_a_long_title_is_cut() -> None:
    assert read_title(written_title("é" * 600)) == "é" * TITLE_CHARACTERS
    told = read_title(written_title(later(CUT, word="x" * 600)))
    assert told == f"Where would you cut “{'x' * TITLE_CHARACTERS}”?"


@pytest.mark.parametrize("title", ["The soup is too [MASK].", "{}", '{"a": 1}', "17", "[", ""])
def test_what_an_earlier_version_wrote_is_shown_as_it_stands(title: str) -> None:
    assert read_title(title) == title


def test_the_store_holds_plain_json() -> None:
    assert json.loads(written_title(later(CUT, word="a"))) == {"sentence": CUT, "values": {"word": "a"}}

"""Visits to a class: who visits, what is asked, what is answered."""

from streamlit.testing.v1 import AppTest

from bertplay.classroom.answers import GivenAnswer
from bertplay.classroom.store import ClassroomStore
from bertplay.results.classroom import QuestionCounts

DOOR = "She opened the [MASK] and went inside."

NASTY = "<img src=x onerror=alert(1)> :red[x]"


def page_text(page: AppTest) -> str:
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
    """Each word is the answer of another student."""
    for number, word in enumerate(words):
        store.answer([GivenAnswer(code, store.asked(code), str(number), (word,))])

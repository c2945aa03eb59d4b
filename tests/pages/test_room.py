"""A class in its room, without a browser: a teacher, pupils, and what each sees."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from bertplay.rooms.question import Question
from bertplay.rooms.store import RoomStore
from bertplay.settings import get_settings
from tests.pages.conftest import ROOT, written_as_markup

Visit = Callable[..., AppTest]
NASTY = "<img src=x onerror=alert(1)> :red[x]"


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """visit("masked_word", room="bamodi"): a browser that opens this page by a link, with app.py around it.

    AppTest begins every run as a fresh server does, which would run the file of the page alone; see bertplay/ui/navigation.py.
    """
    begin = PagesManager.__init__

    def begin_inside(manager: PagesManager, *arguments: Any, **options: Any) -> None:
        begin(manager, *arguments, **options)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begin_inside)

    def open_(page: str, **link: str) -> AppTest:
        tab = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        if page != "ten_questions":
            tab.switch_page(f"pages/{page}.py")
        tab.query_params.update(link)
        return tab.run()

    return open_


@pytest.fixture
def store() -> RoomStore:
    return RoomStore(get_settings())


def said(page: AppTest) -> str:
    assert not page.exception
    return " ".join(text.value for text in page.text)


def counted(store: RoomStore, room: str) -> list[dict[str, int]]:
    return [{answer.answer: answer.count for answer in question.answers} for question in store.counts(room).questions]


def link_of(page: AppTest, name: str) -> str:
    return "".join(page.query_params.get(name, ""))


def buttons(page: AppTest) -> set[str]:
    return {button.label for button in page.button}


def send(pupil: AppTest, word: str) -> AppTest:
    pupil.text_input("guess_round_0").set_value(word)
    next(button for button in pupil.button if button.label == "Send").click()
    return pupil.run()


def test_a_class_is_not_told_which_models_could_not_be_chosen(visit: Visit, store: RoomStore) -> None:
    room, _ = store.open()
    alone, in_class = (
        {button.key for button in page.button if (button.key or "").startswith("greyed_")}
        for page in (visit("masked_word"), visit("masked_word", room=room))
    )
    assert alone
    assert not in_class


def test_a_teacher_opens_a_room_and_has_the_key_in_the_link(visit: Visit, store: RoomStore) -> None:
    page = visit("room")
    page.button("room_open").click().run()
    room, key = link_of(page, "room"), link_of(page, "key")
    assert store.is_teacher(room, key)
    links = [parse_qs(urlparse(code.value).query) for code in page.code]
    assert links == [{"room": [room]}, {"room": [room], "key": [key]}]
    again = visit("room", room=room, key=key)
    assert [parse_qs(urlparse(code.value).query) for code in again.code] == links


def test_a_browser_that_brings_the_key_needs_none_in_the_link(visit: Visit, store: RoomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("room.visit", "parts.room.page", "parts.room.teacher"):
        monkeypatch.setattr(f"bertplay.ui.{module}.room_key", lambda room: f"of-this-browser-{room}")
    page = visit("room")
    page.button("room_open").click().run()
    room = link_of(page, "room")
    assert link_of(page, "key") == ""
    assert store.is_teacher(room, f"of-this-browser-{room}")
    again = visit("masked_word", room=room)
    assert "Reveal the model's answer" in buttons(again)
    assert link_of(again, "key") == ""
    other, key = store.open()
    elsewhere = visit("room", room=other, key=key)  # opened in another browser: the link has to say it
    assert link_of(elsewhere, "key") == key


def test_a_class_guesses_and_the_teacher_reveals(visit: Visit, store: RoomStore) -> None:
    room, key = store.open()
    teacher = visit("masked_word", room=room, key=key)
    assert "No answer yet." in said(teacher)
    assert "Rather sure" not in said(teacher)  # the model's answer is hidden on the wall, too
    teacher.button("class_ask").click().run()
    pupils = [visit("masked_word", room=room) for _ in range(3)]
    assert all("Rather sure" not in said(pupil) for pupil in pupils)
    for pupil, word in zip(pupils, ("Door", "door ", "window"), strict=True):
        send(pupil, word)
    assert "You said: door. You can change it" in said(pupils[0])
    assert counted(store, room) == [{"door": 2, "window": 1}]
    send(pupils[1], "box")
    assert counted(store, room) == [{"box": 1, "door": 1, "window": 1}]
    assert "3 answers, 3 different." in said(teacher.run())
    teacher.button("class_reveal").click().run()
    assert "Rather sure" in said(teacher)
    assert "You: Door, number 1" in said(pupils[0].run())
    assert "3 answers, 3 different." in said(pupils[0])
    assert "Rather sure" in said(visit("masked_word", room=room))  # who comes late sees it as well
    teacher.button("class_hide").click().run()
    assert "Rather sure" not in said(teacher)


def test_a_reveal_while_an_answer_is_counted_is_not_missed(visit: Visit, store: RoomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    room, key = store.open()
    pupil = visit("masked_word", room=room)
    count = RoomStore.count

    def count_and_reveal(self: RoomStore, room: str, question: Question, answer: str, before: str = "") -> str:
        said_ = count(self, room, question, answer, before)
        store.reveal(room, key, question.step, is_revealed=True)
        return said_

    monkeypatch.setattr(RoomStore, "count", count_and_reveal)
    assert "You: door" in said(send(pupil, "door"))


def test_a_pupil_who_only_has_the_name_is_led_to_the_question(visit: Visit, store: RoomStore) -> None:
    room, key = store.open()
    pupil = visit("room")
    pupil.text_input("room_name").set_value(f" {room.upper()} ")
    next(button for button in pupil.button if button.label == "Enter").click()
    pupil.run()
    assert link_of(pupil, "room") == room
    assert any("has not asked anything yet" in info.value for info in pupil.info)
    teacher = visit("masked_word", room=room, key=key, text="The soup is too hot.", hide="4")
    teacher.button("class_ask").click().run()
    assert "The soup is too [MASK]." in said(pupil.run())
    pupil.button("room_go").click().run()
    assert (link_of(pupil, "text"), link_of(pupil, "hide"), link_of(pupil, "room")) == ("The soup is too hot.", "4", room)
    pupil.switch_page("pages/masked_word.py")  # AppTest would go back to the page that it was told last
    send(pupil, "salty")
    assert counted(store, room) == [{"salty": 1}]
    assert link_of(pupil, "key") == ""


def test_a_card_of_the_home_page_asks_a_class(visit: Visit, store: RoomStore) -> None:
    room, key = store.open()
    pupil = visit("ten_questions", room=room, q="9")
    assert "The model does" not in said(pupil)
    pupil.text_input("guess_wordpiece").set_value("un constitution al ly")
    next(button for button in pupil.button if button.label == "Send").click()
    pupil.run()
    assert counted(store, room) == [{"un constitution al ly": 1}]
    teacher = visit("ten_questions", room=room, key=key, q="9")
    assert "1 answer, 1 different." in said(teacher)
    teacher.button("class_reveal").click().run()
    assert "The model does" in said(pupil.run())
    assert "You said: un constitution al ly" in said(pupil)


def test_the_room_goes_along_to_other_pages_and_can_be_left(visit: Visit, store: RoomStore) -> None:
    room, key = store.open()
    teacher = visit("ten_questions", room=room, key=key)
    teacher.switch_page("pages/masked_word.py").run()
    assert (link_of(teacher, "room"), link_of(teacher, "key")) == (room, key)
    teacher.button("room_leave").click().run()
    assert (link_of(teacher, "room"), link_of(teacher, "key")) == ("", "")
    assert "Rather sure" in said(teacher)


def test_the_teacher_sees_every_question_on_the_page_of_the_room(visit: Visit, store: RoomStore) -> None:
    room, key = store.open()
    pupil = visit("masked_word", room=room, text=f"a [MASK] {NASTY}", hide="none")
    send(pupil, NASTY)
    teacher = visit("room", room=room, key=key)
    assert f"a [MASK] {NASTY}" in said(teacher)
    assert "onerror" not in written_as_markup(teacher)
    assert "Reveal the model's answer" in buttons(teacher)
    next(button for button in teacher.button if button.label == "Reveal the model's answer").click()
    teacher.run()
    assert store.counts(room).questions[0].is_revealed
    assert "onerror" not in written_as_markup(pupil.run())


@pytest.mark.parametrize("name", ["nowhere", NASTY, "\0", "x" * 500])
def test_a_link_to_no_room_says_so_and_the_page_is_there(visit: Visit, name: str) -> None:
    page = visit("masked_word", room=name)
    assert "No room of this name is open." in said(page)
    assert "Rather sure" in said(page)
    assert link_of(page, "room") == ""
    assert "onerror" not in written_as_markup(page)


def test_a_wrong_key_makes_a_pupil(visit: Visit, store: RoomStore) -> None:
    room, _ = store.open()
    page = visit("room", room=room, key="guessed")
    assert "you are here as a pupil" in said(page)
    assert "Send" in buttons(visit("masked_word", room=room, key="guessed"))


def test_other_pages_ask_a_class_as_well(visit: Visit, store: RoomStore) -> None:
    """The next sentence by a button, a word by its cuts, the layers by a choice, the senses by a layer."""
    room, key = store.open()
    pair = visit("next_sentence", room=room)
    next(button for button in pair.button if button.label == "It continues").click()
    assert "You said: it continues." in said(pair.run())
    word = visit("wordpiece", room=room, cutting="word", cut_word="playful", cuts="4")
    word.button("class_cut").click().run()
    assert "You said: play + ful." in said(word)
    inside = visit("layers", room=room, inside="ledger")
    choice = next(group for group in inside.button_group if group.label == "Your guess")
    choice.set_value(choice.options[0]).run()
    senses = visit("embeddings", room=room, meaning="senses")
    assert "Senses:" not in said(senses)
    senses.button_group("layer_guess").set_value(1)
    next(button for button in senses.button if button.label == "Send").click()
    assert "You said: layer 1." in said(senses.run())
    assert [sum(answers.values()) for answers in counted(store, room)] == [1, 1, 1, 1]
    for question in store.counts(room).questions:
        store.reveal(room, key, question.step, is_revealed=True)
    assert "You: it continues. The model:" in said(pair.run())
    assert "Look-up" in said(word.run())
    assert "You said:" in said(inside.run())
    assert "Your guess: layer 1" in said(senses.run())
    assert "Senses:" in said(senses)


def test_a_class_of_two_languages_has_one_bar_for_a_chosen_answer(visit: Visit, store: RoomStore) -> None:
    """What is counted is the same; what is said about it is told."""
    room, _ = store.open()
    for language, said_then in (("en", "You said: the embeddings."), ("fr", "Vous avez dit : les plongements.")):
        inside = visit("layers", room=room, inside="ledger", lang=language)
        choice = next(group for group in inside.button_group if group.label in ("Your guess", "Votre proposition"))
        choice.set_value(choice.options[0]).run()
        assert said_then in said(inside).replace("\u00a0", " ")
    senses = visit("embeddings", room=room, meaning="senses", lang="fr")
    senses.button_group("layer_guess").set_value(1)
    next(button for button in senses.button if button.label == "Envoyer").click()
    assert "Vous avez dit : couche 1." in said(senses.run()).replace("\u00a0", " ")
    for language, continues, said_then in (
        ("en", "It continues", "You said: it continues."),
        ("fr", "C’est la suite", "Vous avez dit : c’est la suite."),
    ):
        pair = visit("next_sentence", room=room, lang=language)
        next(button for button in pair.button if button.label == continues).click()
        assert said_then in said(pair.run()).replace("\u00a0", " ")
    bench = visit("next_sentence", room=room, view="bench", lang="fr")
    next(button for button in bench.button if button.label == "Inversées").click()
    assert "Vous avez dit : inversées." in said(bench.run()).replace("\u00a0", " ")
    assert counted(store, room) == [{"the embeddings": 2}, {"layer 1": 1}, {"it continues": 2}, {"swapped": 1}]


def test_a_question_is_told_to_each_reader_in_their_language(visit: Visit, store: RoomStore) -> None:
    """Whoever asks first, and in whatever language."""
    room, key = store.open()
    teacher = visit("wordpiece", room=room, key=key, cutting="word", cut_word="playful", lang="fr")
    teacher.button("class_ask").click().run()
    assert "Where would you cut “playful”?" in said(visit("room", room=room, lang="en"))
    for link in ({}, {"key": key}):  # a pupil and the teacher
        assert "Où couperiez-vous « playful » ?" in said(visit("room", room=room, lang="fr", **link)).replace("\u00a0", " ")
    assert [question.title for question in store.counts(room).questions] == ["Where would you cut “playful”?"]


def test_a_browser_that_is_behind_does_not_bring_back_the_question_before(visit: Visit, store: RoomStore) -> None:
    """It may still send what stood in the box of the question before, while the new one hides its box."""
    room, key = store.open()
    pupil = visit("masked_word", room=room, text="The soup is too hot.", hide="4")
    send(pupil, "salty")
    [question] = store.counts(room).questions
    pupil.session_state["text"] = "They planted a tree."
    pupil.run()
    store.reveal(room, key, question.step, is_revealed=True)
    assert "You: salty" in said(pupil.run())
    assert (link_of(pupil, "text"), link_of(pupil, "hide")) == ("The soup is too hot.", "4")

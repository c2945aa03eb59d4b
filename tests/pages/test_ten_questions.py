"""The home page, without a browser."""

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.lessons.ten_questions import ten_questions
from bertplay.ui import noting, state
from tests.pages.conftest import ROOT, Open, written_as_markup

NASTY = "<img src=x onerror=alert(1)> ![](http://x) $x$ :red[x] a [MASK]"


def open_home(**link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.query_params.update(link)
    return page.run()


def said(page: AppTest) -> str:
    return " ".join(text.value for text in page.text)


@pytest.mark.parametrize("number", range(1, 11))
def test_every_question_runs_its_experiment(number: int) -> None:
    page = open_home(q=str(number))
    assert not page.exception
    assert "Something went wrong" not in said(page)
    assert page.header[0].value == f"{number}. {ten_questions()[number - 1].question}"
    assert ten_questions()[number - 1].look in [caption.value for caption in page.caption]


def test_the_tour_goes_on_and_is_in_the_link() -> None:
    page = open_home()
    page.button("card_next").click().run()
    assert page.header[0].value.startswith("2.")
    assert page.query_params["q"] in ("2", ["2"])
    page.button("card_before").click().run()
    assert page.header[0].value.startswith("1.")


def test_the_tour_ends_with_what_was_seen_and_the_way_on() -> None:
    page = open_home(q="9")
    assert [button for button in page.button if button.key == "tour_worksheet"] == []
    page.button("card_next").click().run()
    assert not page.exception
    assert [header.value for header in page.header] == [f"10. {ten_questions()[9].question}", "The end of the tour", "Three tutorials"]
    assert "8 of the 10 were not opened since the page was loaded; a click opens one." in [text.value for text in page.markdown]
    seen = [page.button(f"tour_{question.id}") for question in ten_questions()]
    assert [button.label for button in seen] == [f"{number}. {q.seen}" for number, q in enumerate(ten_questions(), 1)]
    assert [button.icon for button in seen] == [":material/circle:"] * 8 + [":material/check_circle:"] * 2
    seen[1].click().run()
    assert page.header[0].value.startswith("2.")


def test_a_tour_without_a_gap_says_so_and_leads_to_the_worksheet(open_at: Open) -> None:
    page = open_at("ten_questions")
    for _ in range(9):
        page.button("card_next").click().run()
    assert "What you have seen:" in [text.value for text in page.markdown]
    page.button("tour_worksheet").click().run()
    assert not page.exception
    assert page.title[0].value == "Worksheet"
    assert "Nothing was asked yet" not in " ".join(info.value for info in page.info)


def test_a_sentence_of_ones_own_stays_with_its_question(open_at: Open) -> None:
    page = open_at("ten_questions", q="6", say="A penguin is a [MASK].")
    for question in ten_questions()[6:9]:
        page.button("card_next").click().run()
        assert page.text_input(f"say_{question.id}").value == question.first
        assert "say" not in page.query_params
    for _ in range(3):
        page.button("card_before").click().run()
    assert page.text_input("say_benefits").value == "A penguin is a [MASK]."
    assert page.query_params["say"] in ("A penguin is a [MASK].", ["A penguin is a [MASK]."])


def test_the_page_that_has_more_is_asked_the_same(open_at: Open) -> None:
    page = open_at("ten_questions", q="3", say="cats like birds", **{"and": "birds like cats"})
    page.button("card_more").click().run()
    assert not page.exception
    assert page.title[0].value == "The layers from inside"
    assert [page.text_input(name).value for name in ("order_first", "order_second")] == ["cats like birds", "birds like cats"]


@pytest.mark.parametrize("number", [1, 2, 3, 6, 7, 9])
def test_the_page_that_has_more_begins_with_the_text_of_the_card(number: int, open_at: Open) -> None:
    question = ten_questions()[number - 1]
    page = open_at("ten_questions", q=str(number))
    page.button("card_more").click().run()
    assert not page.exception
    assert page.text_input(question.first_in).value == question.first
    if question.second_in:
        assert page.text_input(question.second_in).value == question.second


def test_the_page_of_the_embeddings_begins_with_the_sentences_of_the_reader(open_at: Open) -> None:
    lines = "We sat on the bank.\nThe bank lent money."
    page = open_at("ten_questions", q="8", say="bank", **{"and": lines})
    assert "sentence 2, where “bank” ends nearest to sentence 1" in said(page)
    page.button("card_more").click().run()
    assert not page.exception
    assert page.text_input("word").value == "bank"
    assert page.text_area("lines").value == lines


def test_an_invented_word_is_missing_from_the_table_and_has_pieces() -> None:
    page = open_home(q="8", say="blorft", **{"and": "He ate a blorft.\nA blorft is a bird.\nNo such word."})
    assert not page.exception
    assert "word2vec: “blorft” is missing from its table. This model writes it: b" in said(page)
    assert "1 sentence does not have the word." in said(page)


@pytest.mark.parametrize("model", ["roberta", "albert", "xlnet", "bilstm"])
def test_the_card_of_the_vectors_works_with_every_model(model: str) -> None:
    page = open_home(q="8", model=model)
    assert not page.exception
    assert "“letter” ends nearest to sentence 1" in said(page)
    assert "word2vec has one vector for “letter”, whatever stands around it: cosine 1.00 everywhere." in said(page)
    assert "the first guess from both sides" in said(page)


@pytest.mark.parametrize("lines", ["One bank alone.", "No such word.\nNor here.", NASTY])
def test_what_cannot_be_followed_is_said(lines: str) -> None:
    page = open_home(q="8", say="bank", **{"and": lines})
    assert not page.exception
    assert "Something went wrong" not in said(page)
    assert "of the sentences" in said(page) or "one a line" in said(page)
    assert "onerror" not in written_as_markup(page)


LIT = {
    1: "← marks “door”",
    3: "that became equal",
    6: "which stand in both lists",
    7: "← marks label 0",
    8: "← marks “letter”",
    9: "found a piece",
}


@pytest.mark.parametrize(("number", "lit"), LIT.items())
def test_a_card_says_what_it_lights_up(number: int, lit: str) -> None:
    assert lit in said(open_home(q=str(number)))


def test_a_model_without_guesses_by_layer_says_so() -> None:
    assert "This model cannot be asked for a word after every layer." in said(open_home(q="1", model="xlnet"))


def test_a_sentence_without_a_mask_says_what_is_guessed() -> None:
    assert "No [MASK] stands in it. What is guessed is the place of “the”" in said(open_home(q="1", say="The soup was good."))
    assert "No [MASK]" not in said(open_home(q="1"))


def test_pairs_are_stamped_with_what_they_were() -> None:
    assert "pairs told apart, every false one about something else" in said(open_home(q="7"))


def test_what_was_typed_is_lit_as_text(open_at: Open) -> None:
    page = open_at("ten_questions", q="9", say="<b>$x$")
    assert not page.exception
    assert "<b>" not in written_as_markup(page)


def test_what_the_book_says_is_stamped_with_its_figure() -> None:
    page = open_home(q="9")
    assert "The model does: unconstitutionally = " in said(page)
    assert any("does not hold here" in text.value for text in page.markdown)


def test_rare_words_are_counted_on_the_card() -> None:
    page = open_home(q="9")
    assert "rare words have pieces that are all more frequent" in said(page)
    assert "Rare words fall into pieces that are frequent." in said(page)


def test_a_sign_of_a_space_is_no_letter_of_the_word() -> None:
    page = open_home(q="2")
    assert "marks the surest first guess, “II”" in said(page)


def test_the_relatives_are_told_with_what_they_cost() -> None:
    page = open_home(q="2")
    table = page.dataframe[0].value
    assert [name for name in ("million parameters", "MB", "ms", "pieces") if name not in table] == []
    assert (table["ms"] > 0).all()
    assert (table["MB"] > table["million parameters"] / 2).all()
    assert "Measured just now on the machine that serves this page" in said(page)
    kept = [entry for entry in page.session_state[state.WORKSHEET].entries.values() if entry.task.endswith(".compare_words")]
    assert {entry.model for entry in kept} == {"bert", "roberta", "albert", "xlnet", "bilstm"}


def ask_on_a_card() -> None:
    """One question, asked on whichever card is chosen, at an hour that stands still."""
    import streamlit as st

    from bertplay.results import MaskedWordGuesses, MaskGuesses, WordGuess
    from bertplay.tasks.masked_word import guess_masked_words
    from bertplay.ui import noting

    noting.enter_page("Home")
    text = f"Card {st.session_state['q']} has a [MASK]."
    answer = MaskedWordGuesses("bert", text, (MaskGuesses(0, (WordGuess("gap", 0.5),), 1.0),))
    noting.note("bert", guess_masked_words, (text,), {}, answer)


def test_cards_opened_in_haste_are_all_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opens another card has not typed on: its question takes no other one's place."""
    monkeypatch.setattr(noting, "time", SimpleNamespace(monotonic=lambda: 1.0))
    page = AppTest.from_function(ask_on_a_card)
    for card in (1, 5):
        page.session_state[state.QUESTION] = card
        page.run()
        assert not page.exception
    kept = page.session_state[state.WORKSHEET].entries.values()
    assert [entry.arguments for entry in kept] == [("Card 1 has a [MASK].",), ("Card 5 has a [MASK].",)]


def test_the_reader_guesses_first() -> None:
    page = open_home(q="9", guess_first="true")
    assert "The model does" not in said(page)
    page.text_input("guess_wordpiece").set_value("un constitution al ly")
    page.button[0].click().run()
    assert "You said: un constitution al ly" in said(page)
    assert "The model does" in said(page)


def test_a_sentence_of_ones_own_is_never_markup() -> None:
    page = open_home(q="1", say=NASTY)
    assert not page.exception
    assert "onerror" not in written_as_markup(page)


@pytest.mark.parametrize("number", ["0", "11", "x", "", "²"])
def test_a_link_to_no_question_opens_the_first(number: str) -> None:
    assert open_home(q=number).header[0].value.startswith("1.")

"""The ten questions, without a browser: the questions, the navigation, and what each answer says."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.lessons.ten_questions import ten_questions
from tests.pages.conftest import ANY_TEXT, Open, assert_answered, link_of, page_text, takeaways, written_as_markup

NASTY = ANY_TEXT["an image tag"]
BY_ID = {question.id: (number, question) for number, question in enumerate(ten_questions(), 1)}


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


@pytest.mark.parametrize("card", BY_ID)
def test_a_card_has_its_question_its_claim_and_an_answer(open_at: Open, card: str) -> None:
    page = open_at("ten_questions", tab=card)
    assert not page.exception
    number, question = BY_ID[card]
    assert page.header[0].value == f"{number}. {question.question}"
    assert question.claim in [text.value for text in page.markdown]
    assert all(takeaways(page))
    assert "Something went wrong" not in page_text(page)


SAYS = {
    "what": "“door” (67%), comes first from layer 3 of 6 on",
    "relatives": "door",
    "recurrence": "without them they are equal",
    "rnn": "At 32 tokens self-attention is 3.0 times as fast as the LSTM",
    "transfer": "Best on held-out examples: All weights, with 93%. Second: Same shape, random weights, with 20%.",
    "benefits": "The pretrained model reaches 44% with 8 examples; the same shape with random weights reaches 32% with 320.",
    "tasks": "the second sentence continues the first: 88%",
    "wordpiece": "“unconstitutionally” becomes unconstitutional ##ly",
    "practice": "“The new telescope saw a planet.” is classified as science (67%); before the training it was politics.",
}


@pytest.mark.parametrize("card", SAYS)
def test_a_card_opens_on_an_example_that_makes_its_point(open_at: Open, card: str) -> None:
    assert SAYS[card] in page_text(open_at("ten_questions", tab=card))


def test_not_hardly_changes_the_prediction(open_at: Open) -> None:
    seen = "The two sentences hardly differ here: even “bird” gets 25% in the first and 23% in the second."
    assert seen in takeaways(open_at("ten_questions", tab="benefits"))


VERDICTS = {"recurrence": ["Holds"], "tasks": ["Holds"], "embeddings": ["Holds"], "wordpiece": ["Does not hold here", "Holds"]}


@pytest.mark.parametrize("card", VERDICTS)
def test_claims_of_textbooks_are_tested(open_at: Open, card: str) -> None:
    page = open_at("ten_questions", tab=card)
    badges = [text.value for text in page.markdown if "-badge[" in text.value]
    assert [verdict for badge, verdict in zip(badges, VERDICTS[card], strict=True) if f"[{verdict}]" not in badge] == []


def test_the_way_through_the_questions(open_at: Open) -> None:
    page = press(open_at("ten_questions"), "Next")
    assert page.header[0].value.startswith("2.")
    assert link_of(page)["tab"] == "relatives"
    page = press(page, "Previous")
    assert page.header[0].value.startswith("1.")
    assert "tab" not in link_of(page)


def test_after_the_last_question_what_was_seen_and_the_way_on(open_at: Open) -> None:
    page = open_at("ten_questions", tab="wordpiece")
    assert [header.value for header in page.header] == ["9. Why WordPiece?"]
    page = press(page, "Next")
    assert [header.value for header in page.header] == [f"10. {ten_questions()[9].question}"]
    [lines] = [json.loads(one.proto.json) for one in page.get("bidi_component") if "doors" in one.proto.component_name]
    [section] = lines["sections"]
    assert [line["title"] for line in section["doors"]] == [f"{'○' if n < 9 else '✓'} {n}. {one.seen}" for n, one in BY_ID.values()]
    assert (section["title"], section["introduction"]) == ("What you have seen", "8 questions are still unopened.")
    assert [line["tab"] for line in section["doors"]] == list(BY_ID)


def test_the_end_leads_to_the_worksheet(open_at: Open) -> None:
    page = press(open_at("ten_questions", tab="practice"), "Open the worksheet")
    assert not page.exception
    assert page.title[0].value == "Worksheet"


def test_a_sentence_of_ones_own_stays_with_its_question(open_at: Open) -> None:
    page = open_at("ten_questions", tab="benefits", text="A penguin is a [MASK].")
    page = press(page, "Next")
    assert "text" not in link_of(page)
    page = press(page, "Previous")
    assert page.text_input("ten_questions.benefits.text").value == "A penguin is a [MASK]."
    assert link_of(page)["text"] == "A penguin is a [MASK]."


MORE = {
    "what": ({"text": "A [MASK] barked."}, "layers.text"),
    "recurrence": ({"text": "cats like birds", "second": "birds like cats"}, "layers.word_order.text"),
    "benefits": ({"text": "A dog is a [MASK].", "second": "A dog is not a [MASK]."}, "masked_word.text"),
    "tasks": ({"text": "It rained.", "second": "We got wet."}, "next_sentence.two_sentences.text"),
    "embeddings": ({"word": "bank", "lines": "We sat on the bank.\nThe bank lent money."}, "embeddings.word"),
    "wordpiece": ({"word": "ungovernable"}, "wordpiece.one_word.word"),
}


@pytest.mark.parametrize("card", MORE)
def test_the_page_that_has_more_opens_on_the_inputs_of_the_card(open_at: Open, card: str) -> None:
    given, key = MORE[card]
    page = open_at("ten_questions", tab=card, **given)
    next(button for button in page.button if button.label.startswith("More on ")).click().run()
    assert not page.exception
    assert page.text_input(key).value == given.get("text", given.get("word"))
    assert given.items() <= link_of(page).items()


@pytest.mark.parametrize("card", ["transfer", "practice"])
def test_the_page_of_fine_tuning_opens_with_the_data_of_the_card(open_at: Open, card: str) -> None:
    page = press(open_at("ten_questions", tab=card), "More on “Fine-tuning”")
    assert not page.exception
    assert link_of(page)["examples"] == "128"


def test_the_reader_guesses_first(open_at: Open) -> None:
    page = open_at("ten_questions", tab="relatives", guess_first="1")
    assert takeaways(page) == []
    page.text_input("ten_questions.relatives.guess_0").set_value("all of them")
    page = press(page, "Reveal")
    assert "Your guess: all of them" in page_text(page)
    assert takeaways(page)


def test_every_card_can_be_guessed_first(open_at: Open) -> None:
    for card in BY_ID:
        page = open_at("ten_questions", tab=card, guess_first="1")
        assert not page.exception
        assert "Reveal" in {button.label for button in page.button}, card


@pytest.mark.parametrize("card", ["what", "relatives", "recurrence", "benefits", "tasks", "embeddings", "wordpiece", "transfer"])
def test_whatever_a_person_types_is_answered_and_is_never_markup(open_at: Open, card: str) -> None:
    for text in ("", NASTY):
        page = open_at("ten_questions", tab=card, text=text, second=text, word=text, lines=text)
        assert_answered(page, card)


def test_a_click_on_the_lens_follows_a_token(open_at: Open) -> None:
    assert takeaways(open_at("ten_questions", token="2")) != takeaways(open_at("ten_questions"))


@pytest.mark.parametrize("name", ["0", "11", "x", "", "²"])
def test_a_link_to_no_question_opens_the_first(open_at: Open, name: str) -> None:
    assert open_at("ten_questions", tab=name).header[0].value.startswith("1.")


def test_a_card_alone_has_no_way_on(open_at: Open) -> None:
    page = open_at("ten_questions", tab="wordpiece", fix="1")
    assert {"Next", "Previous"}.isdisjoint(button.label for button in page.button)
    assert "9. Why WordPiece?" in written_as_markup(page)

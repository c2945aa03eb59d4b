"""The WordPiece page: guess first, the search, its examples, its link, arbitrary input."""

import json

import pytest

from bertplay.lessons.wordpiece import claims, samples
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.tasks.tokenization_steps import tokenize
from tests.pages.conftest import ANY_TEXT, Open, assert_answered, link_of, page_text, takeaways
from tests.programs import printed_alone, printed_here

BOXES = {
    "text_to_tokens": "text",
    "one_word": "word",
    "why_subwords": "word",
    "vocabulary": "text",
    "compare": "text",
    "train": "text",
}
"""A tab and the name of the input that the reader types into."""


def test_a_newcomer_sees_a_text_in_tokens(open_at: Open) -> None:
    page = open_at("wordpiece")
    assert page.text_input("wordpiece.text_to_tokens.text").value == samples("text")[0].text
    assert "tokens" in takeaways(page)[0]
    assert not page.query_params
    for index, sample in enumerate(samples("text")):
        page.button_group("wordpiece.text_to_tokens.example").set_value(index).run()
        assert page.text_input("wordpiece.text_to_tokens.text").value == sample.text
        assert takeaways(page)


@pytest.mark.parametrize("tab", BOXES)
def test_whatever_is_typed_gets_an_answer_or_a_sentence(open_at: Open, tab: str) -> None:
    page = open_at("wordpiece", tab=tab)
    key = f"wordpiece.{tab}.{BOXES[tab]}"
    box = page.text_area if tab in {"compare", "train"} else page.text_input
    names = (
        ANY_TEXT if tab in {"text_to_tokens", "one_word"} else ("empty", "combining marks", "NUL", "only signs", "an image tag", "a colour")
    )
    for name in names:
        box(key).set_value(ANY_TEXT[name]).run()
        assert_answered(page, name)


def test_two_words_are_refused_and_the_sentence_says_so(open_at: Open) -> None:
    page = open_at("wordpiece", tab="one_word", word="two words")
    assert "This is more than one word for a model." in page_text(page)
    assert not takeaways(page)


def test_the_reader_splits_first(open_at: Open) -> None:
    page = open_at("wordpiece", tab="one_word", guess_first="true", word="unconstitutionally")
    assert not takeaways(page)
    page.session_state["wordpiece.one_word.guess"] = (2, 14)
    page.button("wordpiece.one_word.guess_form_send").click().run()
    assert "You: un + constitution + ally. WordPiece: unconstitutional ##ly. Boundaries in common: 0 of 3." in page_text(page)
    page.text_input("wordpiece.one_word.word").set_value("unaffable").run()
    assert not takeaways(page), "another word, another guess"
    assert page.session_state["wordpiece.one_word.guess"] == ()


def test_what_others_claim_is_above_what_the_model_does(open_at: Open) -> None:
    """Whether a claimed token is in the vocabulary is asked of the model, wherever that is."""
    for claim in claims():
        page = open_at("wordpiece", tab="one_word", word=claim.word)
        strips = [json.loads(element.proto.json) for element in page.get("bidi_component") if "token_strip" in element.proto.component_name]
        first = strips[0]["rows"][0]
        assert [cell["text"] for cell in first["cells"]] == list(claim.says)
        absent = [cell["text"] for cell in first["cells"] if cell["tone"] == "absent"]
        assert absent == [token for token in claim.says if token not in open_tokenizer("bert").ids]
        assert all(token in first["note"] for token in absent)


def test_the_search_goes_look_up_by_look_up(open_at: Open) -> None:
    page = open_at("wordpiece", tab="one_word", word="unaffable", look_up="3")
    slider = page.slider("wordpiece.one_word.look_up")
    assert (slider.min, slider.value) == (1, 3)
    slider.set_value(4).run()
    assert link_of(page) == {"tab": "one_word", "word": "unaffable", "look_up": "4"}


def test_the_link_of_a_training_opens_the_same_page(open_at: Open) -> None:
    page = open_at("wordpiece", tab="train")
    page.button_group("wordpiece.train.rule").set_value("likelihood").run()
    page.slider("wordpiece.train.size").set_value(100).run()
    page.text_input("wordpiece.train.words").set_value("bakers").run()
    link = {"tab": "train", "rule": "likelihood", "size": "100", "words": "bakers"}
    assert link_of(page) == link
    again = open_at("wordpiece", **link)
    assert again.slider("wordpiece.train.size").value == 100
    assert takeaways(again) == takeaways(page)


@pytest.mark.parametrize("tab", ["one_word", "why_subwords", "vocabulary", "train"])
def test_a_link_of_nonsense_opens_the_page(open_at: Open, tab: str) -> None:
    page = open_at("wordpiece", tab=tab, look_up="99999", size="-1", rule="luck", match="?", guess_first="?")
    assert not page.exception
    assert takeaways(page)


def test_a_long_text_is_answered_and_says_what_is_shown(open_at: Open) -> None:
    page = open_at("wordpiece")
    page.text_input("wordpiece.text_to_tokens.text").set_value("photosynthesis works " * 2_500).run()
    assert "5,000 words and punctuation marks become 10,000 tokens" in takeaways(page)[0]
    assert any("The first 600 of " in caption.value for caption in page.caption)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["The café.", "It's \"so\" '''{0}''' \\n \"\"\" {text!r} 👩‍👩‍👧"])
def test_the_program_gives_the_same_tokens(open_at: Open, text: str) -> None:
    printed = printed_here(open_at("wordpiece", text=text).code[0].value)
    tokens = [[token.text, str(token.id)] for token in tokenize(open_tokenizer("bert"), text)]
    assert [line.split()[:2] for line in printed.splitlines()] == tokens


@pytest.mark.slow
def test_the_first_tab_needs_neither_torch_nor_the_libraries_of_figures() -> None:
    """Only the tokenizer's file is opened, and a text in colour is no figure."""
    program = "import sys, bertplay.ui.wordpiece.text_to_tokens; print({'torch', 'transformers', 'altair', 'pandas'} & set(sys.modules))"
    assert printed_alone(program).strip() == "set()"

"""The page on layers and attention: its examples, links made by clicks, guesses, arbitrary input and links."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.lessons.examples import page_examples
from bertplay.models.loaded import LoadedModel
from bertplay.settings import get_settings
from tests.pages.conftest import Open, link_of, page_text, takeaway, written_as_markup

TABS_WITH_SENTENCE = ["layer_by_layer", "attention", "attention_steps", "ablations"]
MARKUP = "<img src=x onerror=alert(1)> ![](y) $z$ :red[w] [MASK]"
TYPED = ["[MASK]", "a\0b [MASK]", MARKUP, "word " * 300]


def test_each_tab_opens_on_what_it_shows_best(open_at: Open) -> None:
    assert "“door” (67%), comes first from layer 3 of 6 on" in takeaway(open_at("layers"))
    assert "to the next token" in takeaway(open_at("layers", tab="attention"))
    assert takeaway(open_at("layers", tab="ablations")).startswith("The intact model predicts “you”")
    assert "equal, up to rounding" in takeaway(open_at("layers", tab="word_order"))


@pytest.mark.parametrize("tab", TABS_WITH_SENTENCE)
def test_whatever_is_typed_gets_an_answer(open_at: Open, tab: str) -> None:
    page = open_at("layers", tab=tab)
    for text in TYPED:
        page.text_input("layers.text").set_value(text).run()
        assert not page.exception, text
        assert takeaway(page), text
        assert "onerror" not in written_as_markup(page)
    page.text_input("layers.text").set_value(" ").run()
    assert page.info[0].value.startswith("Type a sentence")


@pytest.mark.parametrize("number", range(len(page_examples("layers"))))
def test_an_example_fills_in_everything_it_needs(open_at: Open, number: int) -> None:
    example = page_examples("layers")[number]
    own = [one for one in page_examples("layers") if one.tab == example.tab]
    page = open_at("layers", tab=example.tab)
    page.button_group(f"layers.{example.tab}.example").set_value(own.index(example)).run()
    assert not page.exception
    asked = open_at("layers", tab=example.tab, **({"no_positions": "0"} if example.tab == "ablations" else {}) | dict(example.values))
    assert takeaway(page) == takeaway(asked)


def test_another_tab_brings_its_own_example_but_keeps_what_was_typed(open_at: Open) -> None:
    page = open_at("layers")
    page.session_state["layers.tabs"] = "Attention"
    page.run()
    page = open_at("layers", tab="attention", text="Birds [MASK] fly.")
    assert page.text_input("layers.text").value == "Birds [MASK] fly."
    page.run()
    assert page.text_input("layers.text").value == "Birds [MASK] fly."


@pytest.mark.parametrize(
    ("tab", "link", "expected"),
    [
        ("layer_by_layer", {"token": "2"}, "At “opened” the final prediction"),
        ("attention", {"head": "2.rollout"}, "Rollout up to layer 2: “"),
        ("attention", {"head": "2.4", "token": "3"}, "Layer 2, head 4: “teacher” attends to “[CLS]”"),
        ("attention_steps", {"head": "2.4", "token": "9"}, "“he” attends most to “teacher” (58%): its query · key is"),
        ("attention", {"head": "2.mean", "hide_special": "1"}, "Layer 2, mean of its heads: “"),
        ("ablations", {"no_positions": "0", "layer": "2", "head": "4", "context": "left", "shuffle": "3"}, "The intact model predicts"),
    ],
)
def test_the_link_has_what_was_chosen(open_at: Open, tab: str, link: dict[str, str], expected: str) -> None:
    page = open_at("layers", tab=tab, **link)
    assert takeaway(page).startswith(expected)
    assert {name: value for name, value in link_of(page).items() if name != "tab"} == link


@pytest.mark.parametrize(
    "link",
    [
        {"tab": "attention", "head": "9.1", "token": "99"},
        {"tab": "attention", "head": "../x", "token": "-1"},
        {"tab": "attention_steps", "head": "9.99", "token": "-1"},
        {"tab": "layer_by_layer", "token": "999"},
        {"tab": "ablations", "layer": "77", "head": "x", "context": "up", "shuffle": "1e9"},
        {"tab": "nonsense"},
    ],
)
def test_nonsense_in_a_link_is_passed_over(open_at: Open, link: dict[str, str]) -> None:
    page = open_at("layers", **link)
    assert not page.exception
    assert takeaway(page)
    assert link_of(page) == ({"tab": link["tab"]} if link["tab"] not in ("nonsense", "layer_by_layer") else {})


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({"pattern": "words", "source": "heavy", "target": "door", "sentences": "The heavy door."}, "from “heavy” to “door”"),
        ({}, "from a pronoun to a name before it"),
        ({"pattern": "next"}, "from a token to the next one"),
    ],
)
def test_the_finder_follows_its_link(open_at: Open, link: dict[str, str], expected: str) -> None:
    assert expected in takeaway(open_at("layers", tab="head_finder", **link))


@pytest.mark.parametrize(("sentences", "expected"), [("<img src=x> he", "fits the pattern"), ("", "Type at least one sentence")])
def test_where_nothing_is_found_the_finder_says_so(open_at: Open, sentences: str, expected: str) -> None:
    page = open_at("layers", tab="head_finder", sentences=sentences)
    assert not page.exception
    assert expected in page_text(page) + "".join(info.value for info in page.info)


@pytest.mark.parametrize(("first", "second"), [("dog bites man", "man bites cat"), ("<img src=x>", "x> <img"), ("", "x")])
def test_two_sentences_that_cannot_be_compared_are_explained(open_at: Open, first: str, second: str) -> None:
    page = open_at("layers", tab="word_order", text=first, second=second)
    assert not page.exception
    assert not takeaway(page)
    assert page.info or page.text
    assert "<img" not in written_as_markup(page)


@pytest.mark.parametrize(
    ("tab", "guess", "verdict"),
    [
        ("layer_by_layer", "3", "“door” comes first after layer 3"),
        ("attention", "1", "It is layer"),
        ("ablations", "other", "Intact, the model predicts “you”"),
        ("word_order", "yes", "They have the same vector."),
        ("parameters", "embeddings", "10,646,784 in all layers together"),
    ],
)
def test_guess_first_hides_the_answer_until_there_is_one(open_at: Open, tab: str, guess: str, verdict: str) -> None:
    page = open_at("layers", tab=tab, guess_first="1")
    assert not takeaway(page)
    assert not page.get("download_button")
    page.button_group(f"layers.{tab}.guess").set_value(guess)
    next(button for button in page.button if button.label == "Reveal").click().run()
    page.run()  # a fragment cannot be run alone here
    assert not page.exception
    assert takeaway(page)
    assert any(verdict in text.value for text in page.text)


@pytest.fixture
def distilbert(tiny_distilbert: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A DistilBERT among the reader's own models."""
    folder: Path = tiny_distilbert.spec.source.folder  # type: ignore[union-attr]
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(folder.parent))
    get_settings.cache_clear()
    yield f"local/{folder.name}"
    get_settings.cache_clear()


def test_a_model_that_is_no_bert_says_what_it_cannot_show(open_at: Open, distilbert: str) -> None:
    for tab in ("attention_steps", "ablations", "word_order"):
        assert "Only BERT models can be taken apart" in open_at("layers", tab=tab, model=distilbert).info[0].value
    for tab in ("layer_by_layer", "attention", "parameters"):
        page = open_at("layers", tab=tab, model=distilbert)
        assert not page.exception
        assert takeaway(page)

"""The Embeddings page: its captions, highlighting from a list, a file that is read once, a guess, arbitrary input."""

from types import SimpleNamespace

import pytest

from bertplay.lessons.sense_samples import sense_samples
from bertplay.results.embeddings import LayerSeparation, Omitted, SenseSeparation
from bertplay.tasks.word_in_context import WordQuery
from bertplay.ui.embeddings.one_word import picked_points
from bertplay.ui.embeddings.senses import check_guess
from bertplay.ui.embeddings.sentences import WordInputs
from bertplay.ui.kit.view import View
from tests.pages.conftest import Open, page_text, takeaways, written_as_markup

EVIL = "<img src=x onerror=alert(1)> ![](http://x) $x$ :red[x] bank"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({}, "The senses of “match” separate: at layer 0, 50%"),
        ({"word": "hot"}, "at layer 6 71%"),
        ({"method": "tsne"}, "Only neighbourhoods count on this map"),
        ({"tab": "senses", "word": "bank"}, "Layers 2–4 separate the senses of “bank” best: 100%"),
        ({"tab": "senses", "word": "hot"}, "Layer 6 separates the senses of “hot” best: 71%"),
        ({"tab": "similarity", "pooling": "cls", "layer": "0"}, "it is the same vector in every sentence"),
        ({"tab": "static", "text": "unfriendliness"}, "“unfriendliness” has no vector of its own"),
        ({"layer": "77", "method": "../..", "dimensions": "9", "color": "x", "tab": "y", "groups": "z"}, "The senses of “match” separate"),
    ],
)
def test_the_sentence_above_the_figure_is_computed(open_at: Open, link: dict[str, str], expected: str) -> None:
    page = open_at("embeddings", **link)
    assert not page.exception
    assert expected in page_text(page)


def test_a_word_brings_its_sentences_until_others_are_written(open_at: Open) -> None:
    page = open_at("embeddings")
    page.text_input("embeddings.word").set_value("cell").run()
    assert page.text_area("embeddings.lines").value == sense_samples()["cell"].as_lines()
    assert dict(page.query_params) == {"word": "cell"}
    page.text_area("embeddings.lines").set_value("a | one cell\nb | two cell\nb | a bat").run()
    page.text_input("embeddings.word").set_value("bat").run()
    assert page.text_area("embeddings.lines").value == "a | one cell\nb | two cell\nb | a bat"
    assert dict(page.query_params) == {"word": "bat", "lines": "a | one cell\nb | two cell\nb | a bat"}


def test_a_list_highlights_senses_and_sentences(open_at: Open) -> None:
    page = open_at("embeddings", word="bank", lines=f"river | The bank is wet.\nriver | The bank is wet.\nmoney | A {EVIL}.")
    highlight = page.selectbox("embeddings.one_word.highlight")
    assert highlight.options == [
        "nothing",
        "river: all 2",
        "money: all 1",
        "1. river: The bank is wet.",
        "2. river: The bank is wet.",
        f"3. money: A {EVIL}.",
    ]
    highlight.set_value("sense1").run()
    assert "**2 selected**" in written_as_markup(page)
    page.selectbox("embeddings.one_word.highlight").set_value("2").run()
    assert "1 of the 2 nearest occurrences of “bank” have the same sense: river." in page_text(page)
    again = open_at("embeddings", **dict(page.query_params))
    assert "1 of the 2 nearest occurrences" in page_text(again)


def test_points_of_another_figure_are_passed_over() -> None:
    points = [{"customdata": 3}, {"customdata": 1}, {"customdata": 99}, {"customdata": 3}, {}]
    assert picked_points(SimpleNamespace(selection=SimpleNamespace(points=points)), 24) == (3, 1)
    assert picked_points(None, 24) == ()


def test_what_was_picked_stays_listed_on_another_figure_of_the_same_sentences(open_at: Open) -> None:
    page = open_at("embeddings", word="bank", lines="river | The bank is wet.\nriver | The bank is wet.\nmoney | A bank.")
    query = WordQuery("bank", ("The bank is wet.", "The bank is wet.", "A bank."), ("river", "river", "money"))
    page.session_state["embeddings.one_word.picked"] = (query, (1,))
    page.run()
    assert "1 of the 2 nearest occurrences of “bank” have the same sense: river." in page_text(page)
    page.text_area("embeddings.lines").set_value("river | The bank is wet.\nmoney | A bank.").run()
    assert "nearest occurrences" not in page_text(page)


def test_a_file_fills_the_sentences_once(open_at: Open) -> None:
    page = open_at("embeddings", word="bank")
    page.file_uploader("embeddings.one_word.file").set_value(
        ("a.csv", b"label,text\nr,We sat on the bank.\nm,The bank paid.\n", "text/csv")
    ).run()
    assert page.text_area("embeddings.lines").value == "r | We sat on the bank.\nm | The bank paid."
    page.text_area("embeddings.lines").set_value("The bank.").run()
    assert page.text_area("embeddings.lines").value == "The bank."


def test_guess_first_hides_the_answer(open_at: Open) -> None:
    page = open_at("embeddings", tab="senses", word="bank", guess_first="1")
    assert not takeaways(page)
    assert "separates the senses of" not in page_text(page)
    assert page.button_group("embeddings.senses.guess").options == [f"layer {layer}" for layer in range(7)]


@pytest.mark.parametrize(
    ("guess", "expected"),
    [("1", "Your guess: layer 1, 50%. Best: layer 2, 90%."), ("3", "You were right")],
)
def test_a_guess_is_compared_with_the_best_layers(guess: str, expected: str) -> None:
    layers = tuple(LayerSeparation(i, share, None, 0.9, 0.8, 0.5, 0.6, 0.4) for i, share in enumerate((0.4, 0.5, 0.9, 0.9)))
    found = SenseSeparation("bert", "bank", (("r", 2), ("m", 2)), 0.5, layers, 2, Omitted())
    view = View("embeddings", "senses", "bert", ask=lambda call: found)  # type: ignore[arg-type]
    inputs = WordInputs(WordQuery("bank", ("a bank", "the bank")), 3)
    assert check_guess(view, inputs, (guess,)).sentence.startswith(expected)


@pytest.mark.parametrize("text", ["", "a", "word " * 3_000, "עיר \u202e مرحبا", "a\0b", EVIL, "a\nb | c\n | d", "[MASK] [CLS]"])
def test_whatever_is_typed_gets_an_answer_or_a_sentence(open_at: Open, text: str) -> None:
    for link in (
        {"word": text[:100], "lines": text},
        {"tab": "similarity", "text": text[:2_000], "lines": text},
        {"tab": "static", "text": text[:200]},
    ):
        page = open_at("embeddings", **link)
        assert not page.exception
        assert page_text(page) or page.info
        assert "Something went wrong" not in page_text(page)
        written = written_as_markup(page)
        assert not [markup for markup in ("<img", "![](", "$x$", ":red[") if markup in written]

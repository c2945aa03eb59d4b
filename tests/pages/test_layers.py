"""The page of the layers from inside: its parts, its link, its examples, and whatever a person may type or a link may say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.lessons.layers import layers_examples
from bertplay.models.loaded import LoadedModel
from bertplay.settings import get_settings
from bertplay.ui.parts.layers import NEED_A_TEXT, PARTS
from tests.pages.conftest import ROOT, written_as_markup
from tests.pages.test_masked_word import BAD, MARKUP, charts, said
from tests.programs import printed_here

CHARTS = {"walk": 3, "attention": 2, "switches": 3, "order": 2, "ledger": 0}


def open_page(**link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("pages/layers.py")
    page.query_params.update(link)
    return page.run()


def link_of(page: AppTest) -> dict[str, str]:
    return {name: values[0] if isinstance(values, list) else values for name, values in page.query_params.items()}


def test_a_newcomer_sees_a_guess_grow() -> None:
    page = open_page()
    assert page.title[0].value == "The layers from inside"
    assert "in the end door, in front since layer 3" in said(page)
    assert "was trained on the last layer alone" in written_as_markup(page)
    assert not page.exception
    assert not page.query_params  # the link of the first view is the plain address


@pytest.mark.parametrize("part", PARTS)
def test_each_part_draws_its_figures(part: str) -> None:
    page = open_page(inside=part)
    assert not page.exception
    assert charts(page) == CHARTS[part]
    assert [button.label for button in page.get("download_button")] == ["Table as CSV"]
    assert page.code[0].value.strip()


def test_the_parts_say_what_they_show() -> None:
    assert "3,105,792 embeddings + 8 layers × 789,760 + 65,792 pooler = 9,489,664 weights" in said(open_page(inside="ledger"))
    assert "Without them they are the same to" in said(open_page(inside="order"))
    assert "Attention is not an explanation" in open_page(inside="attention").warning[0].value
    switched = said(open_page(inside="switches", no_positions="true"))
    assert "First guess: door with" in switched
    assert switched.count("First guess:") == 2


@pytest.mark.parametrize("part", sorted(NEED_A_TEXT))
def test_no_text_asks_for_one(part: str) -> None:
    page = open_page(inside=part, sentence=" ")
    assert not page.exception
    assert "Type a sentence" in page.info[0].value
    assert charts(page) == 0


@pytest.mark.parametrize("part", sorted(NEED_A_TEXT))
def test_whatever_is_typed_gets_an_answer_or_a_sentence(part: str) -> None:
    """One text after the other into the same page, as a reader types them."""
    page = open_page(inside=part, shuffle="3")
    for name, text in BAD.items():
        page.text_input("sentence").set_value(text).run()
        assert not page.exception, name
        assert charts(page) or page.info or said(page), name
        assert not [markup for markup in MARKUP if markup in written_as_markup(page)], name
        assert "Something went wrong" not in said(page), name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("dog bites man", "man bites cat"),
        ("", "x"),
        ("<img src=x>", "x> <img src="),
        ("a " * 900, "a " * 900),
        ("a\0b [MASK]", "[MASK] ab"),
    ],
)
def test_two_sentences_that_cannot_be_compared_are_explained(first: str, second: str) -> None:
    page = open_page(inside="order", order_first=first, order_second=second)
    assert not page.exception
    assert charts(page) or page.info or "not made of the same pieces" in said(page)
    assert "<img" not in written_as_markup(page)
    assert "Something went wrong" not in said(page)


@pytest.mark.parametrize("index", range(len(layers_examples())))
def test_examples_are_one_click_away(index: int) -> None:
    example = layers_examples()[index]
    page = open_page(inside=example.part)
    page.button_group("inside_example").set_value(index).run()
    assert not page.exception
    assert charts(page) == CHARTS[example.part]
    if example.text:
        assert page.text_input("sentence").value == example.text
    if example.head:
        assert link_of(page)["head"] == example.head


def test_the_link_has_everything_and_opens_the_same_page() -> None:
    page = open_page(inside="attention", sentence="The cat sat on the mat.", head="2.rollout", looker="3", words_only="true")
    assert "Layer 2, rollout up to here" in written_as_markup(page)
    assert said(page).splitlines()[-1].startswith("sat looks at:")
    assert link_of(page) == {
        "inside": "attention", "sentence": "The cat sat on the mat.", "head": "2.rollout", "looker": "3", "words_only": "true",
    }  # fmt: skip
    switched = {"inside": "switches", "silent_layer": "2", "silent_head": "2", "looks": "left", "shuffle": "3", "random_weights": "true"}
    page = open_page(**switched)
    assert link_of(page) == switched
    assert "Switches(positions=True, looks='left', silent_layer=1, silent_head=1, random=True, shuffle=3)" in page.code[0].value
    assert "Shuffled:" in said(page)
    page = open_page(inside="switches")
    page.toggle("shuffle_on").set_value(True).run()
    assert link_of(page)["shuffle"] == "1"
    page.button[0].click().run()
    assert link_of(page)["shuffle"] == "2"
    page.toggle("shuffle_on").set_value(False).run()
    assert "shuffle" not in link_of(page)


@pytest.mark.parametrize(
    "link",
    [
        {"inside": "attention", "head": "9.1", "looker": "99"},
        {"inside": "attention", "head": "../x", "looker": "-1"},
        {"inside": "walk", "piece": "999"},
        {"inside": "switches", "silent_layer": "77", "silent_head": "x", "looks": "up", "shuffle": "1e9"},
        {"inside": "ledger", "block": ":red[x]"},
        {"inside": "nonsense"},
    ],
)
def test_nonsense_in_a_link_is_passed_over(link: dict[str, str]) -> None:
    page = open_page(**link)
    assert not page.exception
    assert "Something went wrong" not in said(page)
    assert page.code[0].value.strip()
    assert link_of(page) == ({"inside": link["inside"]} if link["inside"] not in ("nonsense", "walk") else {})


@pytest.mark.parametrize(
    ("part", "answer", "verdict"),
    [
        ("walk", "layer 3", "You were right."),
        ("attention", "layer 1", "It is: layer 8."),
        ("switches", "another", "It is: the same."),
        ("order", "the same vector", "You were right."),
        ("ledger", "the embeddings", "It is: all layers together."),
    ],
)
def test_guess_first_hides_the_answer_until_one_is_given(part: str, answer: str, verdict: str) -> None:
    page = open_page(inside=part, guess_first="true", no_positions="true")
    assert charts(page) == 0
    assert not page.get("download_button")
    page.button_group("inside_guess_pills").set_value(answer).run()
    assert not page.exception
    assert charts(page) == CHARTS[part]
    assert verdict in said(page)


@pytest.mark.parametrize(
    ("part", "printed"),
    [
        ("walk", "LayerWalk(model='bert'"),
        ("attention", "AttentionView(model='bert'"),
        ("switches", "SwitchedAnswer(model='bert'"),
        ("order", "WordOrder(model='bert'"),
        ("ledger", "Ledger(model='bert'"),
    ],
)
def test_the_program_of_each_part_runs(part: str, printed: str) -> None:
    assert printed_here(open_page(inside=part, silent_layer="1").code[0].value).startswith(printed)


@pytest.fixture
def distilbert_at_hand(tiny_distilbert: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A DistilBERT among the reader's own models."""
    folder: Path = tiny_distilbert.spec.source.folder  # type: ignore[union-attr]
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(folder.parent))
    get_settings.cache_clear()
    yield f"local/{folder.name}"
    get_settings.cache_clear()


def test_a_model_of_another_family_has_grey_switches_with_the_reason(distilbert_at_hand: str) -> None:
    page = open_page(inside="switches", model=distilbert_at_hand)
    assert "not built as BERT is" in page.info[0].value
    assert all(box.disabled for box in page.main.selectbox)
    assert charts(page) == 0
    walk = open_page(inside="walk", model=distilbert_at_hand)
    assert charts(walk) == 2
    assert "not taken apart here" in said(walk)
    assert charts(open_page(inside="attention", model=distilbert_at_hand)) == 2
    assert "weights" in said(open_page(inside="ledger", model=distilbert_at_hand))

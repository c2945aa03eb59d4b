"""The embeddings page: its parts, its link, its examples, and whatever a person may type."""

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.lessons.sense_samples import sense_samples
from bertplay.ui.parts.embeddings import PARTS
from tests.pages.conftest import ROOT, written_as_markup
from tests.pages.test_masked_word import BAD, MARKUP, charts, said
from tests.programs import printed_here

CHARTS = {"map": 0, "senses": 2, "sentences": 2, "words": 1}
TABLES = {"map": 4, "senses": 1, "sentences": 4, "words": 1}


def open_page(**link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=170)
    page.switch_page("pages/embeddings.py")
    page.query_params.update(link)
    return page.run()


def link_of(page: AppTest) -> dict[str, str]:
    return {name: values[0] if isinstance(values, list) else values for name, values in page.query_params.items()}


def test_a_newcomer_sees_a_map() -> None:
    page = open_page()
    assert page.title[0].value == "Where BERT puts meanings"
    assert page.text_input("word").value == "bank"
    assert "of the variance of this layer" in written_as_markup(page)
    assert "All 24 as a table" in written_as_markup(page)
    assert not page.exception
    assert not page.query_params


@pytest.mark.parametrize("part", PARTS)
def test_each_part_draws_its_figures(part: str) -> None:
    page = open_page(meaning=part)
    assert not page.exception
    assert charts(page) == CHARTS[part]
    assert len(page.get("download_button")) == TABLES[part]
    assert "Something went wrong" not in said(page)


def test_what_the_parts_say() -> None:
    assert "Layer 7 does best: 88%" in said(open_page(meaning="senses"))
    assert "No layer tells them apart" in said(open_page(meaning="senses", word="hot"))
    assert "would say “missing”" in said(open_page(meaning="words", sum="unfriendliness"))
    assert "it is the same vector in every sentence" in said(open_page(meaning="sentences", pooling="cls", at_layer="0"))
    assert "one row of a table" in written_as_markup(open_page(layer="-1"))
    assert "mean nothing" in written_as_markup(open_page(map="tsne"))


@pytest.mark.parametrize("name", BAD)
def test_whatever_is_typed_gets_an_answer_or_a_sentence(name: str) -> None:
    for link in (
        {"word": BAD[name][:100], "lines": BAD[name][:20_000]},
        {"meaning": "sentences", "near": BAD[name][:2_000], "pooled": BAD[name][:20_000]},
        {"meaning": "words", "sum": BAD[name][:200]},
    ):
        page = open_page(**link)
        assert not page.exception
        assert charts(page) or said(page) or page.caption
        assert not [markup for markup in MARKUP[:6] if markup in written_as_markup(page)]
        assert "Something went wrong" not in said(page)


def test_the_link_has_everything_and_opens_the_same_page() -> None:
    page = open_page()
    page.button_group("sense_sample").set_value(list(sense_samples()).index("cell")).run()
    page.select_slider("layer").set_value(2).run()
    page.button_group("color").set_value("groups").run()
    link = link_of(page)
    assert link == {"word": "cell", "layer": "2", "color": "groups"}
    again = open_page(**link)
    assert again.text_input("word").value == "cell"
    assert again.select_slider("layer").value == 2
    assert again.text_area("lines").value == page.text_area("lines").value
    page.text_area("lines").set_value("a | one cell\nb | two cell\nb | a cell").run()
    assert link_of(page)["lines"] == "a | one cell\nb | two cell\nb | a cell"


def test_a_link_that_asks_for_the_impossible_gets_the_first_choice() -> None:
    page = open_page(layer="77", map="../..", dimensions="9", color="x", meaning="y", groups="99", pooling="z")
    assert page.select_slider("layer").value == 8
    assert not page.exception


def choose(page: AppTest, choice: int) -> None:
    """A line of the list under the map: a place, or below zero a whole sense."""
    page.selectbox("map_list").set_value(choice).run()


def test_the_list_highlights_places_and_the_link_opens_them_again() -> None:
    page = open_page(dimensions="3")
    choose(page, 1)
    choose(page, 12)
    page.slider("turn").set_value(-90).run()
    page.slider("tilt").set_value(45).run()
    link = link_of(page)
    assert link == {"dimensions": "3", "lit": "1.12", "turn": "-90", "tilt": "45"}
    again = open_page(**link)
    assert [name[:2] for name in again.selectbox("map_list").options if name.startswith("✓")] == ["✓ ", "✓ "]
    assert (again.slider("turn").value, again.slider("tilt").value) == (-90, 45)
    assert "**2 chosen**" in written_as_markup(again)
    again.button_group("dimensions").set_value("2").run()
    assert link_of(again) == {"lit": "1.12"}, "the same sentences, drawn otherwise; two dimensions are not turned"
    assert not again.slider


def test_a_place_that_is_chosen_again_goes_and_a_sense_stands_alone() -> None:
    page = open_page(lit="1.12")
    choose(page, 12)
    assert link_of(page) == {"lit": "1"}
    choose(page, -2)
    assert link_of(page) == {"lit": ".".join(map(str, range(12, 24)))}
    next(button for button in page.button if button.label == "Choose none").click().run()
    assert not link_of(page)
    assert "All 24 as a table" in written_as_markup(page)


def test_other_sentences_are_not_highlighted() -> None:
    page = open_page(lit="1.12")
    page.button_group("sense_sample").set_value(list(sense_samples()).index("cell")).run()
    assert "chosen**" not in written_as_markup(page)
    assert link_of(page) == {"word": "cell"}


def test_the_list_names_senses_and_places() -> None:
    page = open_page(lines="river | The bank is wet.\nriver | The bank is wet.\nmoney | A bank of :red[x] and $x$.", lit="2")
    assert page.selectbox("map_list").options == [
        "river: all 2",
        "money: all 1",
        "1. river: The bank is wet.",
        "2. river: The bank is wet.",
        "✓ 3. money: A bank of :red[x] and $x$.",
    ]


def test_a_highlight_and_an_angle_that_are_impossible_are_passed_over() -> None:
    page = open_page(dimensions="3", lit="2.99.x.-1.2", turn="999", tilt="--4")
    assert (page.slider("turn").value, page.slider("tilt").value) == (35, 20)
    assert link_of(page) == {"dimensions": "3", "lit": "2"}


def test_guess_first_hides_the_answer() -> None:
    page = open_page(meaning="senses", guess_layer="true")
    assert charts(page) == 0
    assert "does best" not in said(page)
    page.button_group("layer_guess").set_value(1)
    page.button("FormSubmitter:layer_form-Reveal").click().run()
    assert "Your guess: layer 1" in said(page)
    assert charts(page) == 2


@pytest.mark.parametrize("part", PARTS)
def test_the_programs_run(part: str) -> None:
    program = open_page(meaning=part).code[-1].value
    printed = printed_here(program)
    assert "model='bert'" in printed

"""The WordPiece page: its parts, its link, its examples, and whatever a person may type."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from bertplay.lessons.wordpiece import samples
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.tasks.wordpiece_text import tokenize
from bertplay.ui.parts.wordpiece import PARTS
from tests.pages.conftest import written_as_markup
from tests.programs import printed_alone, printed_here

ROOT = Path(__file__).resolve().parents[2]
CHARTS = {"way": 0, "word": 0, "why": 1, "vocabulary": 3, "side": 1, "train": 1}
TABLES = {"way": 1, "word": 1, "why": 2, "vocabulary": 2, "side": 1, "train": 2}
BOXES = {"way": "cut_text", "word": "cut_word", "why": "counted", "vocabulary": "search", "side": "side_text", "train": "train_text"}
MARKUP = ("<img", "![](", "$x$", ":red[", "onerror", "{0!r}")
BAD = {
    "empty": "",
    "one character": "a",
    "10,000 words": "word " * 10_000,
    "emoji": "👩‍👩‍👧‍👦 likes 🍕 🇫🇷",
    "combining marks": "e\u0301\u0302\u0303 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚a",
    "right to left": "עיר הבירה של צרפת \u202egnp.exe مرحبا",
    "NUL": "a\0b \0",
    "a long word": "a" * 99_000,
    "only signs": "... !!! ???",
    "an image tag": "<img src=x onerror=alert(1)>",
    "a markdown image": "![](http://x)",
    "mathematics": "$x$ $$y$$",
    "a colour": ":red[x] :material/home:",
    "braces and quotes": '{0!r} \'""" \\ {text}',
    "special tokens": "[CLS] [MASK] <mask> [SEP][PAD]",
}


def open_part(part: str, **link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.query_params.update({"cutting": part, **link})
    page.switch_page("pages/wordpiece.py")
    page.query_params.update({"cutting": part, **link})
    return page.run()


def charts(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def box(page: AppTest, key: str):  # type: ignore[no-untyped-def]
    return next(element for element in (*page.text_input, *page.text_area) if element.key == key)


def said(page: AppTest) -> str:
    return "\n".join(element.value for element in page.text)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_shows_what_it_has(part: str) -> None:
    page = open_part(part, cut_first="no")
    assert not page.exception
    assert page.title[0].value == "Words into pieces"
    assert charts(page) == CHARTS[part]
    assert [button.label for button in page.get("download_button")] == ["Table as CSV"] * TABLES[part]
    assert page.code[0].value.strip()
    assert not [markup for markup in MARKUP if markup in written_as_markup(page)]


def test_a_newcomer_sees_a_text_in_pieces() -> None:
    page = open_part("way")
    assert box(page, "cut_text").value == samples("text")[0].text
    assert "14 words and signs are 26 pieces, 3 of them unknown." in said(page)


@pytest.mark.parametrize("part", PARTS)
def test_whatever_is_typed_gets_an_answer_or_a_sentence(part: str) -> None:
    page = open_part(part, cut_first="no")
    for name, text in BAD.items():
        box(page, BOXES[part]).set_value(text).run()
        assert not page.exception, name
        assert charts(page) or page.info or said(page), name
        assert not [markup for markup in MARKUP if markup in written_as_markup(page)], name
        assert "Something went wrong" not in said(page), name


def test_the_reader_cuts_first() -> None:
    page = open_part("word", cuts="2.14")
    assert not page.get("download_button")
    assert "uncon" not in said(page)
    page.button[0].click().run()
    assert "Of your 2 cuts the model makes 1; it makes 3 in all." in said(page)
    assert "Look-up 30 of 30. The word is uncon ##stit ##ution ##ally." in said(page)
    box(page, "cut_word").set_value("unaffable").run()
    assert not page.get("download_button")  # another word, another cut
    assert page.session_state["cuts"] == ()


def test_the_search_goes_forward_and_back() -> None:
    def button(label: str) -> Button:
        return next(button for button in page.button if button.label == label)

    page = open_part("word", cut_first="no", cut_word="unaffable", look_up="3")
    assert "Look-up 3 of " in said(page)
    button("Forward").click().run()
    assert "Look-up 4 of " in said(page)
    button("Back").click().run()
    assert "Look-up 3 of " in said(page)
    page.slider("look_up").set_value(1).run()
    assert "Look-up 1 of " in said(page)
    assert button("Back").disabled


def test_the_link_has_everything_and_opens_the_same_page() -> None:
    page = open_part("way")
    page.button_group("cutting").set_value("train").run()
    page.button_group("merge_by").set_value("likelihood").run()
    page.slider("large_size").set_value(100).run()
    box(page, "cut_words").set_value("bakers").run()
    link = {name: values[0] if isinstance(values, list) else values for name, values in page.query_params.items()}
    assert link == {"cutting": "train", "merge_by": "likelihood", "large_size": "100", "cut_words": "bakers"}
    again = open_part(link.pop("cutting"), **link)
    assert again.slider("large_size").value == 100
    assert said(again) == said(page)


@pytest.mark.parametrize("part", ["word", "why", "vocabulary", "train"])
def test_a_link_of_nonsense_opens_the_page(part: str) -> None:
    page = open_part(part, look_up="99999", large_size="-1", merge_by="luck", table_size="7", cuts="x.99.²", search_by="", cut_first="?")
    assert not page.exception
    assert "Something went wrong" not in said(page)


def test_examples_are_one_click_away() -> None:
    page = open_part("way")
    for index, sample in enumerate(samples("text")):
        page.button_group("cut_example_cut_text").set_value(index).run()
        assert box(page, "cut_text").value == sample.text
        assert not page.exception


def test_a_text_of_five_thousand_words_is_answered_and_says_what_is_shown() -> None:
    page = open_part("way")
    box(page, "cut_text").set_value("photosynthesis works " * 2_500).run()
    assert "5,000 words and signs are 15,000 pieces." in said(page)
    assert "The first 600 of " in said(page)


@pytest.mark.parametrize("text", ["The café.", "It's \"so\" '''{0}''' \\n \"\"\" {text!r} 👩‍👩‍👧"])
def test_the_program_gives_the_same_pieces(text: str) -> None:
    program = open_part("way", cut_text=text).code[0].value
    printed = printed_here(program)
    assert [line.split()[:2] for line in printed.splitlines()] == [
        [piece.text, str(piece.id)] for piece in tokenize(open_tokenizer("bert"), text)
    ]


@pytest.mark.parametrize("part", ["word", "why", "vocabulary", "side", "train"])
def test_the_programs_of_the_other_parts_run(part: str) -> None:
    program = open_part(part, cut_first="no").code[0].value
    printed = printed_here(program)
    names = {"word": "WordSearch", "why": "WordCounts", "vocabulary": "VocabularyMatches", "side": "TokenizerComparison"}
    assert printed.startswith(f"{names.get(part, 'TrainedVocabulary')}(")


def test_the_first_part_needs_neither_torch_nor_the_libraries_of_figures() -> None:
    """Only the tokenizer's file is opened, and a text in colour is no figure."""
    program = "import sys, bertplay.ui.parts.wordpiece.way; print({'torch', 'transformers', 'altair', 'pandas'} & set(sys.modules))"
    assert printed_alone(program).strip() == "set()"

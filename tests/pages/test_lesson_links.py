"""What a teacher writes into the link of a page: a question, a note, a view without the controls."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import ROOT, Open, written_as_markup

NASTY = "<img src=x onerror=alert(1)> ![](http://x) $x$ :red[x] **bold**"
PAGES = sorted(file.stem for file in (ROOT / "pages").glob("*.py"))


def page_text(page: AppTest) -> list[str]:
    return [text.value for text in page.text]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_the_question_of_its_link(open_at: Open, name: str) -> None:
    page = open_at(name, ask=f"Why? {NASTY}", note=NASTY)
    assert not page.exception
    assert page_text(page)[:2] == [f"Why? {NASTY}", NASTY]
    assert "onerror" not in written_as_markup(page)


def test_the_question_stays_while_the_reader_works(open_at: Open) -> None:
    page = open_at("masked_word", ask="Who barks?", fix="1", text="The [MASK] barked.")
    page.text_input("masked_word.text").set_value("The [MASK] was barking all night.").run()
    assert page_text(page)[0] == "Who barks?"
    assert [page.query_params[name] for name in ("ask", "fix", "text")] == ["Who barks?", "1", "The [MASK] was barking all night."]


def drawn(page: AppTest) -> list[tuple[str, bytes]]:
    """Every chart of the page: its specification and its rows."""
    return [(chart.proto.spec, chart.proto.data.data) for chart in page.get("vega_lite_chart")]


@pytest.mark.parametrize("question", ["x" * 100_000, "a\0b", " \t "])
def test_no_question_breaks_the_page(open_at: Open, question: str) -> None:
    page = open_at("masked_word", ask=question)
    assert not page.exception
    shown = page_text(page)[0] if question.strip() else ""
    assert len(shown) < 1_100
    assert "\0" not in shown
    assert ("truncated: at most 1,000" in shown) == (len(question) > 1_000)


def test_without_a_question_nothing_is_above_the_page(open_at: Open) -> None:
    assert "The question" not in [caption.value for caption in open_at("masked_word").caption]


def test_a_fixed_link_leaves_the_work_and_takes_the_controls(open_at: Open) -> None:
    link = {"text": "The [MASK] barked.", "model": "albert", "tab": "left_right_context"}
    free, fixed = open_at("masked_word", **link), open_at("masked_word", fix="1", **link)
    assert [box.key for box in free.selectbox] == ["model.masked word"]
    assert not fixed.selectbox
    assert "Left and right context" in [tab.label for tab in free.tabs]
    assert not fixed.tabs
    assert not fixed.button_group
    assert fixed.text_input("masked_word.text").value == "The [MASK] barked."
    assert drawn(fixed) == drawn(free) != []
    assert {name: fixed.query_params[name] for name in link} == link


def test_a_fixed_link_to_a_model_that_cannot_answer_says_which_one_does(open_at: Open) -> None:
    page = open_at("masked_word", fix="1", model="gpt-5")
    assert "gpt-5 cannot be used here; Our small BERT answers instead." in " ".join(page_text(page)).replace("\n", " ")


@pytest.mark.parametrize(("asked", "shown"), [("3", 3), ("0", 1), ("999", 50), ("x", 10), ("²", 10), ("9" * 5000, 10)])
def test_the_number_of_guesses_of_a_fixed_link(open_at: Open, asked: str, shown: int) -> None:
    page = open_at("masked_word", fix="1", top_k=asked)
    assert not page.exception
    assert not page.slider
    assert f"top_k={shown}" in " ".join(code.value for code in page.code) or f"topk({shown})" in " ".join(code.value for code in page.code)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_fixed(open_at: Open, name: str) -> None:
    page = open_at(name, fix="1", ask="What do you see?")
    assert not page.exception
    assert "Something went wrong" not in " ".join(page_text(page))

"""The home page, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.lessons.ten_questions import ten_questions
from tests.pages.conftest import ROOT, written_as_markup

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


def test_what_the_book_says_is_stamped_with_its_figure() -> None:
    page = open_home(q="9")
    assert "The model does: unconstitutionally = " in said(page)
    assert any("does not hold here" in text.value for text in page.markdown)


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

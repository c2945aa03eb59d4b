"""The worksheet page, without a browser: it has what was asked on the other pages of the same session."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, written_as_markup

NASTY = "<img src=x onerror=alert(1)> ![](http://x) $x$ :red[x] a [MASK]"


def worksheet_of(page: AppTest) -> AppTest:
    return page.switch_page("pages/worksheet.py").run()


def said(page: AppTest) -> str:
    return "\n".join(text.value for text in page.text)


def test_nothing_was_asked_yet(open_page: Open) -> None:
    page = worksheet_of(open_page(text=" "))
    assert not page.exception
    assert "Nothing was asked yet" in page.info[0].value


def test_what_was_asked_is_there_with_its_answer(open_page: Open) -> None:
    page = worksheet_of(open_page(text="She opened the [MASK] and went inside.", k="3"))
    assert not page.exception
    assert any("1. Guesses for a masked word" in text.value for text in page.markdown)
    assert "text: She opened the [MASK] and went inside.\ntop k: 3" in said(page)
    assert "The first guess is “" in said(page)


def test_a_question_is_left_out_and_taken_in_again(open_page: Open) -> None:
    page = worksheet_of(open_page(text="She opened the [MASK] and went inside."))
    page.toggle[0].set_value(False).run()
    assert "The first guess" not in said(page)
    page.toggle[0].set_value(True).run()
    page.text_input[1].set_value("as I thought").run()
    assert not page.exception
    assert "The first guess" in said(page)
    assert page.text_input[1].value == "as I thought"


@pytest.mark.parametrize("part", ["sides", "contrast"])
def test_every_part_of_a_page_is_noted(part: str, open_page: Open) -> None:
    page = worksheet_of(open_page(text="She opened the [MASK] and went inside.", part=part, second="He shut the [MASK]."))
    assert "Nothing was asked yet" not in " ".join(info.value for info in page.info)


def test_what_was_typed_is_never_markup(open_page: Open) -> None:
    page = worksheet_of(open_page(text=NASTY))
    assert "onerror" in said(page)
    assert "onerror" not in written_as_markup(page)

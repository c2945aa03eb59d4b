"""The compare page, opened by its link."""

import json

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from bertplay.lessons.languages import language_examples
from tests.pages.conftest import ROOT, written_as_markup
from tests.programs import printed_here


@pytest.fixture(scope="module")
def page() -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    return page.switch_page("pages/compare.py").run()


@pytest.mark.parametrize("part", ["words", "pieces", "pair", "likeness", "one_word"])
def test_each_part_answers_and_states_its_cost(page: AppTest, part: str) -> None:
    page.session_state["compare"] = part
    page.run()
    assert not page.exception
    costs = [caption.value for caption in page.caption if "million parameters" in caption.value]
    assert costs
    assert "ms (median of" in costs[0]
    assert "pieces" in costs[0]


def test_the_bars_of_all_models_have_one_scale(page: AppTest) -> None:
    page.session_state["compare"] = "words"
    page.run()
    tables = [pa.ipc.open_stream(chart.proto.data.data).read_pandas() for chart in page.get("vega_lite_chart")]
    assert len(tables) == 4
    assert {longest for table in tables for longest in table["longest"]} == {max(table["probability"].max() for table in tables)}


def test_what_no_model_here_can_do_is_answered_with_the_reason(page: AppTest) -> None:
    page.session_state["compare"] = "false_word"
    page.session_state["models"] = ["bert"]
    page.run()
    assert not page.exception
    assert any("Only ELECTRA's second half" in text.value for text in page.text)


@pytest.mark.parametrize("part", ["words", "one_word", "items"])
def test_the_same_in_python_runs_and_says_the_same(page: AppTest, part: str) -> None:
    page.session_state["compare"] = part
    page.session_state["models"] = ["bert"]
    page.run()
    printed = printed_here(page.code[-1].value)
    assert {"words": "WordGuess(word=", "one_word": "OneWord(word='bank'", "items": "milliseconds="}[part] in printed


def test_the_test_has_a_card_a_table_and_every_sentence(page: AppTest) -> None:
    page.session_state["compare"] = "items"
    page.session_state["test"] = "opposites"
    page.run()
    assert not page.exception
    assert "What it does not measure" in written_as_markup(page)
    assert page.dataframe[0].value["model"].iloc[0] == "Our small BERT"
    assert len(page.dataframe[1].value) >= 50


def test_what_is_typed_is_never_markup(page: AppTest) -> None:
    page.session_state["compare"] = "pieces"
    page.session_state["compared_pieces"] = "<b>**bold**</b> :red[x]"
    page.run()
    assert not page.exception
    assert "bold" not in written_as_markup(page)
    assert "bold" in page.code[0].value


def test_without_a_model_it_says_what_is_missing(page: AppTest) -> None:
    page.session_state["models"] = []
    page.run()
    assert page.info[0].value == "Choose a model above."
    page.session_state["models"] = ["bert"]
    page.run()


def test_the_link_carries_the_question() -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.query_params.update({"compare": "words", "guessed": "A <mask> sang.", "models": "nobody,bert"})
    page.run()
    page.switch_page("pages/compare.py").run()
    assert not page.exception
    assert json.dumps(list(page.session_state["models"])) == '["bert"]'


def test_a_sentence_of_another_language_is_one_click_and_its_models_are_named() -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    page.switch_page("pages/compare.py").run()
    assert {example.title for example in language_examples()} <= {button.label for button in page.button}
    assert any("XLM-R" in caption.value and "CamemBERT" in caption.value for caption in page.caption)
    next(button for button in page.button if button.label == "Deutsch").click().run()
    assert not page.exception
    assert page.text_input[0].value == "Die Hauptstadt von Österreich ist [MASK]."

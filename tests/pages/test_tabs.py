"""The contract of every tab of every page."""

import ast
import json
import shlex

import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from bertplay.cli.app import app as command_line
from tests.pages.conftest import Open, takeaways
from tests.pages.pages_of_app import tabs_of_app
from tests.programs import printed_here

OTHERS = {"models", "worksheet", "lesson", "classroom"}
"""Pages that ask no model: their tabs open, and that is all."""
TABS = [names for names in tabs_of_app() if names[0] not in OTHERS]
WAITS = {("runs", "all"), ("fine_tuned", "ask"), ("fine_tuned", "apply")}
"""Tabs that say what they wait for: a first run, a fine-tuned model."""
TRAINS = {("rnn", "memory"), ("pretraining", "mini_pretraining"), ("ten_questions", "transfer"), ("ten_questions", "practice")}
"""Tabs whose program and command train for a minute."""
LONG = {
    *(("compare", name) for name in ("one_word", "replaced_word", "similarity", "test", "words")),
    *(("next_sentence", "all_orders"), ("pretraining", "checkpoints"), ("rnn", "race"), ("ten_questions", "rnn")),
}
"""Tabs whose program and command ask several models, or train for seconds: they run with the slow tests."""


@pytest.fixture(params=TABS, ids=["/".join(names) for names in TABS])
def tab(request: pytest.FixtureRequest) -> tuple[str, str]:
    names: tuple[str, str] = request.param
    return names


@pytest.mark.parametrize("names", sorted(set(tabs_of_app()) - set(TABS)), ids="/".join)
def test_a_tab_that_asks_no_model_opens_and_comes_back(open_at: Open, names: tuple[str, str]) -> None:
    page = open_at(names[0], tab=names[1])
    assert not page.exception
    again = open_at(names[0], **dict(page.query_params))
    assert not again.exception
    assert again.query_params == page.query_params


def main_buttons(page: AppTest) -> list[str]:
    """The labels of the buttons that a page calls its main one, those in a menu left out."""
    kinds = ("button", "download_button")
    buttons = [one for kind in kinds for one in page.get(kind)]
    return [one.proto.label for one in buttons if one.proto.type == "primary"]


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("asked", [{"present": "1"}, {"guess_first": "1"}, {"present": "1", "guess_first": "1"}], ids=" ".join)
def test_what_reveals_the_answer_is_the_only_main_button(open_at: Open, tab: tuple[str, str], asked: dict[str, str]) -> None:
    assert len(main_buttons(open_at(tab[0], tab=tab[1], **asked))) <= 1


def expect_columns_of_figures(page: AppTest) -> None:
    """Every field that an altair figure names is a column of its rows or computed there; otherwise the browser shows "undefined"."""
    for figure in page.get("vega_lite_chart"):
        columns = set(convert_arrow_bytes_to_pandas_df(figure.proto.data.data).columns)
        drawing = json.loads(figure.proto.spec)
        named, made = values_at(drawing, "field"), values_at(drawing, "as")
        assert named <= columns | made, "a figure has all its columns"


def values_at(drawing: object, key: str) -> set[str]:
    """The texts under a key, however deep: {"x": {"field": "a"}} and "field" -> {"a"}"""
    if isinstance(drawing, list):
        return set().union(*(values_at(one, key) for one in drawing))
    if not isinstance(drawing, dict):
        return set()
    here = drawing.get(key, ())
    texts = {one for one in (here if isinstance(here, list) else [here]) if isinstance(one, str)}
    return texts.union(*(values_at(one, key) for one in drawing.values()))


@pytest.mark.usefixtures("service")  # without the runs that other tests have left
def test_a_tab_opens_on_an_answer(open_at: Open, tab: tuple[str, str]) -> None:
    page = open_at(tab[0], tab=tab[1])
    assert not page.exception
    if tab in WAITS:
        assert page.info
        return
    assert all(takeaways(page)), "there is a sentence above the figure"
    assert len(main_buttons(page)) <= 1
    expect_columns_of_figures(page)
    assert [button.proto.label for button in page.get("download_button")][:1] == ["Table (CSV)"]
    again = open_at(tab[0], **dict(page.query_params))
    assert takeaways(again) == takeaways(page)
    programs = [code.value for code in page.code if code.language == "python"]
    assert programs
    ast.parse(programs[0])
    if tab not in TRAINS | LONG:
        expect_same_in_code(page)


@pytest.mark.slow
@pytest.mark.parametrize("long", sorted(LONG), ids="/".join)
def test_the_program_and_the_command_of_a_long_answer_run(open_at: Open, long: tuple[str, str]) -> None:
    expect_same_in_code(open_at(long[0], tab=long[1]))


def expect_same_in_code(page: AppTest) -> None:
    """The program that a page shows prints something, and its command answers in JSON."""
    programs = [code.value for code in page.code if code.language == "python"]
    assert printed_here(programs[0])
    for command in (code.value for code in page.code if code.language == "sh"):
        done = CliRunner().invoke(command_line, [*shlex.split(command)[3:], "--json"])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)

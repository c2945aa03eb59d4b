"""The worksheet page, without a browser: it has what was asked on the other pages of the same session."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.runs.desk import Desk
from bertplay.runs.state import RunState
from bertplay.settings import Settings
from bertplay.training.config import DataSource, FineTuneConfig
from bertplay.ui.parts.worksheet import asked
from bertplay.ui.runtime import Runtime
from bertplay.worksheet.asking import command_of, program_of
from tests.pages.conftest import Open, written_as_markup

NASTY = "<img src=x onerror=alert(1)> ![](http://x) $x$ :red[x] a [MASK]"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The page's own desk on a store of this test, whose queue nobody moves."""
    desk = Desk(Settings(runs_dir=tmp_path / "runs"))
    monkeypatch.setattr(Runtime, "desk", lambda self: desk)
    yield desk
    desk.store.close()


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


def test_two_sentences_turned_round_are_told_of_both_models(open_page: Open) -> None:
    page = open_page(first="It rained all night.", second="In the morning the streets were wet.")
    page.switch_page("pages/next_sentence.py").run()
    page = worksheet_of(page)
    assert not page.exception
    both = [line for line in said(page).splitlines() if line.endswith("turned round.")]
    assert [line.split(":")[0] for line in both] == ["Next sentence", "Sentence order"]


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


def test_a_training_is_noted_when_it_is_over(desk: Desk, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "browser_id", lambda: "me")
    page = worksheet_of(open_page(text=" "))
    mine = FineTuneConfig(DataSource("sample:reviews"), seed=7)
    others = FineTuneConfig(DataSource("sample:topics"), seed=8)
    for config, browser in ((mine, "me"), (others, "other")):
        run_id = desk.start(config, browser=browser)
        desk.store.change(run_id, RunState, state=RunState.FINISHED, metrics='{"accuracy": 0.6375, "steps": 60}', waiting=None)
    waiting = desk.start(mine, browser="me")
    page.run()
    assert not page.exception
    assert desk.run(waiting).state is RunState.QUEUED
    assert [text.value for text in page.markdown if "A training" in text.value] == ["**1. A training**"]
    assert "Fine-tuning, 20" in said(page)
    assert "After the training: accuracy 63.7%" in said(page)


def test_what_was_asked_is_told_in_the_language_of_now(open_page: Open) -> None:
    page = open_page(text="She opened the [MASK] and went inside.", k="3").switch_page("pages/worksheet.py")
    page.session_state["lang"] = "fr"
    page.run()
    assert page.title[0].value == "Feuille de travail"
    assert any("1. Propositions pour un mot masqué" in text.value for text in page.markdown)
    assert "La première proposition est «" in said(page)
    page.session_state["lang"] = "en"
    assert "The first guess is “" in said(page.run())


def test_where_own_data_lie_is_not_told(desk: Desk) -> None:
    run_id = desk.start(FineTuneConfig(DataSource("sample:reviews")))
    own = replace(desk.run(run_id), config=FineTuneConfig(DataSource("/srv/runs/data/pupil.csv")), metrics={"accuracy": 0.5})
    entry = asked.entry_of(own)
    assert "/srv" not in str(entry)
    assert program_of(entry) == command_of(entry) == ""


def test_what_was_typed_is_never_markup(open_page: Open) -> None:
    page = worksheet_of(open_page(text=NASTY))
    assert "onerror" in said(page)
    assert "onerror" not in written_as_markup(page)

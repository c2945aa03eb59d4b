"""The pretraining page, without a browser."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.models import catalog
from bertplay.models.manifest import write_manifest
from bertplay.runs.desk import Desk
from bertplay.runs.reporter import Reporter
from bertplay.runs.state import RunState
from bertplay.training.config import DataSource, FineTuneConfig, Method, Task
from bertplay.training.events import Evaluated, OwnAnswer, Started
from tests.pages.conftest import ROOT, written_as_markup
from tests.pages.test_fine_tuning import desk
from tests.tiny import save_bert

__all__ = ["desk"]

NASTY = "<img src=x onerror=alert(1)> ![](http://x) $x$ :red[x] the cat sat on the mat"


def open_page(**link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("pages/pretraining.py")
    page.query_params.update(link)
    return page.run()


def test_the_reader_guesses_and_both_are_scored() -> None:
    page = open_page(seed="4")
    assert not page.exception
    page.text_input[0].input("letter")
    page.button[0].click().run()
    said = " ".join(text.value for text in page.text)
    assert "You:" in said
    assert "The model on all chosen pieces" in said
    assert "Masked perplexity" in said
    assert len(page.dataframe) == 1


def test_another_draw_starts_another_round() -> None:
    page = open_page()
    page.button[0].click().run()
    assert len(page.dataframe) == 1
    page.number_input[0].set_value(7).run()
    assert len(page.dataframe) == 0


def test_markup_stays_text_and_a_mask_is_explained() -> None:
    page = open_page(play=NASTY)
    page.button[0].click().run()
    assert not page.exception
    assert "onerror" not in written_as_markup(page)
    page = open_page(play="the [MASK] sat")
    assert "already" in " ".join(text.value for text in page.text)


def test_an_empty_text_is_no_error() -> None:
    page = open_page(play=" ")
    assert not page.exception
    assert page.info[0].value.startswith("Type a text")


def test_the_curves_are_a_link() -> None:
    page = open_page(show="curves", measure="pair")
    assert not page.exception
    assert "plateau" in " ".join(caption.value for caption in page.caption)
    assert page.query_params["measure"] in ("pair", ["pair"])


@pytest.fixture
def young(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled BERT in a folder of its own, with a model of random weights as what it was at the beginning."""
    folder = tmp_path / "bert"
    shutil.copytree(catalog.BUNDLED_FOLDER / "bert", folder, ignore=shutil.ignore_patterns("checkpoints"))
    save_bert(folder / "checkpoints" / "0")
    write_manifest(folder / "checkpoints" / "0")
    monkeypatch.setattr(catalog, "BUNDLED_FOLDER", tmp_path)


def test_the_slider_asks_a_model_at_every_moment_that_was_kept(young: None) -> None:
    page = open_page(show="moments")
    assert not page.exception
    table = page.dataframe[0].value
    assert table["share of the training"].tolist() == ["nothing", "100%"]
    assert table["first guesses"].iloc[-1].startswith("door")
    page.select_slider[0].set_value(0).run()
    assert not page.exception
    assert "After 0 tokens" in " ".join(text.value for text in page.text)
    assert page.query_params["after"] in ("0", ["0"])
    page = open_page(show="moments", after="0")
    assert page.select_slider[0].value == 0


def test_a_model_without_early_checkpoints_says_so() -> None:
    page = open_page(show="moments", model="bilstm")
    assert not page.exception
    assert page.info[0].value.startswith("No checkpoint")


def test_a_minute_of_pretraining_is_queued(desk: Desk) -> None:
    page = open_page(show="minute", gap="Stir the [MASK].")
    assert not page.exception
    next(button for button in page.button if button.label.startswith("Pretrain")).click().run()
    assert not page.exception
    run = desk.runs()[0]
    assert (run.config.task, run.config.method, run.config.seconds) == (Task.PRETRAINING, Method.SCRATCH, 60.0)
    assert run.config.own_sentences == ("Stir the [MASK].",)
    assert Path(run.config.data.train).read_text("utf-8").startswith("A kitchen begins")
    assert page.query_params["run"] in (run.id, [run.id])
    attempt = desk.store.claim(run.id)
    assert attempt
    reporter = Reporter(desk.store, run.id, attempt)
    reporter(Started(1.0, 0, 0, 300, 30, (), 9, 9, 0.0, 60.0, 1))
    reporter(Evaluated(2.0, 0, 0.0, 9, 7.6, 7.5, 0.0, own=(OwnAnswer(("<b>the</b>", "a"), (0.2, 0.1)),)))
    reporter.write()
    desk.store.change(run.id, [RunState.RUNNING], state=RunState.FINISHED, step=9)
    page = open_page(show="minute", run=run.id)
    assert not page.exception
    assert "<b>" not in written_as_markup(page)
    assert "held-out loss 7.50" in " ".join(text.value for text in page.text)
    assert page.dataframe[0].value["first guesses"].tolist() == ["<b>the</b> 20%, a 10%"]


def test_a_sentence_without_a_gap_is_refused_before_anything_is_queued(desk: Desk) -> None:
    page = open_page(show="minute", gap="No gap here.")
    next(button for button in page.button if button.label.startswith("Pretrain")).click().run()
    assert not page.exception
    assert desk.runs() == ()
    assert "no [MASK]" in " ".join(text.value for text in page.text)


def test_the_page_of_runs_leads_to_the_page_of_each_run(desk: Desk) -> None:
    run = desk.start(FineTuneConfig(DataSource("sample:first_word"), task=Task.FIRST_WORD, method=Method.LSTM, seconds=5))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.query_params.update({"chosen": run})
    page.switch_page("pages/runs.py").run()
    assert not page.exception
    assert page.dataframe[0].value["epochs"].tolist() == ["5 s"]
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.query_params.update({"run": run})
    page.switch_page("pages/fine_tuning.py").run()
    assert not page.exception

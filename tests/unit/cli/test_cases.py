"""Files as people have them, through the commands that a person types; skipped where they are not at hand."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bertplay.cli import fine_tuning
from bertplay.cli.app import app
from tests.cases import ALL, CASES, Case
from tests.made_cases import MADE
from tests.tiny_heads import IOB2, save_head

pytestmark = [
    pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not at hand"),
    pytest.mark.parametrize("case", [*ALL, *MADE], ids=lambda case: case.name),
]


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_head("entities", tmp_path_factory.mktemp("heads") / "tags", labels=IOB2)


def test_finetune_says_what_it_learns_from(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fine_tuning, "follow", lambda service, run_id, is_json: service.run(run_id))  # the training itself is left out
    done = run("finetune", "--train", case.file, "--task", case.task)
    assert case.said in done.output
    if case.train:
        assert f"{case.train} training examples, {case.held_out} held out." in done.output
    if case.name.startswith("30"):
        done = run("finetune", "--train", case.file, "--no-header")
        assert "4 training examples, 2 held out." in done.output


def test_predict_answers_every_text(case: Case, tagger: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    said = json.loads(run("predict", tagger, "--file", case.file, "--out", out, "--json").stdout)
    assert said["predicted"] == case.texts
    assert said["rows"] == len(out.read_text("utf-8").splitlines()) == case.texts + len(said["problems"])


def test_texts_are_embedded_and_their_words_found(case: Case, only_tiny_model: None) -> None:
    done = run("embed", case.file, "--model", "local/tiny", "--json")
    assert len(json.loads(done.stdout)["vectors"]) == case.texts
    if case.name.startswith("16"):
        done = run("word-map", case.file, "caf\u00e9", "--model", "local/tiny", "--json")
        assert len(json.loads(done.stdout)["occurrences"]) == case.texts
    if case.task == "classification" and case.name[:2] in ("01", "07", "08", "17"):
        assert run("senses", case.file, "the", "--model", "local/tiny").exit_code == 0


def test_what_is_no_test_of_models_is_refused_with_its_first_line(case: Case) -> None:
    done = run("compare-items", case.file, "--models", "local/tiny")
    assert done.exit_code == 2
    assert "lines cannot be read. Line " in done.output
    assert case.name in done.output

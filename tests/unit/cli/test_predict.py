"""The command predict: it prints what the task returns, and refuses a folder that is not a model."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bertplay.cli.app import app
from bertplay.results import as_json
from bertplay.tasks.task_heads import answer_texts
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune, Method, Task
from bertplay.training.run_job import run_job

TEXTS = ("What a wonderful dinner!", "Never again.")


@pytest.fixture(scope="module")
def reviewer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """TF-IDF on the sample, trained in a moment."""
    folder = tmp_path_factory.mktemp("reviewer")
    run_job(FineTune(DataSource("sample:reviews"), method=Method.TFIDF), folder, lambda event: None, lambda: Command.CONTINUE)
    return folder / "model"


def test_json_is_the_result(reviewer: Path) -> None:
    done = CliRunner().invoke(app, ["predict", str(reviewer), *TEXTS, "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout) == json.loads(json.dumps(as_json(answer_texts(reviewer, TEXTS))))


def test_lines_name_the_likeliest_label_first(reviewer: Path) -> None:
    lines = CliRunner().invoke(app, ["predict", str(reviewer), TEXTS[0]]).stdout.splitlines()
    (answer,) = answer_texts(reviewer, TEXTS[:1]).answers
    assert lines[0].startswith(f"Prediction: {answer.best}, with ")
    assert lines[2].startswith(TEXTS[0])
    assert answer.best in lines[2]
    assert len(lines) == 4


def test_tags_stand_beside_their_words(tmp_path: Path) -> None:
    config = FineTune(DataSource("sample:entities"), Task.ENTITIES, Method.MAJORITY)
    run_job(config, tmp_path, lambda event: None, lambda: Command.CONTINUE)
    lines = CliRunner().invoke(app, ["predict", str(tmp_path / "model"), "Anna sings."]).stdout.splitlines()
    assert lines[0] == "No named entity is found."
    assert [line.split()[:2] for line in lines[2:]] == [["Anna", "O"], ["sings", "O"], [".", "O"]]


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["predict", str(tmp_path), "text", "--json"])
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"]["type"] == "ModelLoadFailed"

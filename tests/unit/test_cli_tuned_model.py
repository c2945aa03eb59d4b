"""The command predict: what it prints is what the task gives, and a folder that is no model is refused in words."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bertplay.cli import app
from bertplay.results import as_json
from bertplay.tasks.tuned_model import answer_texts
from bertplay.training.config import DataSource, FineTuneConfig, Method, Task
from bertplay.training.events import Wish
from bertplay.training.train import train

TEXTS = ("What a wonderful dinner!", "Never again.")


@pytest.fixture(scope="module")
def reviewer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Counted words on the sample set: learned in a moment."""
    folder = tmp_path_factory.mktemp("reviewer")
    train(FineTuneConfig(DataSource("sample:reviews"), method=Method.TFIDF), folder, lambda event: None, lambda: Wish.GO)
    return folder / "model"


def test_json_is_the_result(reviewer: Path) -> None:
    done = CliRunner().invoke(app, ["predict", str(reviewer), *TEXTS, "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout) == json.loads(json.dumps(as_json(answer_texts(reviewer, *TEXTS))))


def test_lines_name_the_likeliest_label_first(reviewer: Path) -> None:
    lines = CliRunner().invoke(app, ["predict", str(reviewer), TEXTS[0]]).stdout.splitlines()
    (answer,) = answer_texts(reviewer, TEXTS[0]).answers
    assert lines[0] == TEXTS[0]
    assert lines[1].endswith(answer.best)
    assert len(lines) == 3


def test_tags_stand_beside_their_words(tmp_path: Path) -> None:
    config = FineTuneConfig(DataSource("sample:entities"), Task.ENTITIES, Method.MAJORITY)
    train(config, tmp_path, lambda event: None, lambda: Wish.GO)
    lines = CliRunner().invoke(app, ["predict", str(tmp_path / "model"), "Anna sings ."]).stdout.splitlines()
    assert [line.split()[1:] for line in lines[1:]] == [["Anna", "O"], ["sings", "O"], [".", "O"]]


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["predict", str(tmp_path), "text", "--json"])
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"]["type"] == "ModelLoadFailed"

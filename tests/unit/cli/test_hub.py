"""The commands that download and remove models, against a hub of our own."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bertplay.cli.app import app
from bertplay.settings import get_settings
from tests.small_hub import COMMIT, Repo, SmallHub
from tests.tiny_heads import SENTIMENT, save_head


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Callable[..., Result]]:
    """command("download", "someone/tiny"): in this process, with folders of this test."""

    def run(*arguments: str, **variables: str) -> Result:
        get_settings.cache_clear()
        folders = {"BERTPLAY_HUB_DIR": str(tmp_path / "hub"), "BERTPLAY_MODELS_DIR": str(tmp_path / "own")}
        return CliRunner(env=folders | variables).invoke(app, list(arguments))

    yield run
    get_settings.cache_clear()


def test_a_model_is_shown_downloaded_used_and_removed(hub: SmallHub, command: Callable[..., Result]) -> None:
    refused = command("mask", "The [MASK] is good.", "--model", "someone/tiny")
    assert (refused.exit_code, "python -m bertplay download someone/tiny" in refused.stderr) == (2, True)
    done = command("download", f"https://huggingface.co/someone/tiny/tree/{COMMIT}", "--json")
    assert done.exit_code == 0, done.stderr
    assert "0.1 MB in 4 files; licence: apache-2.0." in done.stderr
    found = json.loads(done.stdout)
    assert (found["id"], found["revision"], found["licence"], found["place"]) == ("someone/tiny", COMMIT, "apache-2.0", "downloaded")
    assert "next sentence" in found["abilities"]
    assert any(model["id"] == "someone/tiny" and model["is_available"] for model in json.loads(command("models", "--json").stdout))
    answer = command("mask", "The [MASK] is good.", "--model", "someone/tiny", "--json")
    assert json.loads(answer.stdout)["masks"]
    hub.asked.clear()
    assert "Use it with --model someone/tiny." in command("download", "someone/tiny").stdout
    assert hub.asked == []
    assert json.loads(command("remove", "someone/tiny", "--json").stdout)["bytes"] > 100_000
    assert command("mask", "The [MASK] is good.", "--model", "someone/tiny").exit_code == 2
    assert "has not been downloaded" in command("remove", "someone/tiny").stderr


def test_a_model_with_a_head_for_a_task_is_asked_by_its_name(hub: SmallHub, command: Callable[..., Result], tmp_path: Path) -> None:
    folder = save_head("classification", tmp_path / "head", labels=SENTIMENT)
    hub.repos["someone/sentiment"] = Repo({file.name: file.read_bytes() for file in folder.iterdir()})
    assert json.loads(command("download", "someone/sentiment", "--json").stdout)["head"] == "text classification"
    answer = json.loads(command("predict", "someone/sentiment", "A good day.", "--json").stdout)
    assert any(label in json.dumps(answer) for label in SENTIMENT)
    assert re.search(r"someone/sentiment +text classification +downloaded", command("models").stdout)


def test_a_large_one_needs_a_yes(hub: SmallHub, command: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bertplay.models.hub.LARGE_BYTES", 1000)
    refused = command("download", "someone/tiny")
    assert (refused.exit_code, "Add --yes" in refused.stderr) == (2, True)
    assert not any("safetensors" in path for path in hub.asked)
    assert command("download", "someone/tiny", "--yes").exit_code == 0


@pytest.mark.parametrize(
    ("asked", "variables", "message"),
    [
        ("someone/nothing", {}, "no public model called someone/nothing"),
        ("../x", {}, "not the name of a repository"),
        ("someone/tiny", {"BERTPLAY_HUB": "off"}, "BERTPLAY_HUB=off forbids it"),
        ("someone/tiny", {"BERTPLAY_HUB": "list"}, "not in the list"),
        ("someone/tiny", {"BERTPLAY_HUB_MB": "0"}, "Remove a downloaded model"),
    ],
)
def test_a_refusal_is_one_sentence(
    hub: SmallHub, command: Callable[..., Result], asked: str, variables: dict[str, str], message: str
) -> None:
    done = command("download", asked, "--json", **variables)
    assert (done.exit_code, message in done.stderr) == (2, True)
    assert json.loads(done.stdout)["error"]["remedy"] in done.stderr

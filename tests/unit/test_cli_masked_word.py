"""The commands of the masked-word page: what they print is what the tasks answer."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bertplay.cli import app
from bertplay.models.loaded import LoadedModel
from bertplay.results import as_json
from bertplay.settings import get_settings
from bertplay.tasks.masked_word import guess_masked_words

MODEL = ("--model", "local/tiny")


@pytest.fixture(autouse=True)
def only_the_tiny_model(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(tiny_folder.parent))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_mask_prints_what_the_task_answers(tiny_model: LoadedModel) -> None:
    text = "the [MASK] of <mask>"
    result = run("mask", text, *MODEL, "--top-k", "3", "--hidden", "king", "--json")
    shown, expected = json.loads(result.stdout), as_json(guess_masked_words(tiny_model, text, top_k=3, hidden=["king"]))
    assert (shown["model"], shown["text"]) == ("local/tiny", text)
    assert [g["word"] for m in shown["masks"] for g in m["guesses"]] == [g["word"] for m in expected["masks"] for g in m["guesses"]]
    assert shown["masks"][0]["hidden"]["probability"] == pytest.approx(expected["masks"][0]["hidden"]["probability"], rel=1e-4)


COMMANDS = {
    "mask": ("the [MASK] was old",),
    "jointly": ("the [MASK] of [MASK]",),
    "words": ("the [MASK] was old", "king, unaffable, \u4e2d"),
    "contrast": ("the [MASK] was old", "the [MASK] was new"),
    "sides": ("the [MASK] was old",),
    "surprise": ("the unaffable king",),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_prints_lines_and_json(command: str) -> None:
    lines, shown = run(command, *COMMANDS[command], *MODEL), run(command, *COMMANDS[command], *MODEL, "--json")
    assert (lines.exit_code, shown.exit_code) == (0, 0)
    assert len(lines.stdout.splitlines()) >= 3
    assert json.loads(shown.stdout)["model"] == "local/tiny"


def test_named_words_are_shown_with_rank_pieces_or_unknown() -> None:
    lines = run("words", *COMMANDS["words"], *MODEL).stdout.splitlines()
    assert "(rank " in next(line for line in lines if "king" in line)
    assert "(un ##aff ##able)" in next(line for line in lines if "unaffable" in line)
    assert "unknown" in next(line for line in lines if "\u4e2d" in line)


REFUSED = [("mask", "no mask"), ("mask", "[MASK]", "--top-k", "51"), ("words", "[MASK]", ","), ("sides", "a [MASK]", "--mask-index", "2")]


@pytest.mark.parametrize("arguments", REFUSED)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, *MODEL)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1

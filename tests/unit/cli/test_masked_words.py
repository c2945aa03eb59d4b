import json

import pytest
from typer.testing import CliRunner, Result

from bertplay.cli.app import app
from bertplay.models.loaded import LoadedModel
from bertplay.results import as_json
from bertplay.tasks.masked_word import predict_masked_words

MODEL = ("--model", "local/tiny")
pytestmark = pytest.mark.usefixtures("only_tiny_model")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_mask_prints_what_the_task_answers(tiny_model: LoadedModel) -> None:
    text = "the [MASK] of <mask>"
    result = run("mask", text, *MODEL, "--top-k", "3", "--hidden", "king", "--json")
    shown, expected = json.loads(result.stdout), as_json(predict_masked_words(tiny_model, text, top_k=3, hidden=["king"]))
    assert (shown["model"], shown["text"]) == ("local/tiny", text)
    assert [g["word"] for m in shown["masks"] for g in m["guesses"]] == [g["word"] for m in expected["masks"] for g in m["guesses"]]
    assert shown["masks"][0]["hidden"]["probability"] == pytest.approx(expected["masks"][0]["hidden"]["probability"], rel=1e-4)


COMMANDS = {
    "mask": ("the [MASK] was old",),
    "mask-jointly": ("the [MASK] of [MASK]",),
    "candidates": ("the [MASK] was old", "king, unaffable, \u4e2d"),
    "contrast": ("the [MASK] was old", "the [MASK] was new"),
    "left-right-context": ("the [MASK] was old",),
    "surprisal": ("the unaffable king",),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_prints_lines_and_json(command: str) -> None:
    lines, shown = run(command, *COMMANDS[command], *MODEL), run(command, *COMMANDS[command], *MODEL, "--json")
    assert (lines.exit_code, shown.exit_code) == (0, 0)
    assert len(lines.stdout.splitlines()) >= 3
    assert json.loads(shown.stdout)["model"] == "local/tiny"


def test_a_command_says_what_its_page_says() -> None:
    lines = run("candidates", *COMMANDS["candidates"], *MODEL).stdout.splitlines()
    assert "is the most probable candidate" in lines[0]
    assert lines[1].split() == ["word", "probability", "rank", "tokens"]
    assert "un ##aff ##able" in next(line for line in lines if line.startswith("unaffable"))
    assert "not in the vocabulary" in next(line for line in lines if line.startswith("\u4e2d"))


REFUSED = [
    ("mask", "no mask"),
    ("mask", "[MASK]", "--top-k", "51"),
    ("candidates", "[MASK]", ","),
    ("left-right-context", "a [MASK]", "--mask-index", "2"),
    ("replaced-token", "a text for a discriminator"),
]


@pytest.mark.parametrize("arguments", REFUSED)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, *MODEL)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from bertplay.cli.app import app
from bertplay.models.loaded import LoadedModel
from bertplay.tasks.embeddings import embed

MODEL = ("--model", "local/tiny")
pytestmark = pytest.mark.usefixtures("only_tiny_model")
LINES = "a | the king was old\na | the king is here\nb | a big cold king\nb | the red king\n"


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "sentences.txt").write_text(LINES, "utf-8")
    return str(tmp_path / "sentences.txt")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_embed_writes_the_vectors_of_the_task(tiny_model: LoadedModel, file: str, tmp_path: Path) -> None:
    out = tmp_path / "vectors"  # the very name that is given, without an ending that numpy would add
    result = run("embed", file, "--pooling", "max", "--layer", "1", "--out", str(out), "--json", *MODEL)
    shown = json.loads(result.stdout)
    texts = ["the king was old", "the king is here", "a big cold king", "the red king"]
    expected = embed(tiny_model, texts, pooling="max", layer=1).vectors
    assert shown["texts"] == texts
    np.testing.assert_allclose(np.load(out), expected, atol=1e-4)
    np.testing.assert_allclose(shown["vectors"], expected, atol=1e-4)


@pytest.mark.parametrize(
    "command",
    [
        ("embed", "FILE"),
        ("similarity", "FILE", "the queen was old"),
        ("word-map", "FILE", "king", "--groups", "2", "--all-forms"),
        ("senses", "FILE", "king"),
        ("word-similarity", "king", "the king was old", "we saw the king", "a big cold king"),
        ("nearest-words", "king - man + woman"),
    ],
)
def test_every_command_prints_lines_and_json(command: tuple[str, ...], file: str) -> None:
    arguments = [file if argument == "FILE" else argument for argument in command]
    lines, shown = run(*arguments, *MODEL), run(*arguments, *MODEL, "--json")
    assert (lines.exit_code, shown.exit_code) == (0, 0)
    assert len(lines.stdout.splitlines()) >= 4
    assert json.loads(shown.stdout)["model"] == "local/tiny"


@pytest.mark.parametrize(
    "command",
    [
        ("embed", "/nowhere/at/all"),
        ("embed", "FILE", "--layer", "9"),
        ("embed", "FILE", "--out", "/nowhere/at/all"),
        ("senses", "FILE", "zebra"),
        ("word-map", "FILE", "king", "--dimensions", "5"),
        ("word-similarity", "king", "the king was old"),
        ("word-similarity", "king", "the king was old", "no such word"),
        ("nearest-words", "中"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(command: tuple[str, ...], file: str) -> None:
    result = run(*[file if argument == "FILE" else argument for argument in command], *MODEL)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1


def test_lines_that_are_left_out_are_printed(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("text,label\nthe king,a\n,b\nthe dog,b\n")
    assert run("embed", str(table), *MODEL).output.startswith("Line 3: The text is empty; the line is left out. It says 'b'.\n")
    (problem,) = json.loads(run("embed", str(table), *MODEL, "--json").output)["problems"]
    assert problem == {"line": 3, "problem": "The text is empty; the line is left out.", "text": "b"}

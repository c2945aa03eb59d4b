"""The WordPiece commands: their JSON, their lines, their refusals; without torch."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bertplay.cli.app import app
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.results import as_json
from bertplay.tasks.tokenization_steps import tokenize


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_tokenize_prints_a_list_of_tokens_with_id_start_and_end() -> None:
    text = "Café unaffable 東京 👩‍👩‍👧 שלום"
    shown = json.loads(run("tokenize", text, "--json").stdout)
    assert shown == as_json(tokenize(open_tokenizer("bert"), text))
    assert [(p["text"], p["start"], p["end"]) for p in shown[:2]] == [("cafe", 0, 4), ("una", 5, 8)]
    assert all(open_tokenizer("bert").vocabulary[token["id"]] == token["text"] for token in shown)
    assert [text[p["start"] : p["end"]] for p in shown if p["text"] == "[UNK]"] == ["👩‍👩‍👧"]
    assert json.loads(run("tokenize", "", "--json").stdout) == []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "text.txt").write_text("the cat and the hat, the cats and the hats", "utf-8")
    return tmp_path / "text.txt"


COMMANDS = {
    "tokenization-steps": ("unaffable",),
    "word-counts": ("constitution unconstitutionally",),
    "out-of-vocabulary": ("the selfies and 東",),
    "vocabulary": ("ing", "--match", "continuation"),
    "compare-tokenizers": ("the unaffable king",),
    "train-wordpiece": ("FILE", "--size", "30", "--rule", "likelihood"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_prints_lines_and_json(command: str, file: Path) -> None:
    arguments = [str(file) if argument == "FILE" else argument for argument in COMMANDS[command]]
    lines, shown = run(command, *arguments), run(command, *arguments, "--json")
    assert (lines.exit_code, shown.exit_code) == (0, 0)
    assert len(lines.stdout.splitlines()) >= 1
    assert isinstance(json.loads(shown.stdout), dict)


def test_a_command_says_what_its_page_says(file: Path) -> None:
    assert "becomes 3 tokens" in run("tokenize", "unaffable").stdout.splitlines()[0]
    assert "“unaffable” becomes una ##ffa ##ble" in run("tokenization-steps", "unaffable").stdout.splitlines()[0]
    assert "at most" in run("word-counts", "unconstitutionally").stdout.splitlines()[0]
    assert "misses" in run("out-of-vocabulary", "selfies").stdout.splitlines()[0]
    assert "merges turn" in run("train-wordpiece", str(file)).stdout.splitlines()[0]


REFUSED = [
    ("tokenization-steps", "two words"),
    ("word-counts", "..."),
    ("vocabulary", "a", "--match", "x"),
    ("train-wordpiece", "/nowhere/text"),
]


@pytest.mark.parametrize(
    "arguments", [*REFUSED, ("tokenize", "a", "--model", "../x"), ("tokenize", "a" * 100_001)], ids=lambda a: " ".join(a)[:30]
)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1


def test_cutting_needs_no_torch() -> None:
    program = (
        "import sys; from typer.testing import CliRunner; from bertplay.cli.app import app\n"
        "done = CliRunner().invoke(app, ['tokenize', 'unaffable'])\n"
        "print(done.exit_code, {'torch', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0 set()"

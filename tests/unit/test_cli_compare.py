"""The commands that compare models."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bertplay.cli import app


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner(env={"BERTPLAY_OFFLINE": "1"}).invoke(app, list(arguments))
    assert "Traceback" not in done.output
    return done.exit_code, done.output


def test_compare_prints_a_column_a_model() -> None:
    code, output = run("compare", "She opened the [MASK].", "--models", "bert", "--top-k", "2", "--json")
    found = json.loads(output)
    assert (code, found["part"]) == (0, "words")
    [column] = found["columns"]
    assert column["model"] == "bert"
    assert len(column["measured"]["answer"]["masks"][0]["guesses"]) == 2
    assert set(column["measured"]["cost"]) == {"parameters", "bytes", "precision", "milliseconds", "runs", "pieces"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--part", "pieces"], "[CLS] she"),
        (["--part", "pair", "--second", "It rained."], "next sentence:"),
        (["--part", "likeness", "--second", "It rained."], "unrelated sentences have"),
        (["--part", "false-word"], "Only ELECTRA's second half"),
    ],
)
def test_each_part_prints_lines(options: list[str], said: str) -> None:
    code, output = run("compare", "She opened a door.", *options)
    assert code == 0
    assert said in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--part", "nothing"], "There is no such part"),
        (["--models", "a,b,c,d,e"], "The number of models is out of range"),
        (["--models", "../x"], "never a path"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments: list[str], said: str) -> None:
    code, output = run("compare", "A [MASK].", *arguments)
    assert code == 2
    assert said in output


def test_items_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "items.tsv"
    file.write_text("She opened the [MASK].\tdoor\tsea\n", "utf-8")
    code, output = run("compare-items", str(file), "--json")
    [column] = json.loads(output)["columns"]
    assert code == 0
    assert column["score"]["items"][0]["prefers"] is True
    assert run("compare-items", str(tmp_path / "none"))[0] == 2

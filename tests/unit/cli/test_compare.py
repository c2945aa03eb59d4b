import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bertplay.cli.app import app


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner(env={"BERTPLAY_HUB": "off"}).invoke(app, list(arguments))
    assert "Traceback" not in done.output
    return done.exit_code, done.output


def test_compare_prints_a_column_a_model() -> None:
    code, output = run("compare", "She opened the [MASK].", "--models", "bert, albert", "--top-k", "2", "--json")
    assert code == 0
    columns = json.loads(output)["columns"]
    assert [column["model"] for column in columns] == ["bert", "albert"]
    assert len(columns[0]["measured"]["answer"]["masks"][0]["guesses"]) == 2
    assert set(columns[0]["measured"]["cost"]) == {"parameters", "bytes", "precision", "milliseconds", "runs"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--task", "tokens", "--models", "bert,roberta"], "tokens per word"),
        (["--task", "sentence-pair", "--second", "It rained.", "--models", "bert,roberta"], "Liu et al. 2019"),
        (["--task", "similarity", "--second", "It rained."], "“It rained.”"),
        (["--task", "word-in-context", "--word", "door", "--models", "bert,word2vec"], "The number of sentences"),
        (["--task", "replaced-word"], "is the most suspicious word"),
    ],
)
def test_each_task_prints_lines(options: list[str], said: str) -> None:
    code, output = run("compare", "She opened a door.", *options)
    assert code == (2 if "word-in-context" in options else 0)
    assert said in " ".join(output.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--task", "nothing"], "There is no such task"),
        (["--models", "a,b,c,d,e"], "The number of models is out of range"),
        (["--models", "../x"], "not a path"),
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
    assert column["measured"]["answer"]["items"][0]["prefers"] is True
    assert run("compare-items", str(tmp_path / "none"))[0] == 2

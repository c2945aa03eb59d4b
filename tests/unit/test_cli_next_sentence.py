"""The commands of the next sentence: what they print is what the tasks answer."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bertplay.cli import app
from bertplay.models.loaded import LoadedModel
from bertplay.results import as_json
from bertplay.settings import get_settings
from bertplay.tasks.next_sentence import judge_both_ways, judge_pair, rank_candidates
from bertplay.tasks.next_sentence_bench import bench_pairs
from bertplay.tasks.next_sentence_matrix import judge_every_order

MODEL = ("--model", "local/tiny")
TEXT = "The king went home. The queen saw a dog. It was brown.\n\nThe sea is green. A bird walks over the bridge."


@pytest.fixture(autouse=True)
def only_the_tiny_model(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(tiny_folder.parent))
    monkeypatch.setenv("BERTPLAY_PRECISION", "float32")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, "utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def same(result: Result, expected: object) -> bool:
    """Equal to the task's own answer, but for the id that the catalog gives the model."""
    return bool(json.loads(result.stdout) == {**as_json(expected), "model": "local/tiny"})


def test_the_verdict_as_json(tiny_model: LoadedModel) -> None:
    result = run("next-sentence", "The king went home.", "He was tired.", *MODEL, "--json")
    assert same(result, judge_pair(tiny_model, "The king went home.", "He was tired."))
    shown = json.loads(result.stdout)
    assert 0 < shown["probability_next"] < 1
    assert shown["model"] == "local/tiny"


def test_the_others_as_json(tiny_model: LoadedModel, file: str) -> None:
    candidates = ["The dog was cold.", "a bird"]
    assert same(run("next-turned", "The king.", "a bird", *MODEL, "--json"), judge_both_ways(tiny_model, "The king.", "a bird"))
    assert same(run("next-rank", "The king.", *candidates, *MODEL, "--json"), rank_candidates(tiny_model, "The king.", candidates))
    assert same(run("next-bench", file, "--most", "2", *MODEL, "--json"), bench_pairs(tiny_model, TEXT, most=2))
    assert same(run("next-matrix", file, *MODEL, "--json"), judge_every_order(tiny_model, TEXT))


def test_lines_to_be_read(file: str) -> None:
    verdict = run("next-sentence", "The king went home.", "He was tired.", *MODEL).stdout
    assert "that the second continues the first" in verdict
    assert "label 0 (is next)" in verdict
    assert "turned round" in run("next-turned", "The king.", "a bird", *MODEL).stdout
    assert len(run("next-rank", "The king.", "a", "b", "c", *MODEL).stdout.splitlines()) == 3
    bench = run("next-bench", file, *MODEL).stdout
    assert [line.split()[0] for line in bench.splitlines()[:4]] == ["true", "swapped", "apart", "across"]
    matrix = run("next-matrix", file, *MODEL).stdout.splitlines()
    assert matrix[0].split() == ["then", "1", "2", "3", "4", "5"]
    assert sorted(matrix[6].removeprefix("the model's order: ").split()) == ["1", "2", "3", "4", "5"]


def test_a_model_without_the_head_is_refused_with_the_reason_of_its_authors() -> None:
    result = run("next-sentence", "a", "b", "--model", "distilbert-base-uncased", "--json")
    assert result.exit_code == 2
    assert "Sanh et al. 2019" in json.loads(result.stdout)["error"]["problem"]


@pytest.mark.parametrize(
    "arguments", [("next-sentence", "", "b"), ("next-rank", "a", "b"), ("next-bench", "nowhere.txt"), ("next-matrix", ".")]
)
def test_bad_input_is_one_sentence(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, *MODEL)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\xff\xfe")
    assert "cannot be read as text" in run("next-bench", str(path), *MODEL).output

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bertplay.cli.app import app
from bertplay.models.loaded import LoadedModel
from bertplay.results import as_json
from bertplay.settings import get_settings
from bertplay.tasks.next_sentence import predict_both_orders, predict_next_sentence, rank_candidates
from bertplay.tasks.next_sentence_evaluation import evaluate_pairs
from bertplay.tasks.next_sentence_matrix import score_all_orders

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
    """Equal to the task's own answer, except for the model's id and for rounding, since rows share forward passes."""
    return is_close(json.loads(result.stdout), {**as_json(expected), "model": "local/tiny"})


def is_close(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_close(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_close, one, other))
    return one == pytest.approx(other, rel=1e-4, abs=1e-5) if isinstance(one, float) else bool(one == other)


def test_the_verdict_as_json(tiny_model: LoadedModel) -> None:
    result = run("next-sentence", "The king went home.", "He was tired.", *MODEL, "--json")
    assert same(result, predict_next_sentence(tiny_model, "The king went home.", "He was tired."))
    shown = json.loads(result.stdout)
    assert 0 < shown["probability_next"] < 1
    assert shown["model"] == "local/tiny"


def test_the_others_as_json(tiny_model: LoadedModel, file: str) -> None:
    candidates = ["The dog was cold.", "a bird"]
    assert same(run("swap-sentences", "The king.", "a bird", *MODEL, "--json"), predict_both_orders(tiny_model, "The king.", "a bird"))
    assert same(run("rank-next", "The king.", *candidates, *MODEL, "--json"), rank_candidates(tiny_model, "The king.", candidates))
    assert same(run("next-sentence-test", file, "--max-pairs", "2", *MODEL, "--json"), evaluate_pairs(tiny_model, TEXT, most=2))
    assert same(run("sentence-orders", file, *MODEL, "--json"), score_all_orders(tiny_model, TEXT))


def test_a_command_says_what_its_page_says(file: str) -> None:
    prediction = run("next-sentence", "The king went home.", "He was tired.", *MODEL).stdout
    assert prediction.startswith("The model predicts that the second sentence")
    assert "label 0 (is next)" in prediction
    assert run("swap-sentences", "The king.", "a bird", *MODEL).stdout.startswith("Swapped, the two get")
    ranked = run("rank-next", "The king.", "a", "b", "c", *MODEL).stdout.splitlines()
    assert ranked[0].endswith("%.")
    assert len(ranked) == 1 + 1 + 3, "a sentence, the head of the table, a row a candidate"
    tested = run("next-sentence-test", file, *MODEL).stdout
    assert "pairs are classified correctly" in tested.splitlines()[0]
    assert "true pairs: " in tested
    assert "the true order" in run("sentence-orders", file, *MODEL).stdout


def test_a_model_without_the_head_is_refused_with_the_reason_of_its_authors() -> None:
    result = run("next-sentence", "a", "b", "--model", "distilbert-base-uncased", "--json")
    assert result.exit_code == 2
    assert "Sanh et al. 2019" in json.loads(result.stdout)["error"]["problem"]


@pytest.mark.parametrize(
    "arguments", [("next-sentence", "", "b"), ("rank-next", "a", "b"), ("next-sentence-test", "nowhere.txt"), ("sentence-orders", ".")]
)
def test_bad_input_is_one_sentence(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, *MODEL)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\xff\xfe")
    assert "This is a picture, not plain text." in run("next-sentence-test", str(path), *MODEL).output

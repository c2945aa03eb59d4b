"""The commands of the layers from inside: what they print is what the tasks answer."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from bertplay.cli import app
from bertplay.models.loaded import LoadedModel
from bertplay.results.layers import Switches
from bertplay.settings import get_settings
from bertplay.tasks.attention import map_attention, view_attention
from bertplay.tasks.layer_walk import walk_layers
from bertplay.tasks.ledger import count_weights
from bertplay.tasks.switches import flip_switches

MODEL = ("--model", "local/tiny")
TEXT = "the [MASK] saw the king"


@pytest.fixture(autouse=True)
def only_the_tiny_model(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(tiny_folder.parent))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, *MODEL])


def as_printed(*arguments: str) -> dict[str, object]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    return dict(json.loads(result.stdout))


def test_layers_prints_what_the_task_answers(tiny_model: LoadedModel) -> None:
    shown, expected = as_printed("layers", TEXT, "--top-k", "2"), walk_layers(tiny_model, TEXT, top_k=2)
    np.testing.assert_allclose(shown["distance"], expected.distance, atol=1e-4)
    np.testing.assert_allclose(shown["embeddings"]["total"], expected.embeddings.total, atol=1e-5)
    words = [[[g["word"] for g in guesses] for guesses in layer["guesses"]] for layer in shown["layers"]]
    assert words == [[[g.word for g in guesses] for guesses in layer.guesses] for layer in expected.layers]


def test_attention_prints_all_heads_or_one(tiny_model: LoadedModel) -> None:
    np.testing.assert_allclose(as_printed("attention", TEXT)["weights"], map_attention(tiny_model, TEXT).weights, atol=1e-5)
    shown = as_printed("attention", TEXT, "--layer", "2", "--head", "1", "--no-special")
    np.testing.assert_allclose(shown["weights"], view_attention(tiny_model, TEXT, layer=2, head="1", special=False).weights, atol=1e-5)


def test_ledger_prints_every_matrix(tiny_model: LoadedModel) -> None:
    shown, expected = as_printed("ledger"), count_weights(tiny_model)
    assert (shown["body"], shown["heads"], len(shown["matrices"])) == (expected.body, expected.heads, len(expected.matrices))


@pytest.mark.parametrize(
    ("options", "switches"),
    [
        (("--no-positions",), Switches(positions=False)),
        (("--silence", "2"), Switches(silent_layer=1)),
        (("--silence", "1.2", "--looks", "left"), Switches(silent_layer=0, silent_head=1, looks="left")),
        (("--shuffle", "3", "--random-weights"), Switches(shuffle=3, random=True)),
    ],
)
def test_switch_prints_both_answers(tiny_model: LoadedModel, options: tuple[str, ...], switches: Switches) -> None:
    shown, expected = as_printed("switch", TEXT, *options), flip_switches(tiny_model, TEXT, switches)
    np.testing.assert_allclose(shown["cosine"], expected.cosine, atol=1e-5)
    for side in ("intact", "switched"):
        assert [g["word"] for g in shown[side][0]["guesses"]] == [g.word for g in getattr(expected, side)[0].guesses]


def test_word_order_prints_the_distances() -> None:
    shown = as_printed("word-order", "dog saw man", "man saw dog")
    assert max(piece["without_positions"] for piece in shown["pieces"]) <= 1e-5
    assert max(piece["with_positions"] for piece in shown["pieces"]) > 0.1


@pytest.mark.parametrize(
    "arguments",
    [
        ("layers", TEXT), ("attention", TEXT), ("attention", TEXT, "--layer", "1", "--head", "rollout"), ("ledger",),
        ("switch", TEXT, "--shuffle", "2"), ("word-order", "dog saw man", "man saw dog"),
    ],
)  # fmt: skip
def test_every_command_prints_lines(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) >= 4


REFUSED = [
    ("layers", " "),
    ("attention", TEXT, "--layer", "3"),
    ("attention", TEXT, "--layer", "1", "--head", "x"),
    ("switch", TEXT, "--silence", "0"),
    ("switch", TEXT, "--silence", "1.9"),
    ("switch", TEXT, "--silence", "one"),
    ("switch", TEXT, "--silence", ".1"),
    ("switch", TEXT, "--looks", "up"),
    ("word-order", "dog", "cat"),
]


@pytest.mark.parametrize("arguments", REFUSED)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1

import json

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from bertplay.cli.app import app
from bertplay.models.loaded import LoadedModel
from bertplay.results.ablations import Ablation
from bertplay.tasks.ablations import ablate
from bertplay.tasks.attention import map_attention, view_attention
from bertplay.tasks.attention_steps import trace_attention
from bertplay.tasks.head_finder import find_heads
from bertplay.tasks.logit_lens import apply_logit_lens
from bertplay.tasks.parameter_count import count_parameters

MODEL = ("--model", "local/tiny")
pytestmark = pytest.mark.usefixtures("only_tiny_model")
TEXT = "the [MASK] saw the king"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, *MODEL])


def as_printed(*arguments: str) -> dict[str, object]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    return dict(json.loads(result.stdout))


def test_logit_lens_prints_what_the_task_answers(tiny_model: LoadedModel) -> None:
    shown, expected = as_printed("logit-lens", TEXT, "--top-k", "2"), apply_logit_lens(tiny_model, TEXT, top_k=2)
    np.testing.assert_allclose(shown["distance"], expected.distance, atol=1e-4)
    np.testing.assert_allclose(shown["embeddings"]["total"], expected.embeddings.total, atol=1e-5)
    words = [[[g["word"] for g in guesses] for guesses in layer["predictions"]] for layer in shown["layers"]]
    assert words == [[[g.word for g in guesses] for guesses in layer.predictions] for layer in expected.layers]


def test_attention_steps_prints_what_the_task_answers(tiny_model: LoadedModel) -> None:
    shown = as_printed("attention-steps", TEXT, "--layer", "2", "--head", "1", "--token", "2")
    expected = trace_attention(tiny_model, TEXT, layer=2, head=1, token=2)
    np.testing.assert_allclose(shown["products"], expected.products, atol=1e-4)
    np.testing.assert_allclose(shown["output"], expected.output, atol=1e-4)
    assert run("attention-steps", TEXT, "--token", "99").exit_code == 2


def test_find_heads_prints_what_the_task_answers(tiny_model: LoadedModel) -> None:
    shown = as_printed("find-heads", TEXT, "the dog saw", "--pattern", "words", "--source", "the", "--target", "saw")
    expected = find_heads(tiny_model, [TEXT, "the dog saw"], pattern="words", source="the", target="saw")
    np.testing.assert_allclose(shown["share"], expected.share, atol=1e-5)
    assert run("find-heads", TEXT, "--pattern", "sideways").exit_code == 2


def test_attention_prints_all_heads_or_one(tiny_model: LoadedModel) -> None:
    np.testing.assert_allclose(as_printed("attention", TEXT)["weights"], map_attention(tiny_model, TEXT).weights, atol=1e-5)
    shown = as_printed("attention", TEXT, "--layer", "2", "--head", "1", "--no-special")
    np.testing.assert_allclose(shown["weights"], view_attention(tiny_model, TEXT, layer=2, head="1", special=False).weights, atol=1e-5)


def test_parameters_prints_every_matrix(tiny_model: LoadedModel) -> None:
    shown, expected = as_printed("parameters"), count_parameters(tiny_model)
    assert (shown["body"], shown["heads"], len(shown["matrices"])) == (expected.body, expected.heads, len(expected.matrices))


@pytest.mark.parametrize(
    ("options", "switches"),
    [
        (("--no-positions",), Ablation(positions=False)),
        (("--layer", "2"), Ablation(ablated_layer=1)),
        (("--layer", "1", "--head", "2", "--context", "left"), Ablation(ablated_layer=0, ablated_head=1, attention="left")),
        (("--shuffle", "3", "--random-weights"), Ablation(shuffle=3, random=True)),
    ],
)
def test_ablate_prints_both_answers(tiny_model: LoadedModel, options: tuple[str, ...], switches: Ablation) -> None:
    shown, expected = as_printed("ablate", TEXT, *options), ablate(tiny_model, TEXT, switches)
    np.testing.assert_allclose(shown["cosine"], expected.cosine, atol=1e-5)
    for side in ("intact", "ablated"):
        assert [g["word"] for g in shown[side][0]["guesses"]] == [g.word for g in getattr(expected, side)[0].guesses]


def test_word_order_prints_the_distances() -> None:
    shown = as_printed("word-order", "dog saw man", "man saw dog")
    assert max(token["without_positions"] for token in shown["tokens"]) <= 1e-5
    assert max(token["with_positions"] for token in shown["tokens"]) > 0.1


@pytest.mark.parametrize(
    "arguments",
    [
        ("logit-lens", TEXT), ("attention", TEXT), ("attention", TEXT, "--layer", "1", "--head", "rollout"), ("parameters",),
        ("ablate", TEXT, "--shuffle", "2"), ("word-order", "dog saw man", "man saw dog"),
    ],
)  # fmt: skip
def test_every_command_prints_lines(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) >= 4


REFUSED = [
    ("logit-lens", " "),
    ("attention", TEXT, "--layer", "3"),
    ("attention", TEXT, "--layer", "1", "--head", "x"),
    ("ablate", TEXT, "--layer", "0"),
    ("ablate", TEXT, "--layer", "1", "--head", "9"),
    ("ablate", TEXT, "--head", "1"),
    ("ablate", TEXT, "--context", "up"),
    ("word-order", "dog", "cat"),
]


@pytest.mark.parametrize("arguments", REFUSED)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1

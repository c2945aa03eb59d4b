"""Attention step by step: the numbers add up and equal the model's own attention."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer, BertModel

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.loaded import LoadedModel
from bertplay.tasks.attention import map_attention
from bertplay.tasks.attention_steps import trace_attention

TEXT = "the dog saw the [MASK] of the unaffable king ."


@pytest.mark.parametrize(("layer", "head", "token"), [(1, 1, 0), (1, 2, 3), (2, 1, 5), (2, 2, 9)])
def test_the_weights_are_those_of_the_model(tiny_model: LoadedModel, layer: int, head: int, token: int) -> None:
    steps = trace_attention(tiny_model, TEXT, layer=layer, head=head, token=token)
    np.testing.assert_allclose(steps.weights, map_attention(tiny_model, TEXT).weights[layer - 1, head - 1, token], atol=1e-5)
    assert steps.difference < 1e-5


def test_the_output_is_what_the_attention_of_transformers_passes_on(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    stock = BertModel.from_pretrained(tiny_folder, attn_implementation="eager").eval()
    outputs: list[torch.Tensor] = []
    stock.encoder.layer[1].attention.self.register_forward_hook(lambda _module, _given, answer: outputs.append(answer[0]))
    with torch.no_grad():
        stock(**AutoTokenizer.from_pretrained(tiny_folder)(TEXT, return_tensors="pt"))
    both = [trace_attention(tiny_model, TEXT, layer=2, head=head, token=3).output for head in (1, 2)]
    np.testing.assert_allclose(np.concatenate(both), outputs[0][0, 3].flatten(), atol=1e-5)


def test_every_step_follows_from_the_one_before(tiny_model: LoadedModel) -> None:
    steps = trace_attention(tiny_model, TEXT, layer=1, head=2, token=3)
    d = len(steps.query)
    np.testing.assert_allclose(steps.products, (steps.keys * steps.query).sum(axis=1), atol=1e-5)
    np.testing.assert_allclose(steps.scaled, steps.products / d**0.5, atol=1e-6)
    np.testing.assert_allclose(steps.weights, steps.exponentials / steps.exponentials.sum(), atol=1e-6)
    np.testing.assert_allclose(steps.weighted.sum(axis=0), steps.output, atol=1e-5)
    assert steps.weights.sum() == pytest.approx(1)


@pytest.mark.parametrize(("layer", "head", "token"), [(0, 1, 1), (3, 1, 1), (1, 3, 1), (1, 1, 99), (1, 1, -1)])
def test_what_is_not_there_is_refused(tiny_model: LoadedModel, layer: int, head: int, token: int) -> None:
    with pytest.raises(BadInput, match="no such"):
        trace_attention(tiny_model, TEXT, layer=layer, head=head, token=token)


def test_a_model_of_other_steps_is_refused(tiny_distilbert: LoadedModel) -> None:
    with pytest.raises(MissingAbility, match="not built like BERT"):
        trace_attention(tiny_distilbert, TEXT, layer=1, head=1, token=1)

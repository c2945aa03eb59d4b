"""BERT in plain steps: equal to stock transformers, with and without ablations."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer, BertForPreTraining

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.precision import Precision
from bertplay.models.transparent import attention_mask, with_random_weights
from bertplay.results.ablations import Ablation
from tests.unit.models.formats import each_format

TEXT = "the dog saw the [MASK] of the unaffable king ."
INTACT = Ablation()


@pytest.fixture(scope="module")
def stock(tiny_folder: Path) -> BertForPreTraining:
    return BertForPreTraining.from_pretrained(tiny_folder, attn_implementation="eager").eval()


def test_without_ablation_every_step_equals_stock_transformers(
    tiny_model: LoadedModel, stock: BertForPreTraining, tiny_folder: Path
) -> None:
    batch = AutoTokenizer.from_pretrained(tiny_folder)(TEXT, "he was old .", return_tensors="pt")
    with torch.inference_mode():
        expected = stock(**batch, output_hidden_states=True, output_attentions=True)
    encoding = tiny_model.encode(TEXT, "he was old .")
    inside = tiny_model.run_transparent(encoding, INTACT)
    np.testing.assert_allclose(inside.hidden_states, torch.stack(expected.hidden_states)[:, 0], atol=1e-5)
    np.testing.assert_allclose(inside.attentions, torch.stack(expected.attentions)[:, 0], atol=1e-5)
    np.testing.assert_allclose(inside.scores, expected.prediction_logits[0].log_softmax(-1)[list(encoding.masks)], atol=1e-5)


def test_the_three_embeddings_are_the_rows_of_the_three_tables(tiny_model: LoadedModel, stock: BertForPreTraining) -> None:
    encoding = tiny_model.encode(TEXT)
    words, positions, segments, total, normed = tiny_model.run_transparent(encoding, INTACT).embeddings
    tables = stock.bert.embeddings
    np.testing.assert_array_equal(words, tables.word_embeddings.weight.detach().numpy()[encoding.ids])
    np.testing.assert_array_equal(positions, tables.position_embeddings.weight.detach().numpy()[: len(encoding)])
    np.testing.assert_array_equal(segments, np.tile(tables.token_type_embeddings.weight.detach().numpy()[0], (len(encoding), 1)))
    np.testing.assert_allclose(total, words + positions + segments, atol=1e-6)
    np.testing.assert_allclose(normed, tables.LayerNorm(torch.from_numpy(total)).detach().numpy(), atol=1e-5)


def test_without_positions_equals_stock_with_its_table_set_to_zero(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    changed = BertForPreTraining.from_pretrained(tiny_folder, attn_implementation="eager").eval()
    with torch.no_grad():
        changed.bert.embeddings.position_embeddings.weight.zero_()
        expected = changed.bert(torch.from_numpy(tiny_model.encode(TEXT).ids)[None]).last_hidden_state[0]
    inside = tiny_model.run_transparent(tiny_model.encode(TEXT), Ablation(positions=False))
    np.testing.assert_allclose(inside.hidden_states[-1], expected, atol=1e-5)


def test_an_ablated_head_equals_stock_with_its_values_set_to_zero(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    """A head whose values are all zero outputs zeros, whatever it attends to."""
    changed = BertForPreTraining.from_pretrained(tiny_folder, attn_implementation="eager").eval()
    value, size = changed.bert.encoder.layer[1].attention.self.value, 16
    with torch.no_grad():
        value.weight[size:].zero_()
        value.bias[size:].zero_()
        expected = changed.bert(torch.from_numpy(tiny_model.encode(TEXT).ids)[None]).last_hidden_state[0]
    inside = tiny_model.run_transparent(tiny_model.encode(TEXT), Ablation(ablated_layer=1, ablated_head=1))
    np.testing.assert_allclose(inside.hidden_states[-1], expected, atol=1e-5)


def test_a_silent_layer_hands_on_what_it_got(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    changed = BertForPreTraining.from_pretrained(tiny_folder, attn_implementation="eager").eval()
    del changed.bert.encoder.layer[0]
    with torch.no_grad():
        expected = changed.bert(torch.from_numpy(tiny_model.encode(TEXT).ids)[None]).last_hidden_state[0]
    inside = tiny_model.run_transparent(tiny_model.encode(TEXT), Ablation(ablated_layer=0))
    np.testing.assert_array_equal(inside.hidden_states[0], inside.hidden_states[1])
    assert not inside.attentions[0].any()
    np.testing.assert_allclose(inside.hidden_states[-1], expected, atol=1e-5)


@pytest.mark.parametrize("looks", ["left", "right"])
def test_one_side_only_equals_stock_with_such_a_mask(tiny_model: LoadedModel, stock: BertForPreTraining, looks: str) -> None:
    encoding = tiny_model.encode(TEXT)
    mask = attention_mask(len(encoding), looks)  # type: ignore[arg-type]
    added = torch.zeros(mask.shape).masked_fill(~mask, torch.finfo(torch.float32).min)  # what transformers adds to the scores
    with torch.no_grad():
        expected = stock.bert(torch.from_numpy(encoding.ids)[None], attention_mask=added[None, None]).last_hidden_state[0]
    inside = tiny_model.run_transparent(encoding, Ablation(attention=looks))  # type: ignore[arg-type]
    np.testing.assert_allclose(inside.hidden_states[-1], expected, atol=1e-5)
    assert not inside.attentions[..., ~mask.numpy()].any()


def test_random_weights_have_the_shapes_and_nothing_of_the_model(tiny_model: LoadedModel, stock: BertForPreTraining) -> None:
    fresh, again = with_random_weights(stock), with_random_weights(stock)
    shapes = {name: weight.shape for name, weight in stock.named_parameters()}
    assert {name: weight.shape for name, weight in fresh.named_parameters()} == shapes
    assert fresh.cls.predictions.decoder.weight is fresh.bert.embeddings.word_embeddings.weight
    query = fresh.bert.encoder.layer[0].attention.self.query
    assert float(query.weight.detach().std()) == pytest.approx(stock.config.initializer_range, rel=0.1)
    assert not query.bias.any()
    torch.testing.assert_close(fresh.state_dict(), again.state_dict())  # the same random model each time
    one, two = (
        tiny_model.run_transparent(tiny_model.encode(TEXT), ablation).hidden_states[-1] for ablation in (INTACT, Ablation(random=True))
    )
    assert np.abs(one - two).max() > 0.1


def test_the_shared_weights_are_never_written(tiny_model: LoadedModel) -> None:
    encoding = tiny_model.encode(TEXT)
    [before] = tiny_model.forward([encoding], Wanted(scores=True, hidden_states=True))
    for ablation in (
        Ablation(positions=False),
        Ablation(ablated_layer=0, ablated_head=0),
        Ablation(ablated_layer=1),
        Ablation(random=True),
    ):
        tiny_model.run_transparent(encoding, ablation)
    [after] = tiny_model.forward([encoding], Wanted(scores=True, hidden_states=True))
    np.testing.assert_array_equal(before.hidden_states, after.hidden_states)
    np.testing.assert_array_equal(before.scores, after.scores)


@each_format
def test_other_number_formats_are_taken_apart_too(tiny_model: LoadedModel, number_format: Precision) -> None:
    smaller = tiny_model.in_precision(number_format)
    exact, near = (model.run_transparent(model.encode(TEXT), INTACT).hidden_states for model in (tiny_model, smaller))
    assert smaller.weights == tiny_model.weights
    cosine = (exact * near).sum(-1) / np.linalg.norm(exact, axis=-1) / np.linalg.norm(near, axis=-1)
    assert cosine.min() > 0.98


def test_the_lens_on_the_last_layer_is_the_models_answer(tiny_model: LoadedModel) -> None:
    encoding = tiny_model.encode(TEXT)
    [outputs] = tiny_model.forward([encoding], Wanted(scores=True, hidden_states=True))
    assert outputs.hidden_states is not None
    np.testing.assert_allclose(tiny_model.unembed(outputs.hidden_states[-1])[list(encoding.masks)], outputs.scores, atol=1e-4)


@pytest.mark.parametrize("ablation", [Ablation(ablated_layer=2), Ablation(ablated_layer=0, ablated_head=2), Ablation(ablated_layer=-1)])
def test_a_part_that_is_not_there_is_refused(tiny_model: LoadedModel, ablation: Ablation) -> None:
    with pytest.raises(BadInput, match="no such"):
        tiny_model.run_transparent(tiny_model.encode(TEXT), ablation)


def test_switches_that_make_no_sense_are_refused() -> None:
    with pytest.raises(BadInput, match="belongs to a layer"):
        Ablation(ablated_head=1)
    with pytest.raises(BadInput, match="no such attention direction"):
        Ablation(attention="up")  # type: ignore[arg-type]


def test_another_family_is_not_taken_apart(tiny_distilbert: LoadedModel) -> None:
    assert not tiny_distilbert.is_transparent
    with pytest.raises(MissingAbility, match="not built like BERT"):
        tiny_distilbert.run_transparent(tiny_distilbert.encode("a [MASK]"), INTACT)

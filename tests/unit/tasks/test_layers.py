"""Inside the layers: the parameter count adds up, the logit lens and attention equal those of transformers, order comes from positions."""

import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoTokenizer, BertConfig, BertForPreTraining

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.results.ablations import Ablation
from bertplay.tasks.ablations import ablate, compare_orders, shuffled
from bertplay.tasks.attention import distance_tokens, entropy_bits, map_attention, roll_out, view_attention, view_of
from bertplay.tasks.logit_lens import SHOWN_DIMENSIONS, apply_logit_lens
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.tasks.parameter_count import count_parameters, parameter_count_of
from tests.tiny_families import SAVE

TEXT = "the dog saw the [MASK] of the unaffable king ."


@pytest.fixture(scope="module")
def bert() -> LoadedModel:
    return load_model(find_model("bert-scratch"))


def shapes(model: torch.nn.Module) -> list[tuple[str, tuple[int, ...]]]:
    return [(name, tuple(weight.shape)) for name, weight in model.named_parameters()]


def test_the_parameter_count_of_bert_base_adds_up_to_what_the_paper_counts() -> None:
    with torch.device("meta"):
        counted = parameter_count_of("bert-base-uncased", shapes(BertForPreTraining(BertConfig())), "bert.")
    counts = {block.id: block.count for block in counted.blocks}
    assert counts.pop("heads") == counted.heads
    assert counted.body == 109_482_240 == 23_837_184 + 12 * 7_087_872 + 590_592
    assert counts == {"embeddings": 23_837_184, **{f"layer {i}": 7_087_872 for i in range(1, 13)}, "pooler": 590_592}
    assert list(counts) == ["embeddings", *(f"layer {i}" for i in range(1, 13)), "pooler"]


def test_the_parameter_count_of_the_bundled_model_adds_up_and_every_weight_is_explained(bert: LoadedModel) -> None:
    counted = count_parameters(bert)
    assert counted.body + counted.heads == bert.parameters == sum(matrix.count for matrix in counted.matrices)
    assert counted.body == bert.spec.parameters
    assert all(sum(m.count for m in counted.of_block(block.id)) == block.count for block in counted.blocks)
    assert [matrix.name for matrix in counted.matrices if not matrix.role] == []
    assert [m.role.split(":")[0] for m in counted.of_block("layer 1") if len(m.shape) == 2] == [
        "queries", "keys", "values", "combines the outputs of the heads", "feed-forward", "feed-forward",
    ]  # fmt: skip


def test_the_parameter_count_of_another_family_adds_up(tiny_distilbert: LoadedModel) -> None:
    counted = count_parameters(tiny_distilbert)
    assert counted.body + counted.heads == tiny_distilbert.parameters
    assert [block.id for block in counted.blocks] == ["embeddings", "layer 1", "layer 2", "heads"]


def test_the_logit_lens_is_what_transformers_gives(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    stock = BertForPreTraining.from_pretrained(tiny_folder, attn_implementation="eager").eval()
    batch = AutoTokenizer.from_pretrained(tiny_folder)(TEXT, return_tensors="pt")
    with torch.no_grad():
        states = stock(**batch, output_hidden_states=True).hidden_states
        lens = [stock.cls.predictions(state[0]).softmax(-1) for state in states]
    walk = apply_logit_lens(tiny_model, TEXT, top_k=2)
    assert [layer.layer for layer in walk.layers] == [0, 1, 2]
    for shown, expected in zip(walk.layers, lens, strict=True):
        own = expected[torch.arange(len(walk.tokens)), batch.input_ids[0]]
        np.testing.assert_allclose(shown.own, own, atol=1e-5)
        best = expected.topk(2)
        words = [[tiny_model.vocabulary[i] for i in row] for row in best.indices.tolist()]
        assert [[guess.word for guess in guesses] for guesses in shown.predictions] == words
        np.testing.assert_allclose([[g.probability for g in guesses] for guesses in shown.predictions], best.values, atol=1e-5)
        final = expected.gather(1, lens[-1].topk(2).indices)
        np.testing.assert_allclose(shown.final, final, atol=1e-5)
    for i in range(2):
        np.testing.assert_allclose(walk.distance[i], (states[i + 1] - states[i])[0].norm(dim=-1), rtol=1e-4)
        np.testing.assert_allclose(walk.cosine[i], torch.cosine_similarity(states[i][0], states[i + 1][0]), atol=1e-5)
    np.testing.assert_allclose(walk.whole_distance, (states[-1] - states[0])[0].norm(dim=-1), rtol=1e-4)
    np.testing.assert_allclose(walk.whole_cosine, torch.cosine_similarity(states[0][0], states[-1][0]), atol=1e-5)


def test_the_last_layer_of_the_logit_lens_is_the_answer_of_the_masked_word_page(bert: LoadedModel) -> None:
    text = "She opened the [MASK] and went inside."
    walk, [mask] = apply_logit_lens(bert, text, top_k=5), predict_masked_words(bert, text, top_k=5).masks
    [place] = [i for i, token in enumerate(walk.tokens) if token.text == "[MASK]"]
    assert [guess.word for guess in walk.layers[-1].predictions[place]] == [guess.word for guess in mask.guesses]


def test_the_sum_of_the_embeddings_is_shown_exactly(tiny_model: LoadedModel) -> None:
    shown = apply_logit_lens(tiny_model, TEXT).embeddings
    assert shown is not None
    assert shown.words.shape == (len(tiny_model.encode(TEXT)), SHOWN_DIMENSIONS)
    np.testing.assert_allclose(shown.words + shown.positions + shown.segments, shown.total, atol=1e-6)
    np.testing.assert_allclose(shown.lengths[0], np.linalg.norm(shown.words, axis=-1), rtol=1e-5)  # the tiny model is 32 wide


@pytest.mark.parametrize("name", ["roberta", "xlm-roberta", "electra", "albert", "modernbert"])
def test_the_lens_on_the_last_layer_is_every_familys_answer(name: str, tiny_family: Callable[[str], tuple[LoadedModel, Path]]) -> None:
    model, _ = tiny_family(name)
    text = f"the king saw the {model.mask_text} ."
    walk, [mask] = apply_logit_lens(model, text, top_k=5), predict_masked_words(model, text, top_k=5).masks
    [place] = model.encode(text).masks
    assert [guess.word for guess in walk.layers[-1].predictions[place]] == [guess.word for guess in mask.guesses]


@pytest.mark.parametrize("name", ["xlnet", "discriminator"])
def test_a_head_that_cannot_be_asked_everywhere_is_no_lens(name: str, tiny_family: Callable[[str], tuple[LoadedModel, Path]]) -> None:
    walk = apply_logit_lens(tiny_family(name)[0], "the king saw the sea .")
    assert walk.layers == ()
    assert walk.distance.shape == (2, len(walk.tokens))


@pytest.mark.parametrize("name", SAVE)
def test_the_parameter_count_of_every_family_adds_up(name: str, tiny_family: Callable[[str], tuple[LoadedModel, Path]]) -> None:
    model, _ = tiny_family(name)
    counted = count_parameters(model)
    assert counted.body + counted.heads == model.parameters == sum(matrix.count for matrix in counted.matrices)
    blocks = [block.id for block in counted.blocks]
    if name == "albert":
        assert blocks == ["embeddings", "shared", "pooler", "heads"]
    elif name not in ("bilstm", "word2vec"):
        assert blocks[:3] == ["embeddings", "layer 1", "layer 2"]


def test_a_model_of_another_family_has_a_logit_lens_without_the_embeddings(tiny_distilbert: LoadedModel) -> None:
    walk = apply_logit_lens(tiny_distilbert, TEXT)
    assert walk.embeddings is None
    assert len(walk.layers) == 3


def test_attention_is_what_transformers_gives(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    stock = BertForPreTraining.from_pretrained(tiny_folder, attn_implementation="eager").eval()
    batch = AutoTokenizer.from_pretrained(tiny_folder)(TEXT, return_tensors="pt")
    with torch.no_grad():
        expected = torch.stack(stock(**batch, output_attentions=True).attentions)[:, 0]
    maps = map_attention(tiny_model, TEXT)
    np.testing.assert_allclose(maps.weights, expected, atol=1e-6)
    np.testing.assert_allclose(maps.on_special, (expected[..., 0] + expected[..., -1]).mean(-1), atol=1e-5)
    np.testing.assert_allclose(maps.rollout.sum(axis=-1), 1, atol=1e-5)


def test_a_view_shows_one_head_their_mean_or_the_rollout(tiny_model: LoadedModel) -> None:
    maps = map_attention(tiny_model, TEXT)
    head = view_attention(tiny_model, TEXT, layer=2, head="1")
    np.testing.assert_array_equal(head.weights, maps.weights[1, 0])
    np.testing.assert_array_equal(head.left_out, 0)
    np.testing.assert_allclose(view_of(maps, 1, "mean").weights, maps.weights[0].mean(axis=0))
    np.testing.assert_array_equal(view_of(maps, 2, "rollout").weights, maps.rollout[1])


def test_hiding_the_special_tokens_keeps_the_mask_and_says_what_is_missing(tiny_model: LoadedModel) -> None:
    maps = map_attention(tiny_model, TEXT)
    view = view_of(maps, 1, "2", special=False)
    assert [token.text for token in view.tokens] == [token.text for token in maps.tokens[1:-1]]
    assert "[MASK]" in [token.text for token in view.tokens]
    np.testing.assert_array_equal(view.weights, maps.weights[0, 1, 1:-1, 1:-1])
    np.testing.assert_allclose(view.weights.sum(axis=1) + view.left_out, 1, atol=1e-5)


@pytest.mark.parametrize(("layer", "head"), [(0, "1"), (3, "1"), (1, "0"), (1, "3"), (1, "all"), (1, "-1")])
def test_a_head_that_is_not_there_is_refused(tiny_model: LoadedModel, layer: int, head: str) -> None:
    with pytest.raises(BadInput, match="no such"):
        view_attention(tiny_model, TEXT, layer=layer, head=head)


def test_entropy_and_distance_by_hand() -> None:
    weights = np.array([[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0.5, 0, 0.5], [0, 1, 0]]], dtype=np.float32)
    np.testing.assert_allclose(entropy_bits(weights), [0, 1 / 3], atol=1e-6)
    np.testing.assert_allclose(distance_tokens(weights), [0, 1])
    np.testing.assert_allclose(entropy_bits(np.full((4, 4), 0.25, dtype=np.float32)), 2)


def test_rollout_by_hand() -> None:
    """Two layers with one head: the second follows what the first has mixed."""
    swap, stay = np.array([[0, 1], [1, 0]], dtype=np.float32), np.eye(2, dtype=np.float32)
    first, second = roll_out(np.stack([swap, stay])[:, None])
    np.testing.assert_allclose(first, [[0.5, 0.5], [0.5, 0.5]])
    np.testing.assert_allclose(second, first)
    np.testing.assert_allclose(roll_out(np.stack([stay, swap])[:, None])[0], stay)


def test_a_long_text_is_truncated_to_128_tokens(bert: LoadedModel) -> None:
    maps = map_attention(bert, "the dog " * 2_500)
    assert maps.weights.shape == (8, 4, 128, 128)
    assert maps.cut is not None
    assert (maps.cut.kept, maps.cut.total) == (126, 5_000)


def test_word_order_is_what_positions_make_it(bert: LoadedModel) -> None:
    """A transformer without position embeddings sees a bag of words: to 1e-5, and only so."""
    order = compare_orders(bert, "dog bites man", "man bites dog")
    assert order.most_without_positions <= 2e-5
    moved = {token.text: token for token in order.tokens}
    assert (moved["dog"].first, moved["man"].first) == (1, len(order.tokens) - 2)
    assert (moved["dog"].second, moved["man"].second) == (len(order.tokens) - 2, 1)
    assert moved["dog"].with_positions > 1
    assert moved["man"].with_positions > 1


def test_sentences_of_other_words_have_no_order_to_compare(tiny_model: LoadedModel) -> None:
    with pytest.raises(BadInput, match="same tokens: only the first has “dog”, only the second “cat”"):
        compare_orders(tiny_model, "dog saw man", "man saw cat")
    with pytest.raises(BadInput, match="only the first has “the”, only the second “dog”"):
        compare_orders(tiny_model, "the dog saw the man", "the dog saw man dog")
    with pytest.raises(BadInput, match="only the first has “the the”"):
        compare_orders(tiny_model, "the dog saw the man", "man saw dog")
    with pytest.raises(BadInput, match="only the second has “a a a a a a a a …”"):
        compare_orders(tiny_model, "dog saw man", "dog saw man" + " a" * 9)


def test_no_ablation_changes_nothing(tiny_model: LoadedModel) -> None:
    answer = ablate(tiny_model, TEXT, Ablation())
    assert answer.intact == answer.ablated
    np.testing.assert_allclose(answer.cosine, 1, atol=1e-6)
    assert answer.shown == answer.tokens


def test_the_intact_answer_is_that_of_the_masked_word_page(tiny_model: LoadedModel) -> None:
    [intact] = ablate(tiny_model, TEXT, Ablation(attention="left")).intact
    [mask] = predict_masked_words(tiny_model, TEXT).masks
    assert [guess.word for guess in intact.guesses] == [guess.word for guess in mask.guesses]
    assert intact.entropy_bits == pytest.approx(mask.entropy_bits, abs=1e-4)


def test_without_positions_shuffling_changes_nothing(tiny_model: LoadedModel) -> None:
    """A bag of words in another order is the same bag; and the masks keep their order."""
    text = "the [MASK] saw the king of [MASK]"
    with_, without = (ablate(tiny_model, text, Ablation(positions=False, shuffle=seed)) for seed in (1, None))
    assert with_.shown != with_.tokens
    for one, other in zip(with_.ablated, without.ablated, strict=True):
        assert [guess.word for guess in one.guesses] == [guess.word for guess in other.guesses]
    np.testing.assert_allclose(with_.cosine, without.cosine, atol=1e-5)


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), words=st.lists(st.sampled_from(["unaffable", "the", "king", "walking", "[MASK]", "é"]), min_size=1))
def test_a_shuffle_keeps_every_token_and_every_word_together(tiny_model: LoadedModel, seed: int, words: list[str]) -> None:
    encoding = tiny_model.encode(" ".join(words))
    order = shuffled(encoding, seed)
    assert sorted(order) == list(range(len(encoding)))
    assert (order[0], order[-1]) == (0, len(encoding) - 1)
    for before, place in pairwise(order):
        assert not encoding.tokens[place].continues_word or place == before + 1


def test_a_text_without_a_mask_still_shows_how_far_vectors_move(tiny_model: LoadedModel) -> None:
    answer = ablate(tiny_model, "the dog saw the man", Ablation(ablated_layer=0))
    assert answer.intact == answer.ablated == ()
    assert answer.cosine.min() < 0.999


@pytest.mark.parametrize("task", [apply_logit_lens, map_attention])
def test_no_text_is_refused(tiny_model: LoadedModel, task: object) -> None:
    with pytest.raises(BadInput, match="no text"):
        task(tiny_model, " \n")  # type: ignore[operator]


def test_a_family_of_other_steps_has_no_switches(tiny_distilbert: LoadedModel) -> None:
    with pytest.raises(MissingAbility):
        ablate(tiny_distilbert, TEXT, Ablation(positions=False))


def test_results_are_closed_for_writing(tiny_model: LoadedModel) -> None:
    maps = map_attention(tiny_model, TEXT)
    with pytest.raises(ValueError, match="read-only"):
        maps.weights[0, 0, 0, 0] = math.nan

"""Vectors of sentences and words: equal to those of transformers; invalid requests are refused."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer, BertModel

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel
from bertplay.tasks.embeddings import POOLINGS, compare_sentences, embed
from bertplay.tasks.vectors import TOKENS_AT_ONCE, batches_by_length, centred, random_pairs, static_vector
from bertplay.tasks.word_table import nearest_words, parsed
from tests.tiny import WORDS


def sentences(count: int) -> list[str]:
    chance = random.Random(1)
    return [" ".join(chance.choices(WORDS.split(), k=chance.randint(1, 30))) for _ in range(count)]


def by_hand(folder: Path, texts: list[str], pooling: str, layer: int) -> np.ndarray:
    """Padded in one batch, pooled under the attention mask, as sentence-transformers does it."""
    batch = AutoTokenizer.from_pretrained(folder)(texts, return_tensors="pt", padding=True)
    with torch.inference_mode():
        states = BertModel.from_pretrained(folder).eval()(**batch, output_hidden_states=True).hidden_states[layer]
    seen = batch["attention_mask"][..., None].bool()
    if pooling == "cls":
        return states[:, 0].numpy()
    if pooling == "max":
        return states.masked_fill(~seen, -torch.inf).amax(dim=1).numpy()
    return ((states * seen).sum(dim=1) / seen.sum(dim=1)).numpy()


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("layer", [0, 1, 2])
def test_pooled_vectors_are_those_of_transformers(tiny_model: LoadedModel, tiny_folder: Path, pooling: str, layer: int) -> None:
    texts = sentences(40)
    found = embed(tiny_model, texts, pooling=pooling, layer=layer)
    np.testing.assert_allclose(found.vectors, by_hand(tiny_folder, texts, pooling, layer), atol=1e-4)
    assert not found.vectors.flags.writeable


def test_many_texts_come_back_in_their_order_and_the_last_layer_is_the_default(tiny_model: LoadedModel) -> None:
    texts = sentences(600)
    told: list[float] = []
    found = embed(tiny_model, texts, watch=told.append)
    assert found.layer == 2
    for i in (0, 255, 256, 599):
        np.testing.assert_allclose(found.vectors[i], embed(tiny_model, [texts[i]]).vectors[0], atol=1e-4)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


@given(st.dictionaries(st.integers(0, 5_000), st.integers(1, 512), max_size=120))
def test_passes_take_every_text_once_and_stay_bounded(lengths: dict[int, int]) -> None:
    taken = list(batches_by_length(lengths))
    assert sorted(i for indices in taken for i in indices) == sorted(lengths)
    assert all(len(indices) == 1 or len(indices) * max(lengths[i] for i in indices) <= TOKENS_AT_ONCE for indices in taken)


def test_a_long_text_is_cut_and_said(tiny_model: LoadedModel) -> None:
    assert embed(tiny_model, ["king", "king " * 5_000, "queen"]).cut == (1,)


def test_cosines_neighbours_and_baseline(tiny_model: LoadedModel) -> None:
    texts, unrelated = sentences(50), sentences(30)
    found = compare_sentences(tiny_model, texts, texts[3], unrelated, layer=1, top_k=5)
    vectors, background = (embed(tiny_model, list(some), layer=1).vectors for some in (texts, unrelated))
    centre = background.mean(axis=0)

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert found.cosines.shape == (40, 40)
    assert found.cosines[2, 7] == pytest.approx(cosine(vectors[2], vectors[7]), abs=1e-5)
    assert found.centred[2, 7] == pytest.approx(cosine(vectors[2] - centre, vectors[7] - centre), abs=1e-4)
    expected = sorted((i for i in range(50) if i != 3), key=lambda i: -cosine(vectors[3] - centre, vectors[i] - centre))
    assert [near.index for near in found.nearest] == expected[:5]  # the sentence itself is left out
    assert found.nearest[0].cosine == pytest.approx(cosine(vectors[3], vectors[expected[0]]), abs=1e-5)
    pairs = [cosine(background[i], background[j]) for i in range(30) for j in range(i)]
    assert found.baseline.mean == pytest.approx(np.mean(pairs), abs=1e-5)
    assert found.baseline.pairs == 435


def test_cls_without_any_layer_is_the_same_in_every_sentence(tiny_model: LoadedModel) -> None:
    found = compare_sentences(tiny_model, sentences(10), "the king", sentences(25), pooling="cls", layer=0)
    np.testing.assert_allclose(found.cosines, 1, atol=1e-5)
    np.testing.assert_array_equal(found.centred, 0)  # what differs by rounding is like nothing


def test_centred_by_hand() -> None:
    np.testing.assert_allclose(centred(np.float32([[3, 4], [1, 1]]), np.float32([1, 1])), [[2, 3], [0, 0]])
    assert random_pairs(np.float32([[1, 0], [0, 1]])).mean == 0


def test_the_rows_of_the_input_embedding(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    table = BertModel.from_pretrained(tiny_folder).embeddings.word_embeddings.weight.detach().numpy()
    np.testing.assert_array_equal(tiny_model.word_vectors(), table)
    np.testing.assert_allclose(static_vector(tiny_model, [7, 9]), (table[7] + table[9]) / 2, atol=1e-6)
    with pytest.raises(ValueError, match="read-only"):
        tiny_model.word_vectors()[0] = 0


def test_nearest_words_by_brute_force(tiny_model: LoadedModel) -> None:
    found = nearest_words(tiny_model, "king - man + woman", top_k=3)
    ids = [i for i, token in enumerate(tiny_model.vocabulary) if token.isalpha() and tiny_model.is_whole_word(i)]
    table = tiny_model.word_vectors()
    centre = table[ids].mean(axis=0)

    def row(word: str) -> np.ndarray:
        vector = table[tiny_model.vocabulary.index(word)] - centre
        return vector / np.linalg.norm(vector)

    target = row("king") - row("man") + row("woman")
    words = [tiny_model.vocabulary[i] for i in ids if tiny_model.vocabulary[i] not in {"king", "man", "woman"}]
    expected = sorted(words, key=lambda word: -float(row(word) @ target))
    assert [near.text for near in found.nearest] == expected[:3]
    assert found.searched == len(ids)


def test_a_word_of_several_tokens_is_their_mean_and_said(tiny_model: LoadedModel) -> None:
    assert nearest_words(tiny_model, "unhappiness").terms[0].tokens == ("un", "##h", "##a", "##p", "##p", "##i", "##ness")


def test_sums_are_read() -> None:
    assert parsed("king - man + woman") == parsed("king − man+woman") == [("king", 1), ("man", -1), ("woman", 1)]
    assert parsed(" well-known ") == [("well-known", 1)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda m: embed(m, []),
        lambda m: embed(m, ["a", "  "]),
        lambda m: embed(m, ["a"] * 2_001),
        lambda m: embed(m, ["a"], layer=3),
        lambda m: embed(m, ["a"], layer=-1),
        lambda m: embed(m, ["a"], pooling="median"),
        lambda m: compare_sentences(m, ["a"], " ", ["b"] * 20),
        lambda m: compare_sentences(m, ["a"], "a", ["b"] * 19),
        lambda m: compare_sentences(m, ["a"], "a", ["b"] * 20, top_k=0),
        lambda m: nearest_words(m, ""),
        lambda m: nearest_words(m, "+"),
        lambda m: nearest_words(m, "中"),
        lambda m: nearest_words(m, "king " * 11),
        lambda m: nearest_words(m, "king", top_k=51),
        lambda m: nearest_words(m, "k" * 101),
    ],
)
def test_bad_input_is_refused_in_words(tiny_model: LoadedModel, ask: object) -> None:
    with pytest.raises(BadInput):
        ask(tiny_model)  # type: ignore[operator]

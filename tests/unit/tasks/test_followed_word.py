"""One word in a few sentences: the cosines of the model's own vectors, beside those of random words."""

from typing import Any

import numpy as np
import pytest

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.tasks.followed_word import UNRELATED, across, follow_word
from bertplay.tasks.word_in_context import WordQuery
from bertplay.tasks.word_senses import separate_senses

KINGS = ["the king is old", "they saw a king", "no word of it", "a king"]


def test_the_cosines_are_those_of_the_vectors(tiny_model: LoadedModel) -> None:
    found = follow_word(tiny_model, "king", ["the king is old", "they saw a king"])
    outputs = tiny_model.forward([tiny_model.encode("the king is old"), tiny_model.encode("they saw a king")], Wanted(hidden_states=True))
    first, second = (output.hidden_states[:, place] for output, place in zip(outputs, (2, 4), strict=True))
    expected = [a @ b / np.linalg.norm(a) / np.linalg.norm(b) for a, b in zip(first, second, strict=True)]
    np.testing.assert_allclose([cosine for [cosine] in found.cosines], expected, atol=1e-5)
    assert len(found.baselines) == len(found.cosines) == tiny_model.spec.layers + 1


def test_a_sentence_without_the_word_is_left_out(tiny_model: LoadedModel) -> None:
    found = follow_word(tiny_model, "king", KINGS)
    assert found.sentences == (KINGS[0], KINGS[1], KINGS[3])
    assert found.numbers == (1, 2, 4)


def test_at_layer_0_only_the_place_counts(tiny_model: LoadedModel) -> None:
    """The same place, other neighbours: one vector, until a layer has looked at them."""
    found = follow_word(tiny_model, "king", ["the king is old", "a king was here"])
    assert found.cosines[0] == pytest.approx((1.0,), abs=1e-5)
    assert found.cosines[-1][0] < 0.999
    labelled = WordQuery("king", ("the king is old", "the king was here", "they saw a king", "we saw a king"), ("a", "a", "b", "b"))
    assert separate_senses(tiny_model, labelled).layers[0].within == pytest.approx(1.0, abs=1e-5)


def test_a_table_has_one_vector_and_no_invented_word(tiny_family: Any) -> None:
    table, bert = tiny_family("word2vec")[0], tiny_family("bert")[0]
    assert all(cosine == pytest.approx((1.0, 1.0), abs=1e-5) for cosine in follow_word(table, "king", KINGS).cosines)
    invented = ["the unaffable king", "an unaffable queen"]
    with pytest.raises(MissingAbility, match="not in the vocabulary"):
        follow_word(table, "unaffable", invented)
    assert follow_word(bert, "unaffable", invented).tokens == ("un", "##aff", "##able")


@pytest.mark.parametrize("name", ["roberta", "albert", "xlnet", "bilstm", "distilbert"])
def test_every_family_follows_a_word(name: str, tiny_family: Any) -> None:
    found = follow_word(tiny_family(name)[0], "king", KINGS)
    assert {len(cosines) for cosines in found.cosines} == {2}
    assert np.abs(found.cosines).max() <= 1 + 1e-5
    assert all(one.low <= one.mean <= one.high for one in found.baselines)


def test_the_baseline_has_pairs_of_different_sentences_alone() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    found = across(vectors, np.array([0, 0, 1, 1]))
    assert found.pairs == 4
    assert found.mean == pytest.approx((1 + 2**-0.5 + 0 + 2**-0.5) / 4)


def test_no_mark_of_punctuation_is_a_word(tiny_model: LoadedModel) -> None:
    tokens = [[p for p in tiny_model.encode(text).tokens if not p.is_special and any(c.isalnum() for c in p.text)] for text in UNRELATED]
    counts = np.array([len(words) for words in tokens])
    expected = (counts.sum() ** 2 - (counts**2).sum()) // 2
    assert follow_word(tiny_model, "king", KINGS).baselines[0].pairs == expected


@pytest.mark.parametrize(
    ("word", "sentences"),
    [
        ("king", ["the king"]),
        ("king", ["the king", " ", ""]),
        ("king", ["the king", "the queen"]),
        ("king", ["a king"] * 6),
        ("zebra", ["the king", "a king"]),
        ("", ["the king", "a king"]),
        ("x" * 101, ["the king", "a king"]),
    ],
)
def test_what_cannot_be_compared_is_refused(word: str, sentences: list[str], tiny_model: LoadedModel) -> None:
    with pytest.raises(BadInput):
        follow_word(tiny_model, word, sentences)

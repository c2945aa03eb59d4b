"""Two sentences, left and right context, surprisal: each against the model called directly."""

import math

import numpy as np
import pytest

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.tasks.left_right_context import compare_contexts
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.tasks.sentence_contrast import contrast_sentences
from bertplay.tasks.surprisal import score_surprisal


def test_contrast_is_the_two_distributions(tiny_model: LoadedModel) -> None:
    first, second = "The king likes to buy [MASK].", "A dog likes to eat [MASK] today."
    found = contrast_sentences(tiny_model, first, second)
    king = found.words.index("king")
    for text, logs in ((first, found.first), (second, found.second)):
        [outputs] = tiny_model.forward([tiny_model.encode(text)], Wanted(scores=True))
        assert logs[king] == pytest.approx(outputs.scores[0, tiny_model.vocabulary.index("king")] / math.log(2), rel=1e-4)
        assert logs.dtype == np.float32
        assert not logs.flags.writeable
    assert not any(word.startswith(("##", "[")) for word in found.words)
    weight = np.maximum(np.exp2(found.first), np.exp2(found.second)) * np.abs(found.first - found.second)
    assert found.differing[0] == int(weight.argmax())


def test_a_sentence_does_not_differ_from_itself(tiny_model: LoadedModel) -> None:
    found = contrast_sentences(tiny_model, "a [MASK]", "a [MASK]")
    np.testing.assert_allclose(found.first, found.second, atol=1e-5)


@pytest.mark.parametrize("texts", [("a [MASK]", "b"), ("[MASK] [MASK]", "[MASK]"), ("", "[MASK]")])
def test_contrast_needs_one_mask_each(tiny_model: LoadedModel, texts: tuple[str, str]) -> None:
    with pytest.raises(BadInput):
        contrast_sentences(tiny_model, *texts)


def test_one_side_cannot_see_the_other(tiny_model: LoadedModel) -> None:
    """Words of the same number of tokens on the unseen side change nothing."""
    found = [compare_contexts(tiny_model, text) for text in ("red dog [MASK] the sea", "red dog [MASK] one boy", "old cat [MASK] the sea")]
    left, right = [[g.probability for g in f.left.guesses] for f in found], [[g.probability for g in f.right.guesses] for f in found]
    np.testing.assert_allclose(left[0], left[1], rtol=1e-4)
    np.testing.assert_allclose(right[0], right[2], rtol=1e-4)
    assert not np.allclose(left[0], left[2], rtol=1e-3)
    assert not np.allclose(right[0], right[1], rtol=1e-3)


def test_both_contexts_give_the_usual_prediction(tiny_model: LoadedModel) -> None:
    text = "the [MASK] and the [MASK]"
    both, usual = compare_contexts(tiny_model, text, mask_index=1).both, predict_masked_words(tiny_model, text).masks[1]
    assert [g.word for g in both.guesses] == [g.word for g in usual.guesses]
    assert both.entropy_bits == pytest.approx(usual.entropy_bits, rel=1e-4)


@pytest.mark.parametrize("index", [-1, 1])
def test_sides_of_a_mask_that_is_not_there(tiny_model: LoadedModel, index: int) -> None:
    with pytest.raises(BadInput, match="no such mask"):
        compare_contexts(tiny_model, "a [MASK]", mask_index=index)


def test_surprisal_of_a_word_is_what_hiding_it_costs(tiny_model: LoadedModel) -> None:
    found = score_surprisal(tiny_model, "The king was happy.")
    assert [word.word for word in found.words] == ["The", "king", "was", "happy", "."]
    hidden = predict_masked_words(tiny_model, "The [MASK] was happy.", hidden=["king"]).masks[0]
    assert hidden.hidden is not None
    assert found.words[1].bits == pytest.approx(-math.log2(hidden.hidden.probability), rel=1e-4)
    assert found.words[1].prediction.word == hidden.guesses[0].word


def test_surprisal_of_a_word_of_several_tokens_follows_the_chain_rule(tiny_model: LoadedModel) -> None:
    found = score_surprisal(tiny_model, "an unaffable king")
    hidden = predict_masked_words(tiny_model, "an [MASK] king", hidden=["unaffable"]).masks[0].hidden
    assert hidden is not None
    assert found.words[1].tokens == 3
    assert found.words[1].bits == pytest.approx(-math.log2(hidden.probability), rel=1e-4)
    bits, tokens = sum(word.bits for word in found.words), sum(word.tokens for word in found.words)
    assert found.pseudo_perplexity == pytest.approx(2 ** (bits / tokens))


def test_surprisal_of_a_long_text_stops_at_the_window(tiny_model: LoadedModel) -> None:
    found = score_surprisal(tiny_model, "king " * 10_000)
    assert len(found.words) == 62
    assert found.cut is not None
    assert (found.cut.kept, found.cut.total) == (62, 10_000)


@pytest.mark.parametrize("text", ["", "\x00", "a [MASK]"])
def test_surprisal_refuses_what_it_cannot_score(tiny_model: LoadedModel, text: str) -> None:
    with pytest.raises(BadInput):
        score_surprisal(tiny_model, text)

"""Heads found by a pattern: who attends to whom, counted by hand; shares that are sums of weights."""

import numpy as np
import pytest

from bertplay.errors import BadInput
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.tasks.attention import map_attention
from bertplay.tasks.head_finder import MAX_TEXTS, PATTERNS, find_heads, from_word_to_word

TEXT = "When Unaffable saw her dog, the dog ate."


def pairs(model: LoadedModel, pattern: str, text: str = TEXT) -> dict[str, list[str]]:
    """{"her": ["una", …]}: who attends to whom, as tokens."""
    tokens = model.encode(text).tokens
    return {f"{i} {tokens[i].text}": [tokens[j].text for j in sorted(to)] for i, to in PATTERNS[pattern](text, tokens).items()}


def test_each_pattern_says_who_attends_to_whom(tiny_model: LoadedModel) -> None:
    tokens = [token.text for token in tiny_model.encode(TEXT).tokens]
    assert tokens == ["[CLS]", "when", "un", "##aff", "##able", "saw", "her", "dog", ",", "the", "dog", "at", "##e", ".", "[SEP]"]
    assert pairs(tiny_model, "pronoun") == {"6 her": ["un", "##aff", "##able"]}
    assert pairs(tiny_model, "repeated") == {"7 dog": ["dog"], "10 dog": ["dog"]}
    assert pairs(tiny_model, "parts") == {"3 ##aff": ["un"], "4 ##able": ["un"], "12 ##e": ["at"]}
    assert pairs(tiny_model, "next", "the dog ran")["2 dog"] == ["r"]
    assert pairs(tiny_model, "previous", "the dog") == {"2 dog": ["the"]}
    assert pairs(tiny_model, "punctuation", "the dog.") == {"1 the": ["."], "2 dog": ["."]}
    assert pairs(tiny_model, "cls", "the dog") == {"1 the": ["[CLS]"], "2 dog": ["[CLS]"]}
    assert pairs(tiny_model, "sep", "the dog") == {"1 the": ["[SEP]"], "2 dog": ["[SEP]"]}
    assert pairs(tiny_model, "pronoun", "The king saw her.") == {}


def test_words_are_whole_words(tiny_model: LoadedModel) -> None:
    tokens = tiny_model.encode(TEXT).tokens
    assert from_word_to_word("HER", "dog")(TEXT, tokens) == {6: {7, 10}}
    assert from_word_to_word("he", "dog")(TEXT, tokens) == {}
    assert from_word_to_word("dog", "dog")(TEXT, tokens) == {7: {10}, 10: {7}}


def test_a_share_is_the_mean_of_the_weights(tiny_model: LoadedModel) -> None:
    texts = [TEXT, "the dog saw the king"]
    found = find_heads(tiny_model, texts, pattern="repeated")
    one, other = (map_attention(tiny_model, text).weights for text in texts)
    by_hand = (one[:, :, 7, 10] + one[:, :, 10, 7] + other[:, :, 1, 4] + other[:, :, 4, 1]) / 4
    np.testing.assert_allclose(found.share, by_hand, atol=1e-5)
    assert (found.count, found.even) == (4, pytest.approx((2 / 15 + 2 / 7) / 4))
    layer, head = found.ranked[0]
    assert found.share[layer - 1, head - 1] == found.share.max()
    text, from_, to = found.example(layer, head)
    assert (one, other)[text][layer - 1, head - 1, from_, to] == pytest.approx(found.strongest_weight[layer - 1, head - 1], abs=1e-5)


@pytest.mark.parametrize(
    ("texts", "pattern", "match"),
    [([], "next", "number"), (["a"] * (MAX_TEXTS + 1), "next", "number"), (["a"], "x", "no such"), (["a"], "parts", "fits")],
)
def test_what_cannot_be_ranked_is_refused(tiny_model: LoadedModel, texts: list[str], pattern: str, match: str) -> None:
    with pytest.raises(BadInput, match=match):
        find_heads(tiny_model, texts, pattern=pattern)


def test_the_bundled_model_has_a_head_from_pronouns_to_names() -> None:
    """What the tab opens on."""
    found = find_heads(
        load_model(find_model("bert")), ["Anna was late because she had lost her key.", "Peter said that he would come."], pattern="pronoun"
    )
    assert found.share.max() > 0.4 > 3 * found.even

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.text import without_surrogates
from bertplay.ui.masked_word.hidden_words import MASK, carry_hidden, hidden_words, hide, words_of


def test_words_leave_their_punctuation_and_masks_stand_alone() -> None:
    assert [word.text for word in words_of('He said: "No [mask]!" – it\'s well-known…')] == [
        "He",
        "said",
        "No",
        "[mask]",
        "it's",
        "well-known",
    ]
    assert [word.is_mask for word in words_of("a[MASK]b <mask>.")] == [False, True, False, True]


def test_hiding_keeps_everything_else() -> None:
    assert hide("The capital of France is Paris.", {3, 5}) == "The capital of [MASK] is [MASK]."
    assert hide("[MASK] is big", {0, 9, -1}) == "[MASK] is big"  # a typed mask and places outside change nothing


def test_hidden_words_stand_in_the_order_of_the_masks() -> None:
    assert hidden_words("In <mask> they like Paris.", {4}) == (None, "Paris")


@pytest.mark.parametrize(
    ("old", "new", "hidden", "kept"),
    [
        ("Paris is big", "Yes, Paris is big", (2,), (3,)),
        ("Paris is big", "Paris is very big", (0, 2), (0, 3)),
        ("Paris is big", "Rome was small", (0, 1, 2), ()),
        ("Paris is big", "", (0,), ()),
    ],
)
def test_what_is_hidden_follows_an_edit(old: str, new: str, hidden: tuple[int, ...], kept: tuple[int, ...]) -> None:
    assert carry_hidden(old, new, hidden) == kept


@given(st.text(), st.sets(st.integers(0, 20)))
def test_words_are_where_they_say_and_each_hidden_one_becomes_a_mask(text: str, hidden: set[int]) -> None:
    words = words_of(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(before.end <= after.start for before, after in itertools.pairwise(words))
    masked = hide(text, hidden)
    assert masked.count(MASK) >= len([i for i in hidden if i < len(words) and not words[i].is_mask])
    assert len(hidden_words(text, hidden)) == sum(word.is_mask for word in words_of(masked))
    assert carry_hidden(text, text, hidden) == tuple(sorted(i for i in hidden if i < len(words)))


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert without_surrogates("a\ud800b😀") == "a\ufffdb😀"

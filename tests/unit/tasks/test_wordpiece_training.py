"""Training a vocabulary: against the tokenizers library, worked by hand, and by the properties of its rules."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from math import log
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.trainers import WordPieceTrainer

from bertplay.child import ChildTooSlow
from bertplay.errors import BadInput
from bertplay.tasks.wordpiece import tokenize_word
from bertplay.tasks.wordpiece_differences import compare_trainings
from bertplay.tasks.wordpiece_merges import characters, joined, learn_merges, merged
from bertplay.tasks.wordpiece_pairs import RULES
from bertplay.tasks.wordpiece_training import MAX_CHARACTERS, count_words, train_wordpiece

TEXT = """The baker baked a cake, and the cake was eaten by the baker's hungry friends. Unbelievable! They had believed in
unbaked bread, in breadless bakers and in believers. Reading and rereading, the reader read unreadable readings to eager listeners;
listening, they listened. Walking home, the walkers walked and talked, talkers walking, walkers talking about the talk of the walk."""
WORDS = st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=12).map(" ".join)


def by_library(text: str, size: int) -> list[str]:
    """The library's vocabulary in the order of its ids: characters, then one token per merge."""
    tokenizer = Tokenizer(WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = BertNormalizer(lowercase=True), BertPreTokenizer()
    trainer = WordPieceTrainer(vocab_size=size, special_tokens=[], continuing_subword_prefix="##", show_progress=False)
    tokenizer.train_from_iterator([text], trainer)
    return sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().__getitem__)


def pair_counts(cuts: dict[str, list[str]], words: Counter[str]) -> Counter[tuple[str, str]]:
    """Pairs counted from scratch, the slow way."""
    counts: Counter[tuple[str, str]] = Counter()
    for word, cut in cuts.items():
        for pair in pairwise(cut):
            counts[pair] += words[word]
    return counts


def log_likelihood(cuts: dict[str, list[str]], words: Counter[str]) -> float:
    """Of the text, each token drawn independently with its relative frequency."""
    tokens: Counter[str] = Counter()
    for word, cut in cuts.items():
        for token in cut:
            tokens[token] += words[word]
    return sum(n * log(n / tokens.total()) for n in tokens.values())


@pytest.mark.parametrize("size", [60, 90, 120])
def test_the_librarys_merges_are_among_ours_at_every_step(size: int) -> None:
    """Where several pairs are equally frequent the library's choice changes from run to run: any of them is right."""
    words = count_words(TEXT)
    cuts = {word: characters(word) for word in words}
    alphabet = {token for cut in cuts.values() for token in cut}
    theirs = by_library(TEXT, size)
    assert set(theirs[: len(alphabet)]) >= {token for token in alphabet if not token.startswith("##")}
    for token in [token for token in theirs if token not in alphabet and len(token.removeprefix("##")) > 1]:
        counts = pair_counts(cuts, words)
        best = [pair for pair, count in counts.items() if count == max(counts.values()) and joined(*pair) == token]
        assert best, f"{token} is not the most frequent pair"
        cuts = {word: merged(cut, best[0]) for word, cut in cuts.items()}


def test_without_ties_the_vocabulary_is_the_librarys() -> None:
    text = "abcd " * 40 + "abc " * 17 + "xbc " * 5 + "ab " * 2 + "xy " * 1
    ours = train_wordpiece(text, 100)
    assert len({merge.count for merge in ours.merges}) == len(ours.merges)  # no two steps were equally good
    assert sorted(by_library(text, 100)) == sorted({*ours.tokens(100), *"bcdy"})  # the library keeps bare characters too
    assert [merge.token for merge in ours.merges][:2] == ["##bc", "abc"]


@pytest.mark.parametrize("rule", RULES)
def test_counts_and_scores_are_those_of_the_text_at_that_moment(rule: str) -> None:
    words = count_words(TEXT)
    cuts = {word: characters(word) for word in words}
    for merge in train_wordpiece(TEXT, 120, rule).merges:
        counts = pair_counts(cuts, words)
        pair = (merge.left, merge.right)
        assert merge.count == counts[pair]
        before = log_likelihood(cuts, words)
        cuts = {word: merged(cut, pair) for word, cut in cuts.items()}
        if rule == "frequency":
            assert merge.score == merge.count == max(counts.values())
        elif rule == "ratio":
            assert merge.score == pytest.approx(merge.count / (merge.left_count * merge.right_count))
        elif merge.left != merge.right:
            assert merge.score == pytest.approx(log_likelihood(cuts, words) - before)


def test_likelihood_takes_the_pair_that_helps_most() -> None:
    """Trying every other pair, none raises the likelihood more."""
    words = count_words(TEXT)
    cuts = {word: characters(word) for word in words}
    for merge in train_wordpiece(TEXT, 60, "likelihood").merges:
        gains = {
            pair: log_likelihood({word: merged(cut, pair) for word, cut in cuts.items()}, words) - log_likelihood(cuts, words)
            for pair in pair_counts(cuts, words)
        }
        assert gains[merge.left, merge.right] == pytest.approx(max(gains.values()))
        cuts = {word: merged(cut, (merge.left, merge.right)) for word, cut in cuts.items()}


def test_one_pair_by_hand() -> None:
    [merge] = train_wordpiece("ab ab ab ab ab ab", 10, "likelihood").merges
    assert (merge.token, merge.count, merge.left_count, merge.right_count) == ("ab", 6, 6, 6)
    assert merge.score == pytest.approx(12 * log(2))
    assert train_wordpiece("ab ab", 10, "ratio").merges[0].score == pytest.approx(2 / (2 * 2))


def test_the_rules_part_ways_and_one_vocabulary_begins_with_the_other() -> None:
    frequent, likely = train_wordpiece(TEXT, 150), train_wordpiece(TEXT, 150, "likelihood")
    same, different = compare_trainings(frequent, frequent, 120), compare_trainings(frequent, likely, 120)
    assert (same.step, same.shared, same.words) == (None, 120, ())
    assert different.step == 0
    assert frequent.merges[0].token != likely.merges[0].token
    without_one = replace(frequent, merges=(*frequent.merges[:7], *frequent.merges[8:]))
    assert compare_trainings(frequent, without_one, 120).step == 7
    assert 0 < different.shared < 120
    assert all(word.one != word.other and "".join(p.removeprefix("##") for p in word.one) == word.word for word in different.words)
    assert frequent.tokens(150)[:90] == frequent.tokens(90) == train_wordpiece(TEXT, 90).tokens(90)
    assert frequent.tokens(1) == frequent.alphabet


def test_a_larger_vocabulary_makes_fewer_tokens_down_to_one_a_word() -> None:
    averages = [average for _, average in train_wordpiece(TEXT, 500).growth]
    assert averages[-1] == 1.0
    assert averages[0] == pytest.approx(sum(len(word) * count for word, count in count_words(TEXT).items()) / count_words(TEXT).total())
    assert averages[0] > averages[len(averages) // 2] > averages[-1]


@given(WORDS, st.sampled_from(sorted(RULES)))
def test_the_growth_is_what_tokenizing_every_word_at_every_size_gives(text: str, rule: str) -> None:
    words = count_words(f"{text} {'ab' * 51}")  # one word that is too long
    found = learn_merges(words, 30, rule)
    vocabulary = [*found.alphabet, *dict.fromkeys(token for _, _, token, *_ in found.merges)]
    for size, average in found.growth:
        counts = [len(tokenize_word(word, vocabulary[:size])) * times for word, times in words.items()]
        assert average == sum(counts) / words.total()


@pytest.mark.parametrize("rule", RULES)
def test_a_long_text_is_trained_on_elsewhere_with_the_same_result(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = train_wordpiece(TEXT, 111, rule)
    monkeypatch.setattr("bertplay.tasks.wordpiece_training.MAX_CHARACTERS_AT_ONCE", 100)
    monkeypatch.setattr("bertplay.tasks.wordpiece_training.learn_merges", none := Mock(wraps=learn_merges))
    none.__module__, none.__qualname__ = learn_merges.__module__, learn_merges.__qualname__
    train_wordpiece.cache_clear()
    assert train_wordpiece(TEXT, 111, rule) == here
    assert not none.called


def test_a_training_that_fails_says_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ChildTooSlow

    monkeypatch.setattr("bertplay.tasks.wordpiece_training.call_in_child", fail)
    with pytest.raises(BadInput, match=r"took too long. Given: '3,000 characters'. Use a shorter text"):
        train_wordpiece("ab" * 1_500, 50)


@given(WORDS, st.sampled_from(sorted(RULES)))
def test_a_training_without_end_makes_one_token_of_every_word(text: str, rule: str) -> None:
    trained = train_wordpiece(text, 500, rule)
    vocabulary = trained.tokens(500)
    assert len(set(vocabulary)) == len(vocabulary)
    assert all(tokenize_word(word, vocabulary) == [word] for word, _ in trained.words)
    assert all(merge.count > 0 and merge.left in vocabulary and merge.right in vocabulary for merge in trained.merges)


@pytest.mark.parametrize(
    ("text", "size", "rule", "problem"),
    [
        (" \n", 10, "frequency", "no text"),
        ("a", 0, "frequency", "out of range"),
        ("a", 10, "luck", "no such rule"),
        ("a " * MAX_CHARACTERS, 10, "ratio", "too long"),
    ],
)
def test_what_cannot_be_trained_is_refused(text: str, size: int, rule: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        train_wordpiece(text, size, rule)


def test_control_characters_alone_train_nothing() -> None:
    trained = train_wordpiece("\0\ud800\u200b" + "a", 10)
    assert (trained.alphabet, trained.merges) == (("a",), ())

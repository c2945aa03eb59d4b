"""WordPiece, the merges: from the characters of words to a vocabulary, by one of the rules of wordpiece_pairs.py.

Names, numbers and lists alone, so that a child process starts with it in a tenth of a second and sends back what it finds as JSON.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bertplay.tasks.wordpiece_growth import CONTINUES, growth_points
from bertplay.tasks.wordpiece_pairs import RULES, Pair, Pairs

Merged = tuple[str, str, str, int, int, int, float]
"""left, right, token, count, left_count, right_count, score: a Merge of bertplay.results."""


class LearnedMerges(NamedTuple):
    """What training found: the characters, the merges in their order, and (size of the vocabulary, mean tokens per word)."""

    alphabet: list[str]
    merges: list[Merged]
    growth: list[tuple[int, float]]


def characters(word: str) -> list[str]:
    """cab -> c, ##a, ##b"""
    return [letter if i == 0 else CONTINUES + letter for i, letter in enumerate(word)]


def joined(left: str, right: str) -> str:
    """un + ##able -> unable, ##a + ##b -> ##ab"""
    return left + right.removeprefix(CONTINUES)


def merged(cut: Sequence[str], pair: Pair) -> list[str]:
    """The tokens of a word with a pair made one, from the left.

    merged([b, ##a, ##n, ##a, ##n], (##a, ##n)) -> [b, ##an, ##an]
    """
    tokens: list[str] = []
    for token in cut:
        if tokens and (tokens[-1], token) == pair:
            tokens[-1] = joined(*pair)
        else:
            tokens.append(token)
    return tokens


def learn_merges(words: Mapping[str, int], size: int, rule: str) -> LearnedMerges:
    """A vocabulary of at most `size` tokens for words, each with how often it occurs; fewer when every word has become one token.

    Of pairs with the same score the one that was seen first is merged. (The library takes the one whose tokens are
    older, and numbers its characters differently in each run.)
    """
    cuts = {word: characters(word) for word in words}
    pairs = Pairs()
    for word, times in words.items():
        pairs.add(word, cuts[word], times)
    alphabet = sorted(pairs.tokens)
    merges: list[Merged] = []
    vocabulary = dict.fromkeys(alphabet)
    while len(vocabulary) < size and (best := pairs.best(RULES[rule])):
        (left, right), score = best
        token = joined(left, right)
        merges.append((left, right, token, pairs.count(left, right), pairs.tokens[left], pairs.tokens[right], score))
        for word in pairs.words_with(left, right):
            pairs.add(word, cuts[word], -words[word])
            cuts[word] = merged(cuts[word], (left, right))
            pairs.add(word, cuts[word], words[word])
        vocabulary[token] = None
    return LearnedMerges(alphabet, merges, growth_points(words, list(vocabulary), len(alphabet)))

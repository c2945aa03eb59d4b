"""How a growing vocabulary shortens its text: the tokens of every word at several sizes, found in one search of each word."""

from collections.abc import Mapping, Sequence

CONTINUES = "##"
LONGEST_WORD = 100
"""Characters; BERT treats every longer word as unknown."""
POINTS = 25

Matches = list[list[tuple[int, int]]]
"""By place in a word: where each token that begins there ends, and its place in the vocabulary; the longest first."""


def growth_points(words: Mapping[str, int], vocabulary: Sequence[str], start: int) -> list[tuple[int, float]]:
    """(size, mean tokens per word of the text), from the first `start` tokens, the characters, to all of them, in POINTS steps."""
    ranks = {token: rank for rank, token in enumerate(vocabulary)}
    longest = max((len(token.removeprefix(CONTINUES)) for token in vocabulary), default=0)
    sizes = sorted({start + (len(vocabulary) - start) * point // POINTS for point in range(POINTS + 1)})
    tokens = dict.fromkeys(sizes, 0)
    for word, times in words.items():
        found = matches(word, ranks, longest) if len(word) <= LONGEST_WORD else []
        for size in sizes:
            tokens[size] += times * (tokens_at(found, size) or 1)  # a word that is too long is one token, the unknown one
    total = sum(words.values())
    return [(size, tokens[size] / total if total else 0.0) for size in sizes]


def matches(word: str, ranks: Mapping[str, int], longest: int) -> Matches:
    """Every token of the vocabulary within a word."""
    found: Matches = []
    for begin in range(len(word)):
        ends = range(min(len(word), begin + longest), begin, -1)
        named = ((end, ranks.get(word[begin:end] if begin == 0 else CONTINUES + word[begin:end])) for end in ends)
        found.append([(end, rank) for end, rank in named if rank is not None])
    return found


def tokens_at(found: Matches, size: int) -> int:
    """Into how many tokens the greedy search of wordpiece.py divides a word with the first `size` tokens; its characters are among them."""
    place = tokens = 0
    while place < len(found):
        place = next(end for end, rank in found[place] if rank < size)
        tokens += 1
    return tokens

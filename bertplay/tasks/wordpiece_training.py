"""WordPiece, the training: from the characters of a text to a vocabulary, one merge at a time.

Three rules choose the pair that is merged next, and nothing else differs between them:

    frequency    the pair seen most often. What the tokenizers library does, and so every model trained with it.
    likelihood   the pair whose merge makes the text most probable, each token drawn by itself. What is published
                 (Schuster and Nakajima 2012, section 2; Wu et al. 2016); Google's own code for it never was.
    ratio        count / (count of the left * count of the right). What many courses call WordPiece's score: the gain
                 of the likelihood for one occurrence. It likes rare tokens that occur nowhere else.

All three tokenize words the same way afterwards (wordpiece.py).
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.results.wordpiece import Merge, TrainedVocabulary
from bertplay.tasks.wordpiece import CONTINUES
from bertplay.tasks.wordpiece_pairs import RULES, Pair, Pairs
from bertplay.text import without_surrogates

MAX_CHARACTERS = 100_000
MAX_TOKENS = 2_000


def count_words(text: str) -> Counter[str]:
    """The words of a text as an uncased BERT reads them: lower-cased, without accents, split at punctuation."""
    if len(text) > MAX_CHARACTERS:
        remedy = lazy("Use at most {most:,}: the training runs while you wait.", most=MAX_CHARACTERS)
        raise BadInput(N_("The text is too long to train on here."), value=lazy("{n:,} characters", n=len(text)), remedy=remedy)
    normalized = BertNormalizer(lowercase=True).normalize_str(without_surrogates(text))
    return Counter(word for word, _ in BertPreTokenizer().pre_tokenize_str(normalized))


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


@lru_cache(maxsize=16)
def train_wordpiece(text: str, size: int = MAX_TOKENS, rule: str = "frequency") -> TrainedVocabulary:
    """A vocabulary of at most `size` tokens; fewer when every word of the text has become one token.

    Of pairs with the same score the one that was seen first is merged. (The library takes the one whose tokens are
    older, and numbers its characters differently in each run.) Raises BadInput for no text, or too much.
    """
    check(text, size, rule)
    words = count_words(text)
    cuts = {word: characters(word) for word in words}
    pairs = Pairs()
    for word, times in words.items():
        pairs.add(word, cuts[word], times)
    alphabet = tuple(sorted(pairs.tokens))
    merges: list[Merge] = []
    vocabulary = set(alphabet)
    while len(vocabulary) < size and (best := pairs.best(RULES[rule])):
        (left, right), score = best
        merge = Merge(left, right, joined(left, right), pairs.count(left, right), pairs.tokens[left], pairs.tokens[right], score)
        for word in pairs.words_with(left, right):
            pairs.add(word, cuts[word], -words[word])
            cuts[word] = merged(cuts[word], (left, right))
            pairs.add(word, cuts[word], words[word])
        merges.append(merge)
        vocabulary.add(merge.token)
    return TrainedVocabulary(rule, alphabet, tuple(merges), tuple(words.most_common()))


def check(text: str, size: int, rule: str) -> None:
    """Raise BadInput for what cannot be trained."""
    if not text.strip():
        raise BadInput(N_("There is no text to train on."), remedy=N_("Paste a few paragraphs, or choose a sample."))
    if not 1 <= size <= MAX_TOKENS:
        raise BadInput(
            N_("The size of the vocabulary is out of range."), value=size, remedy=lazy("Choose 1 to {most:,} tokens.", most=MAX_TOKENS)
        )
    if rule not in RULES:
        raise BadInput(N_("There is no such rule."), value=rule, remedy=lazy("Choose one of: {names}.", names=", ".join(RULES)))

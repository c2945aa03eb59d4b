"""WordPiece, the training: from the characters of a text to a vocabulary, one merge at a time.

Three rules choose the pair that is merged next, and nothing else differs between them:

    frequency    the pair seen most often. What the tokenizers library does, and so every model trained with it.
    likelihood   the pair whose merge makes the text most probable, each piece drawn by itself. What is published
                 (Schuster and Nakajima 2012, section 2; Wu et al. 2016); Google's own code for it never was.
    ratio        count / (count of the left * count of the right). What many courses call WordPiece's score: the gain
                 of the likelihood for one occurrence. It likes rare pieces that stand nowhere else.

All three cut words the same way afterwards (wordpiece.py).
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from bertplay.errors import BadInput
from bertplay.results.wordpiece import Merge, TrainedVocabulary
from bertplay.tasks.wordpiece import CONTINUES
from bertplay.tasks.wordpiece_pairs import RULES, Pair, Pairs
from bertplay.text import without_surrogates
from bertplay.wording import later, mark

MOST_CHARACTERS = 100_000
MOST_PIECES = 2_000


def count_words(text: str) -> Counter[str]:
    """The words of a text as an uncased BERT reads them: lower-cased, without accents, split at punctuation."""
    if len(text) > MOST_CHARACTERS:
        remedy = later("Use at most {most:,}: the training runs while you wait.", most=MOST_CHARACTERS)
        raise BadInput(mark("The text is too long to train on here."), value=later("{n:,} characters", n=len(text)), remedy=remedy)
    normalized = BertNormalizer(lowercase=True).normalize_str(without_surrogates(text))
    return Counter(word for word, _ in BertPreTokenizer().pre_tokenize_str(normalized))


def characters(word: str) -> list[str]:
    """cab -> c, ##a, ##b"""
    return [letter if i == 0 else CONTINUES + letter for i, letter in enumerate(word)]


def joined(left: str, right: str) -> str:
    """un + ##able -> unable, ##a + ##b -> ##ab"""
    return left + right.removeprefix(CONTINUES)


def merged(cut: Sequence[str], pair: Pair) -> list[str]:
    """The pieces of a word with a pair made one, from the left.

    merged([b, ##a, ##n, ##a, ##n], (##a, ##n)) -> [b, ##an, ##an]
    """
    pieces: list[str] = []
    for piece in cut:
        if pieces and (pieces[-1], piece) == pair:
            pieces[-1] = joined(*pair)
        else:
            pieces.append(piece)
    return pieces


@lru_cache(maxsize=16)
def train_wordpiece(text: str, size: int = MOST_PIECES, rule: str = "frequency") -> TrainedVocabulary:
    """A vocabulary of at most `size` pieces; fewer when every word of the text has become one piece.

    Of pairs with the same score the one that was seen first is merged. (The library takes the one whose pieces are
    older, and numbers its characters anew in each run.) Raises BadInput for no text, or too much.
    """
    check(text, size, rule)
    words = count_words(text)
    cuts = {word: characters(word) for word in words}
    pairs = Pairs()
    for word, times in words.items():
        pairs.add(word, cuts[word], times)
    alphabet = tuple(sorted(pairs.pieces))
    merges: list[Merge] = []
    vocabulary = set(alphabet)
    while len(vocabulary) < size and (best := pairs.best(RULES[rule])):
        (left, right), score = best
        merge = Merge(left, right, joined(left, right), pairs.count(left, right), pairs.pieces[left], pairs.pieces[right], score)
        for word in pairs.words_with(left, right):
            pairs.add(word, cuts[word], -words[word])
            cuts[word] = merged(cuts[word], (left, right))
            pairs.add(word, cuts[word], words[word])
        merges.append(merge)
        vocabulary.add(merge.piece)
    return TrainedVocabulary(rule, alphabet, tuple(merges), tuple(words.most_common()))


def check(text: str, size: int, rule: str) -> None:
    """Raise BadInput for what cannot be trained."""
    if not text.strip():
        raise BadInput(mark("There is no text to train on."), remedy=mark("Paste a few paragraphs, or take a sample."))
    if not 1 <= size <= MOST_PIECES:
        raise BadInput(
            mark("The size of the vocabulary is out of range."), value=size, remedy=later("Ask for 1 to {most:,} pieces.", most=MOST_PIECES)
        )
    if rule not in RULES:
        raise BadInput(mark("There is no such rule."), value=rule, remedy=later("Choose one of: {names}.", names=", ".join(RULES)))

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
from functools import lru_cache

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from bertplay.child import ChildFailed, ChildTooSlow, call_in_child
from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.results.wordpiece import Merge, TrainedVocabulary
from bertplay.tasks.wordpiece_growth import LONGEST_WORD
from bertplay.tasks.wordpiece_merges import LearnedMerges, learn_merges
from bertplay.tasks.wordpiece_pairs import RULES
from bertplay.text import without_surrogates

MAX_CHARACTERS = 100_000
MAX_CHARACTERS_AT_ONCE = 2_000
"""The longest text that is trained on in this process, because starting another process would take longer."""
MAX_TOKENS = 2_000


def count_words(text: str) -> Counter[str]:
    """The words of a text as an uncased BERT reads them: lower-cased, without accents, split at punctuation."""
    if len(text) > MAX_CHARACTERS:
        remedy = lazy("Use at most {most:,}: the training runs while you wait.", most=MAX_CHARACTERS)
        raise BadInput(N_("The text is too long to train on here."), value=lazy("{n:,} characters", n=len(text)), remedy=remedy)
    normalized = BertNormalizer(lowercase=True).normalize_str(without_surrogates(text))
    return Counter(word for word, _ in BertPreTokenizer().pre_tokenize_str(normalized))


@lru_cache(maxsize=16)
def train_wordpiece(text: str, size: int = MAX_TOKENS, rule: str = "frequency") -> TrainedVocabulary:
    """A vocabulary of at most `size` tokens; fewer when every word of the text has become one token.

    Raises BadInput for no text, or for what takes too long.
    """
    check(text, size, rule)
    words = count_words(text)
    is_long = len(text) > MAX_CHARACTERS_AT_ONCE or max(map(len, words), default=0) > LONGEST_WORD
    alphabet, merges, growth = learned(dict(words), size, rule, in_child=is_long)
    points = tuple((at, average) for at, average in growth)
    return TrainedVocabulary(rule, tuple(alphabet), tuple(Merge(*merge) for merge in merges), tuple(words.most_common()), points)


def learned(words: dict[str, int], size: int, rule: str, *, in_child: bool) -> LearnedMerges:
    """The merges; where they take a while, from a process of its own, for training holds Python's lock as long as it takes."""
    if not in_child:
        return learn_merges(words, size, rule)
    try:
        return LearnedMerges(*call_in_child(learn_merges, words, size, rule))
    except ChildFailed as error:
        remedy = N_("Use a shorter text, or try again later.")
        problem = N_("The training took too long.") if isinstance(error, ChildTooSlow) else N_("The training ended before it was done.")
        raise BadInput(problem, value=lazy("{n:,} characters", n=sum(map(len, words))), remedy=remedy) from error


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

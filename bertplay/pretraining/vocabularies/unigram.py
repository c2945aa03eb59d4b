"""The unigram vocabulary (Kudo 2018): begin with very many tokens, drop those that the text can best do without.

Each token has a log-probability, and a word is split where the product is greatest. WordPiece splits greedily from the
left; byte-pair encoding replays its merges. The space before a word is written "▁".
"""

import json
from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKD, Lowercase, Replace, StripAccents
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Digits, Metaspace, Punctuation, WhitespaceSplit
from tokenizers.pre_tokenizers import Sequence as PreTokenizers
from tokenizers.trainers import UnigramTrainer

from bertplay.errors import NoText

SPACE = "▁"
Scores = list[tuple[str, float]]  # tokens with their log-probabilities


def train_unigram(texts: Iterable[str], size: int) -> Scores:
    """Train `size` lower-case tokens without special tokens, the most probable first.

    Punctuation is split off here, so that no token holds a letter and a full stop; the stock tokenizers that use the vocabulary
    do not split it off, and need not.
    """
    tokenizer = Tokenizer(Unigram())
    tokenizer.normalizer = Normalizers([Replace("``", '"'), Replace("''", '"'), NFKD(), StripAccents(), Lowercase()])
    tokenizer.pre_tokenizer = PreTokenizers([WhitespaceSplit(), Metaspace(), Punctuation(), Digits(individual_digits=False)])
    trainer = UnigramTrainer(vocab_size=size, special_tokens=[], unk_token=None, max_piece_length=16, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    ids = tokenizer.get_vocab()
    if len(ids) < size:
        raise NoText(f"The text gives only {len(ids):,} tokens.", value=size, remedy="Ask for fewer tokens, or give more text.")
    return scores_of(tokenizer)[:size]


def scores_of(tokenizer: Tokenizer) -> Scores:
    """Tokens and log-probabilities, in the order of their ids."""
    return [(token, score) for token, score in json.loads(tokenizer.to_str())["model"]["vocab"]]


def with_special(special: Sequence[str], scores: Sequence[Sequence[object]]) -> Scores:
    """Special tokens with score 0, then the others."""
    return [*((token, 0.0) for token in special), *((str(token), float(str(score))) for token, score in scores)]


def continues_word(token: str) -> bool:
    """Whether a token continues a word: "ing" does, "▁walk", "▁" and "," do not."""
    return token[:1].isalnum()

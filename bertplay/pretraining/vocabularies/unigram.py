"""The unigram vocabulary (Kudo 2018): begin with very many pieces, drop those that the text can best do without.

Each piece has a log-probability, and a word is cut where the product is greatest. WordPiece cuts greedily from the
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
Scores = list[tuple[str, float]]  # pieces with their log-probabilities


def train_unigram(texts: Iterable[str], size: int) -> Scores:
    """Train `size` lower-case pieces without special tokens, the most probable first.

    Punctuation is cut off here, so that no piece holds a letter and a full stop; the stock tokenizers that use the pieces
    do not cut it off, and need not.
    """
    tokenizer = Tokenizer(Unigram())
    tokenizer.normalizer = Normalizers([Replace("``", '"'), Replace("''", '"'), NFKD(), StripAccents(), Lowercase()])
    tokenizer.pre_tokenizer = PreTokenizers([WhitespaceSplit(), Metaspace(), Punctuation(), Digits(individual_digits=False)])
    trainer = UnigramTrainer(vocab_size=size, special_tokens=[], unk_token=None, max_piece_length=16, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    ids = tokenizer.get_vocab()
    if len(ids) < size:
        raise NoText(f"The text gives only {len(ids):,} pieces.", value=size, remedy="Ask for fewer pieces, or give more text.")
    return scores_of(tokenizer)[:size]


def scores_of(tokenizer: Tokenizer) -> Scores:
    """Pieces and log-probabilities, in the order of their ids."""
    return [(piece, score) for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]]


def with_special(special: Sequence[str], scores: Sequence[Sequence[object]]) -> Scores:
    """Special tokens with score 0, then the pieces."""
    return [*((token, 0.0) for token in special), *((str(piece), float(str(score))) for piece, score in scores)]


def continues_word(piece: str) -> bool:
    """Whether a piece carries on a word: "ing" does, "▁walk", "▁" and "," do not."""
    return piece[:1].isalnum()

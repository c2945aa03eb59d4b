"""The WordPiece vocabulary: which words and parts of words are tokens.

The tokenizers library merges the most *frequent* pair of tokens at each step; the published WordPiece
(Schuster and Nakajima 2012) merges the pair that raises the likelihood of the text most. Both are then used
the same way: greedily, longest match first.
"""

from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.trainers import WordPieceTrainer
from transformers import BertTokenizer

from bertplay.errors import NoText

SPECIAL_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
MAX_ALPHABET = 400  # of 5,000 characters in the text; the others make up less than one in 100,000


def train_wordpiece(texts: Iterable[str], size: int) -> dict[str, int]:
    """Train a lower-casing WordPiece vocabulary of `size` tokens: token -> id, special tokens first."""
    tokenizer = Tokenizer(WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    trainer = WordPieceTrainer(
        vocab_size=size,
        special_tokens=SPECIAL_TOKENS,
        limit_alphabet=MAX_ALPHABET,
        continuing_subword_prefix="##",
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    vocabulary: dict[str, int] = tokenizer.get_vocab()
    if len(vocabulary) < size:
        raise NoText(
            f"The text gives only {len(vocabulary):,} tokens.", value=size, remedy="Ask for a smaller vocabulary, or give more text."
        )
    return vocabulary


def wordpiece_tokenizer(vocabulary: dict[str, int], max_tokens: int) -> BertTokenizer:
    """The stock BERT tokenizer over this vocabulary."""
    return BertTokenizer(vocab=vocabulary, do_lower_case=True, model_max_length=max_tokens)


def continues_word(token: str) -> bool:
    """Whether a token continues a word: "##ly" does, "un" does not."""
    return token.startswith("##")


def spell(tokens: Sequence[str]) -> str:
    """["un", "##ly"] -> "unly"; "" for a special token."""
    first, *rest = tokens
    return "" if first in SPECIAL_TOKENS else first.removeprefix("##") + "".join(token.removeprefix("##") for token in rest)

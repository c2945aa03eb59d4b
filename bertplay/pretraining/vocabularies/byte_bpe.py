"""Byte-level byte-pair encoding (Sennrich et al. 2016; Radford et al. 2019): pairs of tokens merged, from single bytes up.

There is no unknown character: what has no token is spelled in bytes. It is cased, and the space
before a word belongs to its first token, written "Ġ". WordPiece marks the other end: "##" where a token continues a word.
"""

import json
from collections.abc import Iterable
from typing import Any

from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer

from bertplay.errors import NoText

SPECIAL_TOKENS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
SPACE = "Ġ"


def train_byte_bpe(texts: Iterable[str], size: int) -> dict[str, Any]:
    """Train `size` tokens: {"vocab": token -> id, special tokens first, "merges": [["t", "h"], …] in their order}."""
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = ByteLevel(add_prefix_space=True)
    alphabet = ByteLevel.alphabet()
    trainer = BpeTrainer(vocab_size=size, special_tokens=SPECIAL_TOKENS, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    vocabulary = tokenizer.get_vocab()
    if len(vocabulary) < size:
        raise NoText(f"The text gives only {len(vocabulary):,} tokens.", value=size, remedy="Ask for fewer tokens, or give more text.")
    return {"vocab": vocabulary, "merges": merges_of(tokenizer)}


def merges_of(tokenizer: Tokenizer) -> list[list[str]]:
    """The merges in the order in which they were learned."""
    merges: list[list[str]] = json.loads(tokenizer.to_str())["model"]["merges"]
    return merges


def continues_word(token: str) -> bool:
    """Whether a token continues a word: "ing" does, "Ġwalk" and "," do not."""
    return token[:1].isalnum() and not token.startswith(SPACE)

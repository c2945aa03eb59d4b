"""From text to tokens: cleaned, lower-cased, split into words, split into tokens.

Before WordPiece sees a word, BERT's basic tokenizer has been over the text (Devlin et al. 2019, `tokenization.py`). Here
every stage is done by the model's own tokenizer file, with the later stages disabled.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from tokenizers.normalizers import BertNormalizer

from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.base import Token
from bertplay.results.wordpiece import TokenizationSteps

JOINERS = "\u200c\u200d"


def tokenize(tokenizer: TokenizerFile, text: str) -> tuple[Token, ...]:
    """The tokens of a text, each with the characters of the text that it covers: text[token.start:token.end].

    The library leaves out an accent that occurs alone at the end of a token (e + ´ -> "e" covers one character of two).
    A reader would not: the accent, the variant of an emoji and a joiner belong to the character before them.
    "Caf\\u0065\\u0301s" -> caf 0-3, ##es 3-6
    """
    text = tokenizer.readable(text)
    tokens = tokenizer.tokens(text)
    limits = [*(token.start for token in tokens[1:]), len(text)]
    ends = (end_with_marks(text, token.end, limit) for token, limit in zip(tokens, limits, strict=False))
    return tuple(token if token.end == end else replace(token, end=end) for token, end in zip(tokens, ends, strict=True))


def end_with_marks(text: str, end: int, limit: int) -> int:
    """The end of a token, moved past the combining marks that follow and that no other token covers."""
    while end < limit and (unicodedata.category(text[end]).startswith("M") or text[end] in JOINERS):
        end += 1
    return end


def trace_tokenization(tokenizer: TokenizerFile, text: str) -> TokenizationSteps:
    """All stages of a text. A [MASK] or another special token in it passes through unchanged."""
    text = tokenizer.readable(text)
    normalizer = tokenizer.tokenizer.normalizer
    stages = normalizer if isinstance(normalizer, BertNormalizer) else None
    cleaned, dropped = text, 0
    if stages:
        cleaner = BertNormalizer(stages.clean_text, stages.handle_chinese_chars, strip_accents=False, lowercase=False)
        cleaned = outside_special(tokenizer, text, cleaner.normalize_str)
        dropped = sum(count for character, count in Counter(text).items() if not cleaner.normalize_str(character))
    return TokenizationSteps(
        model=tokenizer.spec.id,
        text=text,
        dropped=dropped,
        cleaned=cleaned,
        normalized=outside_special(tokenizer, text, normalizer.normalize_str) if normalizer else text,
        words=words_of(tokenizer, text),
        tokens=tokenize(tokenizer, text),
        unknown=tokenizer.unknown,
        is_wordpiece=tokenizer.is_wordpiece,
        lower_cases=bool(stages and stages.lowercase),
        strips_accents=bool(stages and (stages.lowercase if stages.strip_accents is None else stages.strip_accents)),
    )


def words_of(tokenizer: TokenizerFile, text: str) -> tuple[str, ...]:
    """What WordPiece is given one after the other, as the vocabulary is written.

    words_of(bert, "Don't!") -> don, ', t, !
    """
    normalizer, splitter = tokenizer.tokenizer.normalizer, tokenizer.tokenizer.pre_tokenizer
    words: list[str] = []
    for part, is_special in parts_of(tokenizer, tokenizer.readable(text)):
        if is_special:
            words.append(part)
            continue
        normalized = normalizer.normalize_str(part) if normalizer else part
        words += [word for word, _ in splitter.pre_tokenize_str(normalized)] if splitter else [normalized]
    return tuple(words)


def outside_special(tokenizer: TokenizerFile, text: str, change: Callable[[str], str]) -> str:
    """The text with a change made everywhere but in its special tokens."""
    return "".join(part if is_special else change(part) for part, is_special in parts_of(tokenizer, text))


def parts_of(tokenizer: TokenizerFile, text: str) -> list[tuple[str, bool]]:
    """The text split around its special tokens: (part, whether it is one).

    "a [MASK]." -> ("a ", False), ("[MASK]", True), (".", False)
    """
    special = re.compile("|".join(map(re.escape, sorted({*tokenizer.special, tokenizer.unknown} - {""}))) or r"(?!)")
    edges = [0, *(edge for found in special.finditer(text) for edge in found.span()), len(text)]
    return [(text[start:end], index % 2 == 1) for index, (start, end) in enumerate(pairwise(edges)) if end > start]

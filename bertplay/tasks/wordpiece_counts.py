"""Why subwords: how often a word and its tokens occur in the training text, and what a vocabulary of whole words would miss.

A bundled model's folder has two lists beside its weights: word_counts.tsv.xz, most frequent first, and
token_counts.tsv.xz, in the order of the ids. A token is counted where the tokenizer really produced it.
"""

import lzma
from collections import Counter
from functools import lru_cache
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.tokenizer_file import TokenizerFile, open_tokenizer
from bertplay.results.wordpiece import MissingWords, TableWord, TokenCount, WordCount, WordCounts
from bertplay.tasks.tokenization_steps import words_of
from bertplay.tasks.wordpiece import tokenize_word

WORDS_FILE, TOKENS_FILE = "word_counts.tsv.xz", "token_counts.tsv.xz"
WITH_COUNTS = "bert"
"""The bundled model whose word list occurs in for that of a model without one."""
MAX_WORDS = 20
TABLE_SIZES = (1_000, 3_000, 10_000, 30_000)


@lru_cache(maxsize=4)
def read_counts(file: Path) -> dict[str, int]:
    """A list of counts, in its own order; empty when the file does not exist."""
    if not file.is_file():
        return {}
    with lzma.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        rows = (line.rstrip("\n").rsplit("\t", 1) for line in lines)
        return {text: int(count) for text, count in rows}


def words_file(tokenizer: TokenizerFile) -> Path:
    """The word list of a model, or of the bundled one when it came without."""
    own = tokenizer.folder / WORDS_FILE
    return own if own.is_file() else open_tokenizer(WITH_COUNTS).folder / WORDS_FILE


def token_counts(tokenizer: TokenizerFile) -> dict[str, int]:
    """How often each token occurs in the tokenized training text; empty for a model that came without counts."""
    return read_counts(tokenizer.folder / TOKENS_FILE)


@lru_cache(maxsize=2)
def ranks_of(file: Path) -> dict[str, int]:
    """The words proper of a word list, without punctuation, by their place: the most frequent is 1."""
    return {word: rank for rank, word in enumerate(filter(is_word, read_counts(file)), start=1)}


def is_word(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(character.isalnum() for character in text)


def count_words(tokenizer: TokenizerFile, text: str) -> WordCounts:
    """Each word of a text, and each of its tokens, in the training text. BadInput for no word, or for more than 20."""
    tokenizer.require_wordpiece()
    words = list(dict.fromkeys(filter(is_word, words_of(tokenizer, text))))
    if not 1 <= len(words) <= MAX_WORDS:
        raise BadInput(
            lazy("Name 1 to {most} words.", most=MAX_WORDS),
            value=lazy("{n} words", n=len(words)),
            remedy=N_("Type a word, or a few with spaces between."),
        )
    file, tokens = words_file(tokenizer), token_counts(tokenizer)
    counts, ranks = read_counts(file), ranks_of(file)
    found = []
    for word in words:
        found_tokens = tokenize_word(word, tokenizer.ids)
        counted = tuple(TokenCount(token, tokens.get(token)) for token in found_tokens)
        found.append(WordCount(word, counts.get(word), ranks.get(word), counted))
    total = sum(count for word, count in counts.items() if word in ranks)
    return WordCounts(tokenizer.spec.id, tuple(found), total, min(counts.values(), default=0))


def find_missing(tokenizer: TokenizerFile, text: str, table_size: int = TABLE_SIZES[-1]) -> MissingWords:
    """The words of a text that a table of the most frequent whole words does not have, beside their tokens."""
    tokenizer.require_wordpiece()
    ranks = ranks_of(words_file(tokenizer))
    if not 1 <= table_size <= len(ranks):
        remedy = lazy("Choose 1 to {n:,}: that is how many are listed.", n=len(ranks))
        raise BadInput(N_("The size of the word table is out of range."), value=table_size, remedy=remedy)
    words = []
    for word, count in Counter(filter(is_word, words_of(tokenizer, text))).items():
        rank, tokens = ranks.get(word), tuple(tokenize_word(word, tokenizer.ids))
        in_table = rank if rank is not None and rank <= table_size else None
        words.append(TableWord(word, count, in_table, tokens, is_known=tokens != (tokenizer.unknown,)))
    return MissingWords(
        model=tokenizer.spec.id,
        table_size=table_size,
        words=tuple(sorted(words, key=lambda word: word.rank is not None)),
        total=sum(word.count for word in words),
        missing=sum(word.count for word in words if word.rank is None),
        unknown=sum(word.count for word in words if not word.is_known),
        vocabulary_size=len(tokenizer.vocabulary),
    )

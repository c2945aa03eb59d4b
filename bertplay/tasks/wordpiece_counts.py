"""Why pieces: how often a word and its pieces stand in the training text, and what a table of whole words would miss.

A bundled model's folder has two lists beside its weights: word_counts.tsv.xz, most frequent first, and
piece_counts.tsv.xz, in the order of the ids. A piece is counted where the tokenizer really cut it out.
"""

import lzma
from collections import Counter
from functools import lru_cache
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.models.tokenizer_file import TokenizerFile, open_tokenizer
from bertplay.results.wordpiece import MissingWords, PieceCount, TableWord, WordCount, WordCounts
from bertplay.tasks.wordpiece import cut_word
from bertplay.tasks.wordpiece_text import words_of
from bertplay.wording import later, mark

WORDS_FILE, PIECES_FILE = "word_counts.tsv.xz", "piece_counts.tsv.xz"
WITH_COUNTS = "bert"
"""The bundled model whose word list stands in for that of a model without one."""
MOST_WORDS = 20
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


def piece_counts(tokenizer: TokenizerFile) -> dict[str, int]:
    """How often each piece was cut out of the training text; empty for a model that came without counts."""
    return read_counts(tokenizer.folder / PIECES_FILE)


@lru_cache(maxsize=2)
def ranks_of(file: Path) -> dict[str, int]:
    """The words proper of a word list, without punctuation, by their place: the most frequent is 1."""
    return {word: rank for rank, word in enumerate(filter(is_word, read_counts(file)), start=1)}


def is_word(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(character.isalnum() for character in text)


def count_words(tokenizer: TokenizerFile, text: str) -> WordCounts:
    """Each word of a text, and each of its pieces, in the training text. BadInput for no word, or for more than 20."""
    tokenizer.require_wordpiece()
    words = list(dict.fromkeys(filter(is_word, words_of(tokenizer, text))))
    if not 1 <= len(words) <= MOST_WORDS:
        raise BadInput(
            later("Name 1 to {most} words.", most=MOST_WORDS),
            value=later("{n} words", n=len(words)),
            remedy=mark("Type a word, or a few with spaces between."),
        )
    file, pieces = words_file(tokenizer), piece_counts(tokenizer)
    counts, ranks = read_counts(file), ranks_of(file)
    found = []
    for word in words:
        cut = cut_word(word, tokenizer.ids)
        in_pieces = tuple(PieceCount(piece, pieces.get(piece), piece in tokenizer.ids) for piece in cut)
        found.append(WordCount(word, counts.get(word), ranks.get(word), in_pieces))
    total = sum(count for word, count in counts.items() if word in ranks)
    return WordCounts(tokenizer.spec.id, tuple(found), total, min(counts.values(), default=0))


def find_missing(tokenizer: TokenizerFile, text: str, table_size: int = TABLE_SIZES[-1]) -> MissingWords:
    """The words of a text that a table of the most frequent whole words does not have, beside their pieces."""
    tokenizer.require_wordpiece()
    ranks = ranks_of(words_file(tokenizer))
    if not 1 <= table_size <= len(ranks):
        remedy = later("Choose 1 to {n:,}: so many are listed.", n=len(ranks))
        raise BadInput(mark("The size of the word table is out of range."), value=table_size, remedy=remedy)
    words = []
    for word, count in Counter(filter(is_word, words_of(tokenizer, text))).items():
        rank, pieces = ranks.get(word), tuple(cut_word(word, tokenizer.ids))
        in_table = rank if rank is not None and rank <= table_size else None
        words.append(TableWord(word, count, in_table, pieces, is_known=pieces != (tokenizer.unknown,)))
    return MissingWords(
        model=tokenizer.spec.id,
        table_size=table_size,
        words=tuple(sorted(words, key=lambda word: word.rank is not None)),
        total=sum(word.count for word in words),
        missing=sum(word.count for word in words if word.rank is None),
        unknown=sum(word.count for word in words if not word.is_known),
        vocabulary_size=len(tokenizer.vocabulary),
    )

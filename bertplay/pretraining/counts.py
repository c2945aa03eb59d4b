"""How often each word and each piece stands in the training text; two small files beside an exported model.

    word_counts.tsv.xz    the<TAB>2731043 …   whole words, most frequent first
    piece_counts.tsv.xz   [PAD]<TAB>0 …       every piece of the vocabulary, in the order of its ids

A word is what the vocabulary's tokenizer takes for one before cutting it into pieces. It is put together from its
pieces again, so nothing is read twice. A piece is counted where the tokenizer really cut it: "ing" of "walking" only
when "walking" has no piece of its own.
"""

import lzma
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bertplay.pretraining.encoded import EncodedText

WORDS_FILE, PIECES_FILE = "word_counts.tsv.xz", "piece_counts.tsv.xz"
WORDS_AT_MOST, SEEN_AT_LEAST = 100_000, 5
LONGEST_WORD = 24  # pieces; what is longer is a formula or a web address


def count_pieces(texts: Iterable[EncodedText], size: int) -> npt.NDArray[np.int64]:
    """How often each id occurs: int64 [size]."""
    return sum((np.bincount(text.ids, minlength=size) for text in texts), np.zeros(size, dtype=np.int64))


def count_words(texts: Iterable[EncodedText], continues: Sequence[bool]) -> Counter[tuple[int, ...]]:
    """How often each word occurs, as the tuple of its pieces.

    un ##able able -> {(un, ##able): 1, (able,): 1}
    """
    counts: Counter[tuple[int, ...]] = Counter()
    for text in texts:
        starts_word = ~np.array(continues)[text.ids]
        starts_word[text.sentences[:-1]] = True
        starts = np.flatnonzero(starts_word)
        lengths = np.diff(np.append(starts, len(text.ids)))
        for length in range(1, min(LONGEST_WORD, int(lengths.max())) + 1):
            places = starts[lengths == length]
            if len(places):
                words, seen = np.unique(text.ids[places[:, None] + np.arange(length)], axis=0, return_counts=True)
                counts.update(dict(zip(map(tuple, words.tolist()), seen.tolist(), strict=True)))
    return counts


def write_counts(
    texts: Sequence[EncodedText],
    pieces: Sequence[str],
    continues: Sequence[bool],
    spell: Callable[[Sequence[str]], str] | None,
    folder: Path,
) -> None:
    """Write both files; `pieces[id]` is a piece as the vocabulary has it, `spell` makes a word of pieces ("": leave it out).

    Without `spell` no words are written: only WordPiece cuts off punctuation and keeps nothing of the space.
    """
    _write(folder / PIECES_FILE, zip(pieces, count_pieces(texts, len(pieces)).tolist(), strict=True))
    if spell:
        counts = spelled_counts(texts, pieces, continues, spell)
        frequent = [(word, count) for word, count in counts.most_common(WORDS_AT_MOST) if count >= SEEN_AT_LEAST]
        _write(folder / WORDS_FILE, frequent)


def spelled_counts(
    texts: Sequence[EncodedText], pieces: Sequence[str], continues: Sequence[bool], spell: Callable[[Sequence[str]], str]
) -> Counter[str]:
    """How often each word occurs, written out; words with an unknown character are left out."""
    words: Counter[str] = Counter()
    for ids, count in count_words(texts, continues).items():
        words[spell([pieces[i] for i in ids])] += count
    words.pop("", None)
    return words


def _write(file: Path, rows: Iterable[tuple[str, int]]) -> None:
    with lzma.open(file, "wt", encoding="utf-8", preset=9, newline="\n") as stream:
        stream.writelines(f"{text}\t{count}\n" for text, count in rows)


def read_counts(file: Path) -> dict[str, int]:
    """What `write_counts` wrote, in the file's order."""
    with lzma.open(file, "rt", encoding="utf-8", newline="\n") as stream:
        rows = (line.rstrip("\n").rsplit("\t", 1) for line in stream)
        return {text: int(count) for text, count in rows}

"""How often each word and each token occurs in the training text; two small files beside an exported model.

    word_counts.tsv.xz    the<TAB>2731043 …   whole words, most frequent first
    token_counts.tsv.xz   [PAD]<TAB>0 …       every token of the vocabulary, in the order of the ids

A word is what the tokenizer takes for one before it looks it up in the vocabulary. It is joined from its tokens again, so
nothing is read twice. A token is counted where the tokenizer really produced it: "##ing" of "walking" only
if "walking" has no token of its own.
"""

import lzma
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bertplay.pretraining.encoded import EncodedText

WORDS_FILE, TOKENS_FILE = "word_counts.tsv.xz", "token_counts.tsv.xz"
MAX_WORDS, MIN_COUNT = 100_000, 5
LONGEST_WORD = 24  # tokens; what is longer is a formula or a web address


def count_tokens(texts: Iterable[EncodedText], size: int) -> npt.NDArray[np.int64]:
    """How often each id occurs: int64 [size]."""
    return sum((np.bincount(text.ids, minlength=size) for text in texts), np.zeros(size, dtype=np.int64))


def count_words(texts: Iterable[EncodedText], continues: Sequence[bool]) -> Counter[tuple[int, ...]]:
    """How often each word occurs, as the tuple of its tokens.

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
    tokens: Sequence[str],
    continues: Sequence[bool],
    spell: Callable[[Sequence[str]], str] | None,
    folder: Path,
) -> None:
    """Write both files; `tokens[id]` is a token as the vocabulary has it, `spell` joins tokens to a word ("": leave it out).

    Without `spell` no words are written: only WordPiece splits off punctuation and drops the space.
    """
    _write(folder / TOKENS_FILE, zip(tokens, count_tokens(texts, len(tokens)).tolist(), strict=True))
    if spell:
        counts = spelled_counts(texts, tokens, continues, spell)
        frequent = [(word, count) for word, count in counts.most_common(MAX_WORDS) if count >= MIN_COUNT]
        _write(folder / WORDS_FILE, frequent)


def spelled_counts(
    texts: Sequence[EncodedText], tokens: Sequence[str], continues: Sequence[bool], spell: Callable[[Sequence[str]], str]
) -> Counter[str]:
    """How often each word occurs, written out; words with an unknown character are left out."""
    words: Counter[str] = Counter()
    for ids, count in count_words(texts, continues).items():
        words[spell([tokens[i] for i in ids])] += count
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

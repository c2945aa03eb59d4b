"""Everything that happens once before a training: split, vocabulary, encoding, word vectors.

    work/
      vocab.txt
      train/<domain>/*.npy   held_out/<domain>/*.npy
      word_vectors.npy

Each step is skipped when its result is already there, so that an interrupted preparation goes on.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bertplay.pretraining.corpus import Document, is_held_out, read_documents
from bertplay.pretraining.encoded import EncodedText, encode_documents
from bertplay.pretraining.word_vectors import train_word_vectors
from bertplay.pretraining.wordpiece import train_wordpiece, wordpiece_tokenizer

VOCABULARY = "vocab.txt"
HELD_OUT_SHARE = 0.01
VOCABULARY_PARAGRAPHS = 150_000  # of each domain; more changes the pieces no more

Texts = Mapping[str, Sequence[Path]]  # domain -> its files


def _documents(files: Sequence[Path], *, held_out: bool) -> Iterator[Document]:
    for file in files:
        yield from (d for d in read_documents(file) if is_held_out(d, HELD_OUT_SHARE) == held_out)


def _paragraphs(texts: Texts) -> Iterator[str]:
    """The same number of training paragraphs from each domain, from all over its files."""
    for files in texts.values():
        per_file = VOCABULARY_PARAGRAPHS // len(files)
        for file in files:
            yield from islice((p for d in _documents([file], held_out=False) for p in d), per_file)


def prepare_vocabulary(texts: Texts, work: Path, size: int) -> dict[str, int]:
    """Train the vocabulary, or read the one in the work folder."""
    file = work / VOCABULARY
    if not file.exists():
        vocabulary = train_wordpiece(_paragraphs(texts), size)
        work.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(sorted(vocabulary, key=vocabulary.__getitem__)) + "\n", encoding="utf-8")
    return {piece: index for index, piece in enumerate(file.read_text(encoding="utf-8").splitlines())}


def prepare_split(texts: Texts, work: Path, vocabulary: dict[str, int], *, held_out: bool) -> dict[str, EncodedText]:
    """Encode one split of every domain, or open what is already encoded."""
    tokenizer = wordpiece_tokenizer(vocabulary, max_tokens=512).backend_tokenizer
    split = work / ("held_out" if held_out else "train")
    encoded = {}
    for domain, files in texts.items():
        folder = split / domain
        if not (folder / "documents.npy").exists():  # saved last
            encode_documents(_documents(files, held_out=held_out), tokenizer).save(folder)
        encoded[domain] = EncodedText.load(folder)
    return encoded


def prepare_word_vectors(train: Mapping[str, EncodedText], work: Path, vocabulary_size: int, width: int) -> npt.NDArray[np.float32]:
    """Train the starting word vectors, or read the ones in the work folder: float32 [vocabulary, width]."""
    file = work / f"word_vectors_{width}.npy"
    if not file.exists():
        np.save(file, train_word_vectors(list(train.values()), vocabulary_size, width))
    vectors: npt.NDArray[np.float32] = np.load(file)
    return vectors

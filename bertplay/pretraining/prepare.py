"""Everything that happens once before a training: split, vocabulary, encoding, word vectors.

    work/wordpiece/
      tokenizer.json
      train/<domain>/*.npy   held_out/<domain>/*.npy
      word_vectors_256.npy

Families with the same tokenization share a folder. A step is skipped if its result exists, so an interrupted preparation resumes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from transformers import AutoTokenizer

from bertplay.pretraining.corpus import Document, is_held_out, read_documents
from bertplay.pretraining.encoded import EncodedText, encode_documents
from bertplay.pretraining.families import Family
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.word_vectors import train_word_vectors

HELD_OUT_SHARE = 0.01
VOCABULARY_PARAGRAPHS = 150_000  # of each domain; more hardly changes the vocabulary

Texts = Mapping[str, Sequence[Path]]  # domain -> its files


def documents(files: Sequence[Path], *, held_out: bool, unrelated: bool = False) -> Iterator[Document]:
    """The documents of one split; `unrelated`: each line is one."""
    for file in files:
        found: Iterable[Document] = read_documents(file)
        if unrelated:
            found = ([line] for document in found for line in document)
        yield from (d for d in found if is_held_out(d, HELD_OUT_SHARE) == held_out)


def _paragraphs(texts: Texts) -> Iterator[str]:
    """The same number of training paragraphs from each domain, from all over its files."""
    for files in texts.values():
        per_file = VOCABULARY_PARAGRAPHS // len(files)
        for file in files:
            yield from islice((p for d in documents([file], held_out=False) for p in d), per_file)


def prepare_vocabulary(texts: Texts, folder: Path, family: Family, size: int, max_tokens: int) -> Vocabulary:
    """Train the vocabulary, or open the tokenizer in `folder`."""
    if not (folder / "tokenizer.json").exists():
        trained = family.train_vocabulary(_paragraphs(texts), size)
        folder.mkdir(parents=True, exist_ok=True)
        family.tokenizer(trained, max_tokens).save_pretrained(folder)
    return Vocabulary.of(open_tokenizer(folder), family.continues_word)


def open_tokenizer(folder: Path) -> Any:
    """The stock tokenizer that was saved in `folder`."""
    return AutoTokenizer.from_pretrained(folder, local_files_only=True)


def prepare_split(
    texts: Texts, folder: Path, vocabulary: Vocabulary, *, held_out: bool, unrelated: Collection[str] = ()
) -> dict[str, EncodedText]:
    """Encode one split of every domain, or open what is already encoded; of an `unrelated` domain each line is a document."""
    tokenizer = vocabulary.tokenizer.backend_tokenizer
    split = folder / ("held_out" if held_out else "train")
    encoded = {}
    for domain, files in texts.items():
        target = split / domain
        if not (target / "documents.npy").exists():  # saved last
            encode_documents(documents(files, held_out=held_out, unrelated=domain in unrelated), tokenizer).save(target)
        encoded[domain] = EncodedText.load(target)
    return encoded


def prepare_word_vectors(train: Mapping[str, EncodedText], folder: Path, vocabulary_size: int, width: int) -> npt.NDArray[np.float32]:
    """Train the starting word vectors, or read the ones in `folder`: float32 [vocabulary, width]."""
    file = folder / f"word_vectors_{width}.npy"
    if not file.exists():
        np.save(file, train_word_vectors(list(train.values()), vocabulary_size, width))
    vectors: npt.NDArray[np.float32] = np.load(file)
    return vectors

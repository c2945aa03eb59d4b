"""Text as token ids on disk: encoded once, then memory-mapped by every training.

One `EncodedText` holds one domain (encyclopedia, everyday prose, …) of one split (train or held out).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from bertplay.errors import NoText
from bertplay.pretraining.corpus import Document, split_sentences

DOCUMENTS_AT_ONCE = 200  # the tokenizers library encodes a list on all cores
MAX_SENTENCE_TOKENS = 512  # longer ones are lists and tables; the rest of them is dropped


@dataclass(frozen=True, slots=True)
class EncodedText:
    """Documents of sentences of token ids, without special tokens.

    ids        uint16 [tokens]         all sentences one after the other
    sentences  int64  [sentences + 1]  sentence s is ids[sentences[s] : sentences[s + 1]]
    documents  int64  [documents + 1]  document d has the sentences documents[d] … documents[d + 1] - 1
    """

    ids: npt.NDArray[np.uint16]
    sentences: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int64]

    @property
    def sentence_count(self) -> int:
        return len(self.sentences) - 1

    def sentence(self, index: int) -> npt.NDArray[np.uint16]:
        """The token ids of one sentence."""
        return self.ids[self.sentences[index] : self.sentences[index + 1]]

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("ids", "sentences", "documents"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> "EncodedText":
        """Open the arrays without reading them: the operating system shares the pages between trainings."""
        ids, sentences, documents = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("ids", "sentences", "documents"))
        return cls(ids, np.asarray(sentences), np.asarray(documents))


def encode_documents(documents: Iterable[Document], tokenizer: Tokenizer) -> EncodedText:
    """Encode documents sentence by sentence."""
    if tokenizer.get_vocab_size() > 2**16:
        size = tokenizer.get_vocab_size()
        raise NoText("The vocabulary is too large to be stored in 16 bits.", value=size, remedy="Use at most 65,536 tokens.")
    ids: list[npt.NDArray[np.uint16]] = []
    sentence_lengths: list[int] = []
    document_lengths: list[int] = []
    for batch in _batches(documents):
        split = [[s for paragraph in document for s in spaced(split_sentences(paragraph))] for document in batch]
        encodings = tokenizer.encode_batch_fast([s for sentences in split for s in sentences], add_special_tokens=False)
        rows = iter(np.array(e.ids[:MAX_SENTENCE_TOKENS], dtype=np.uint16) for e in encodings)
        for sentences in split:
            kept = [row for row in (next(rows) for _ in sentences) if len(row)]
            if kept:
                ids.extend(kept)
                sentence_lengths.extend(len(row) for row in kept)
                document_lengths.append(len(kept))
    if not ids:
        raise NoText("The text has no sentence in it.", remedy="Give text with one paragraph per line and a blank line between documents.")
    return EncodedText(np.concatenate(ids), _offsets(sentence_lengths), _offsets(document_lengths))


def spaced(sentences: list[str]) -> list[str]:
    """The sentences as they appear in their paragraph, with a space before all but the first, since some vocabularies encode it."""
    return [*sentences[:1], *(f" {sentence}" for sentence in sentences[1:])]


def _offsets(lengths: list[int]) -> npt.NDArray[np.int64]:
    """[3, 2] -> [0, 3, 5]"""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == DOCUMENTS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch

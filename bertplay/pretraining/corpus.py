"""Plain text -> documents -> sentences.

The format: one paragraph per line, a blank line between documents, UTF-8, optionally compressed (.xz, .gz).
"""

import gzip
import hashlib
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from bertplay.errors import NoText

Document = list[str]  # its paragraphs, in reading order

# A sentence ends at . ! or ?, perhaps with a closing quote behind it, before a space and a capital, digit or
# opening quote, unless the full stop follows an initial or a common abbreviation. Wrong in one case of fifty,
# which costs pretraining nothing: a sentence is only where a segment may start.
_SENTENCE_END = re.compile(
    r"""(?:(?<=[.!?])|(?<=[.!?]["'”’)]))"""
    r"""(?<!\b\w\.)(?<!\b(?:Mr|Dr|St|vs|ca)\.)(?<!\b(?:Mrs|etc)\.)"""
    r"""\s+(?=["'“‘(]*[A-Z0-9])"""
)


def open_text(path: Path) -> TextIO:
    """Open a text file, decompressing .xz and .gz."""
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def read_documents(path: Path) -> Iterator[Document]:
    """Yield the documents of one file, each a list of paragraphs.

    "a\\nb\\n\\nc\\n" -> ["a", "b"], ["c"]
    """
    if not path.is_file():
        raise NoText("There is no text file here.", value=str(path), remedy="Name a plain text file, .xz or .gz allowed.")
    document: Document = []
    with open_text(path) as lines:
        for line in lines:
            paragraph = line.strip()
            if paragraph:
                document.append(paragraph)
            elif document:
                yield document
                document = []
    if document:
        yield document


def is_held_out(document: Document, share: float) -> bool:
    """Whether a document is held out from training.

    Decided by a hash of its first paragraph, so the answer never changes when files are added, reordered
    or recompressed, and every model family holds out the same documents.
    """
    digest = hashlib.sha256(document[0].encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def split_sentences(paragraph: str) -> list[str]:
    """Cut a paragraph at the ends of its sentences.

    'Mr. Hale left. "Why?" she asked.' -> ['Mr. Hale left.', '"Why?" she asked.']
    """
    return [sentence for sentence in _SENTENCE_END.split(paragraph) if sentence]

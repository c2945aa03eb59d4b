"""The sentences of the sample, in an index of SQLite's FTS5 that is built on this machine when it is first asked: some seconds, 32 MB."""

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bertplay.errors import StoreUnavailable
from bertplay.i18n import N_, lazy
from bertplay.pretraining.corpus import read_documents, split_sentences
from bertplay.settings import get_settings

HERE = Path(__file__).parent
PARTS = ("sentences", "modern", "simple", "books", "wikipedia")
FORMAT = 1
"""The version of the index format; changing it rebuilds the index."""
MAX_CHARACTERS = 400
"""A longer sentence is a list or a table as a rule, and is left out."""
_building = threading.Lock()


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of the sample, and the part that it is from."""

    text: str
    part: str


class TrainingText:
    """An open index. Of one thread; to be closed."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)

    def close(self) -> None:
        self._connection.close()

    @property
    def size(self) -> int:
        """How many sentences it has."""
        return int(self._connection.execute("SELECT count(*) FROM sentences").fetchone()[0])

    def count(self, query: str) -> int:
        """How many sentences match a query of FTS5."""
        return int(self._connection.execute("SELECT count(*) FROM sentences WHERE sentences MATCH ?", (query,)).fetchone()[0])

    def search(self, query: str, most: int) -> tuple[Found, ...]:
        """The sentences that match, the best first: those with the rarer words of the query in the fewer words (BM25)."""
        rows = self._connection.execute("SELECT text, part FROM sentences WHERE sentences MATCH ? ORDER BY rank LIMIT ?", (query, most))
        return tuple(Found(text, part) for text, part in rows)


def open_training_text() -> TrainingText:
    """The index of this machine, built first where there is none. StoreUnavailable where its folder cannot be written."""
    file = get_settings().cache_dir / f"training-text-{fingerprint()}.sqlite"
    try:
        with _building:
            if not file.is_file():
                build(file)
        return TrainingText(file)
    except (OSError, sqlite3.Error) as error:
        remedy = lazy("Check that {where} can be written to and that its disk has room.", where=str(file.parent))
        raise StoreUnavailable(
            lazy("{what} cannot be used: {reason}.", what=lazy(N_("The index of the training text")), reason=str(error)), remedy=remedy
        ) from error


def fingerprint() -> str:
    """Changes with the files and with the format of the index."""
    return "-".join(str(size) for size in (FORMAT, sum((HERE / f"{part}.txt.xz").stat().st_size for part in PARTS)))


def build(file: Path) -> None:
    """Write the index under a temporary name first, so that a partial one is never opened."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    os.close(handle)
    try:
        with closing(sqlite3.connect(name)) as connection:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("CREATE VIRTUAL TABLE sentences USING fts5(text, part UNINDEXED, tokenize = 'unicode61')")
            connection.executemany("INSERT INTO sentences VALUES (?, ?)", all_sentences())
            connection.commit()
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)


def all_sentences() -> Iterator[tuple[str, str]]:
    """Every sentence of the sample with its part, once."""
    seen: set[str] = set()
    for part in PARTS:
        for document in read_documents(HERE / f"{part}.txt.xz"):
            for paragraph in document:
                for sentence in split_sentences(paragraph):
                    if len(sentence) <= MAX_CHARACTERS and sentence not in seen:
                        seen.add(sentence)
                        yield sentence, part


def phrase(words: Sequence[str]) -> str:
    """Words that follow each other, as FTS5 wants them: whatever they are, they are text and no query."""
    return '"{}"'.format(" ".join(words).replace('"', '""'))

"""Sentences as a reader brings them: lines that were typed or pasted, or a CSV; each with a label, if it has one."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.text import without_surrogates
from bertplay.wording import later, mark

MOST_SENTENCES = 2_000
MOST_LABEL_CHARACTERS = 40
MOST_BYTES = 20 << 20
TEXT_COLUMNS = ("text", "sentence", "sentences")
LABEL_COLUMNS = ("label", "sense", "class")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Sentences and the label of each, "" where it has none. left_out: sentences over the limit of 2,000."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    left_out: int = 0

    def as_lines(self) -> str:
        """The way back: one line each, "label | sentence"."""
        return "\n".join(f"{label} | {text}" if label else text for text, label in zip(self.texts, self.labels, strict=True))


def from_lines(text: str) -> Labelled:
    """One sentence a line; before it its label with a bar or a tab between, if it has one.

    "river | We sat on the bank." -> sentence "We sat on the bank.", label "river"
    """
    return limited([labelled_line(line) for line in without_surrogates(text).splitlines() if line.strip()])


def labelled_line(line: str) -> tuple[str, str]:
    """(sentence, label)"""
    for between in ("\t", " | "):
        label, found, text = line.partition(between)
        if found and text.strip() and len(label.strip()) <= MOST_LABEL_CHARACTERS:
            return text.strip(), label.strip()
    return line.strip(), ""


def from_csv(data: bytes) -> Labelled:
    """The sentences of a CSV: of its column "text" or "sentence", or of the one with the longest cells.

    Labels come from a column "label" or "sense", or from the other column when there are just two. UTF-8; commas,
    semicolons or tabs between cells.
    """
    try:
        text = data[:MOST_BYTES].decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter_of(text)) if any(row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(mark("This file cannot be read as a CSV."), value=str(error), remedy=mark("Save it as CSV in UTF-8.")) from error
    if not rows:
        raise BadInput(mark("This file has no rows."), remedy=mark("Give one with a sentence in each row."))
    names = [cell.strip().casefold() for cell in rows[0]]
    has_header = any(name in TEXT_COLUMNS for name in names)
    body = rows[1:] if has_header else rows
    at_text = next((i for i, name in enumerate(names) if name in TEXT_COLUMNS), widest(body))
    at_label = next((i for i, name in enumerate(names) if has_header and name in LABEL_COLUMNS), None)
    if at_label is None and len(names) == 2:
        at_label = 1 - at_text
    return limited([(cell(row, at_text), cell(row, at_label)[:MOST_LABEL_CHARACTERS]) for row in body if cell(row, at_text)])


def read_labelled(path: Path) -> Labelled:
    """A file of sentences: a CSV by its name, otherwise one sentence a line."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(
                mark("This file is too large."),
                value=later("{n:,} bytes", n=path.stat().st_size),
                remedy=later("Use at most {most:,}.", most=MOST_BYTES),
            )
        data = path.read_bytes()
        return from_csv(data) if path.suffix.lower() == ".csv" else from_lines(data.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            mark("This file cannot be read."), value=str(path), remedy=mark("Give a text in UTF-8, one sentence a line, or a CSV.")
        ) from error


def limited(pairs: Sequence[tuple[str, str]]) -> Labelled:
    """The first 2,000, and how many are left out."""
    kept = pairs[:MOST_SENTENCES]
    return Labelled(tuple(text for text, _ in kept), tuple(label for _, label in kept), len(pairs) - len(kept))


def delimiter_of(text: str) -> str:
    """What stands most often in the first line."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def widest(rows: Sequence[Sequence[str]]) -> int:
    """The column whose cells have most characters together."""
    lengths: dict[int, int] = {}
    for row in rows:
        for i, value in enumerate(row):
            lengths[i] = lengths.get(i, 0) + len(value)
    return max(lengths, key=lambda i: lengths[i]) if lengths else 0


def cell(row: Sequence[str], column: int | None) -> str:
    """A cell in one line; "" when the row is too short."""
    return " ".join(row[column].split()) if column is not None and column < len(row) else ""

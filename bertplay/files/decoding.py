"""The bytes of a file as text."""

import codecs
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.results.problem import Problem
from bertplay.text import without_surrogates

MAX_BYTES = 10_000_000
SAVE_AS_TEXT = N_("Save it as CSV, TSV, JSONL or CoNLL in UTF-8.")
BINARY = {
    b"PK\x03\x04": N_("a zip or Excel file"),
    b"\xd0\xcf\x11\xe0": N_("an old Excel or Word file"),
    b"\x1f\x8b": N_("a gzip file"),
    b"%PDF": N_("a PDF"),
    b"\x89PNG": N_("a picture"),
    b"\xff\xd8\xff": N_("a picture"),
    b"PAR1": N_("a parquet file"),
    b"SQLite format": N_("a database"),
}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # begins like UTF-16
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF32_BE: "utf-32",
}
WINDOWS = N_(
    "This line is not in UTF-8. The file was read as Windows-1252, which spreadsheets write; "
    "save it in UTF-8 if letters with accents are wrong."
)


def read_file(file: Path) -> tuple[str, list[Problem]]:
    """The text of a file, and what was doubtful in it. BadInput: unreadable, larger than 10 MB, or no text."""
    return decode(read_bytes(file), file.name)


def read_bytes(file: Path) -> bytes:
    """The bytes of a file. BadInput: unreadable, or larger than 10 MB."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            problem = lazy("The file has {size:,} bytes; the maximum is {most:,}.", size=size, most=MAX_BYTES)
            raise BadInput(problem, value=file.name, remedy=N_("Use a part of it."))
        return file.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in its name
        raise BadInput(N_("The file cannot be read."), value=str(file), remedy=N_("Check its name and that it may be read.")) from error


def decode(raw: bytes, name: str) -> tuple[str, list[Problem]]:
    """Text with "\\n" at the end of its lines and without lone surrogates, and what was doubtful."""
    for magic, what in BINARY.items():
        if raw.startswith(magic):
            raise BadInput(lazy("This is {what}, not a text file.", what=lazy(what)), value=name, remedy=SAVE_AS_TEXT)
    text, problems = as_text(raw, name)
    text = text.lstrip("\ufeff").rstrip("\x1a")  # a second mark, of files that were put together; the end of a file in DOS
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BadInput(lazy("Line {line:,} has a NUL character, so this is not a text file.", line=line), value=name, remedy=SAVE_AS_TEXT)
    if not text.strip():
        raise BadInput(N_("The file is empty."), value=name, remedy=N_("Give one example per line."))
    return without_surrogates(text.replace("\r\n", "\n").replace("\r", "\n")), problems


def as_text(raw: bytes, name: str) -> tuple[str, list[Problem]]:
    """By its byte-order mark; without one UTF-8, and where that fails Windows-1252."""
    encoding = next((encoding for mark, encoding in BYTE_ORDER_MARKS.items() if raw.startswith(mark)), utf16_of(raw))
    try:
        return raw.decode(encoding or "utf-8"), []
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        if encoding is None and b"\0" not in raw:
            try:
                return raw.decode("cp1252"), [Problem(WINDOWS, line)]
            except UnicodeDecodeError:
                pass
        problem = lazy("Line {line:,} is not written in UTF-8.", line=line)
        raise BadInput(problem, value=name, remedy=N_("Save the file in UTF-8.")) from error


def utf16_of(raw: bytes) -> str | None:
    """UTF-16 without a mark: of its first characters, if they are English, every second byte is 0."""
    start = raw[:200]
    for encoding, zeros, others in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if len(zeros) > 1 and zeros.count(0) > 0.9 * len(zeros) and others.count(0) == 0:
            return encoding
    return None

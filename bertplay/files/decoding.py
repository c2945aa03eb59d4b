"""The bytes of a file as text."""

import codecs
import re
from io import BytesIO
from pathlib import Path
from unicodedata import category
from zipfile import BadZipFile, ZipFile

import regex

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.results.problem import Problem
from bertplay.text import without_surrogates

MAX_BYTES = 10_000_000
SAVE_AS_TEXT = N_("Save it as CSV, TSV, JSONL or CoNLL in UTF-8.")
UNPACK = N_("Unpack it, and give the file that is in it.")
BINARY = {
    b"\xd0\xcf\x11\xe0": (N_("an old Excel or Word file"), SAVE_AS_TEXT),
    b"\x1f\x8b": (N_("a gzip file"), UNPACK),
    b"BZh": (N_("a bzip2 file"), UNPACK),
    b"\xfd7zXZ": (N_("an xz file"), UNPACK),
    b"7z\xbc\xaf": (N_("a 7-Zip file"), UNPACK),
    b"%PDF": (N_("a PDF"), SAVE_AS_TEXT),
    b"\x89PNG": (N_("a picture"), SAVE_AS_TEXT),
    b"\xff\xd8\xff": (N_("a picture"), SAVE_AS_TEXT),
    b"PAR1": (N_("a parquet file"), SAVE_AS_TEXT),
    b"SQLite format": (N_("a database"), SAVE_AS_TEXT),
    b"{\\rtf": (N_("a rich text file (RTF)"), SAVE_AS_TEXT),
    b"<!doctype html": (N_("a web page"), SAVE_AS_TEXT),
    b"<html": (N_("a web page"), SAVE_AS_TEXT),
    b"<?xml": (N_("an XML file"), SAVE_AS_TEXT),
    b"@relation": (N_("a file of Weka (ARFF)"), SAVE_AS_TEXT),
    b"version https://git-lfs": (N_("a pointer of Git LFS"), N_("Fetch the file itself with git lfs pull.")),
}
"""How a file begins, in lower case where it is text -> (what it is, what to do)"""
ELEMENT = re.compile(rb"<(?!html\b)[a-z][\w:.-]*(?: [^<>]*)?>\s*<")
IN_ZIP = {"xl/": N_("an Excel file"), "word/": N_("a Word file"), "content.xml": N_("an OpenDocument file")}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # begins like UTF-16
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF32_BE: "utf-32",
}
ENCODINGS = {
    **{"cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1254": "Windows-1254", "mac-roman": "Mac Roman"},
    **{"cp1251": "Windows-1251", "koi8-r": "KOI8-R", "cp866": "CP866", "cp1253": "Windows-1253", "cp1255": "Windows-1255"},
    **{"cp1256": "Windows-1256", "gb18030": "GBK (GB18030)", "big5hkscs": "Big5", "cp932": "Shift JIS (CP932)"},
    **{"euc_jis_2004": "EUC-JP", "cp949": "EUC-KR (CP949)", "iso8859-2": "ISO-8859-2", "iso8859-5": "ISO-8859-5", "cp850": "CP850"},
}
"""What files were written in before UTF-8, by Python's name."""
LATIN = ("cp1250", "cp1254", "iso8859-2")
BEFORE_WINDOWS = ("mac-roman", "cp850")
WESTERN = "cp1252"
CYRILLIC = ("cp1251", "koi8-r", "cp866")
MIN_LATIN_SHARE = 0.015
"""Polish, Czech and Turkish have more letters beyond ASCII than this; English with a few names and pounds has fewer."""
BEYOND_ASCII = regex.compile(r"(?=[a-z]*[^\W\d_a-z])[\p{L}\p{M}×÷]+", regex.IGNORECASE)
ONE_SCRIPT = regex.compile(
    r"[\p{Latin}\p{M}]*[A-Za-z][\p{Latin}\p{M}]*|[\p{Latin}\p{M}]{1,3}|[\p{Cyrillic}\p{M}]+|[\p{Greek}\p{M}]+|[\p{Hebrew}\p{M}]+|[\p{Arabic}\p{M}]+"
    r"|[\p{Han}\p{Hiragana}\p{Katakana}ー]+|\p{Hangul}+"
)
"""A word of one script; no Latin one is spelt without any letter of ASCII."""
ONE_CASE = regex.compile(r"\P{Lu}+|\p{Lu}\P{Lu}*|\P{Ll}+")
MIN_BYTES, MIN_LATIN_BYTES = 3, 5  # fewer tell nothing
SAMPLE = 100_000
MIXED = N_(
    "This line is not in UTF-8, and others are: such lines were read as Windows-1252; save the file in UTF-8 if there are wrong letters."
)
GUESSED = N_("This line is not in UTF-8. The file was read as {encoding}; save it in UTF-8 if there are wrong letters.")


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
    if found := binary_of(raw):
        what, remedy = found
        raise BadInput(lazy("This is {what}, not plain text.", what=lazy(what)), value=name, remedy=remedy)
    text, problems = as_text(raw, name)
    text = re.sub(r"(^|[\r\n])\ufeff+", r"\1", text).rstrip("\x1a\0")  # further marks, of files put together; the end of a file in DOS
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BadInput(lazy("Line {line:,} has a NUL character, so this is not a text file.", line=line), value=name, remedy=SAVE_AS_TEXT)
    if not text.strip():
        raise BadInput(N_("The file is empty."), value=name, remedy=N_("Give one example per line."))
    return without_surrogates(text.replace("\r\n", "\n").replace("\r", "\n")), problems


def binary_of(raw: bytes) -> tuple[str, str] | None:
    """What a file is that is no text or no table, and what to do with it; None for any other."""
    if raw.startswith(b"PK\x03\x04"):
        try:
            names = ZipFile(BytesIO(raw)).namelist()
        except (BadZipFile, NotImplementedError, ValueError):  # spoilt, of a later version, a name that is no text
            names = []
        found = next((what for part, what in IN_ZIP.items() if any(one.startswith(part) for one in names)), None)
        return (found, SAVE_AS_TEXT) if found else (N_("a zip file"), UNPACK)
    begin = raw[:60].lower().removeprefix(codecs.BOM_UTF8).lstrip()
    if ELEMENT.match(begin) and raw.rstrip().endswith(b">"):
        return BINARY[b"<?xml"]
    return next((found for magic, found in BINARY.items() if raw.startswith(magic) or begin.startswith(magic)), None)


def as_text(raw: bytes, name: str) -> tuple[str, list[Problem]]:
    """By its byte-order mark; without one UTF-8, and where that fails the encoding that fits best."""
    encoding = next((encoding for mark, encoding in BYTE_ORDER_MARKS.items() if raw.startswith(mark)), utf16_of(raw))
    if encoding and encoding.startswith("utf-16"):
        raw = raw[: len(raw) // 2 * 2]  # a program that knew nothing of UTF-16 ended the last line
    try:
        return raw.decode(encoding or "utf-8"), []
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        if encoding is None and is_mixed(raw):
            lines = (one.decode("utf-8", "surrogateescape") for one in raw.split(b"\n"))
            return "\n".join(one if one.isascii() else in_either(one) for one in lines), [Problem(MIXED, line)]
        for likely in (likely_encoding(raw), WESTERN) if encoding is None and b"\0" not in raw else ():
            try:
                return raw.decode(likely), [Problem(lazy(GUESSED, encoding=ENCODINGS[likely]), line)]
            except UnicodeDecodeError:
                continue
        problem = lazy("Line {line:,} is not written in UTF-8.", line=line)
        raise BadInput(problem, value=name, remedy=N_("Save the file in UTF-8.")) from error


def is_mixed(raw: bytes) -> bool:
    """Whether files of two encodings were put together: most lines that are not ASCII are UTF-8, which happens to no other encoding."""
    lines = [line.decode("utf-8", "replace") for line in raw.split(b"\n") if not line.isascii()]
    return sum("\ufffd" not in line for line in lines) > 0.5 * len(lines)


def in_either(line: str) -> str:
    """A line with what is no UTF-8 in it, as Windows-1252."""
    raw = line.encode("utf-8", "surrogateescape")
    return raw.decode(WESTERN, "replace") if "\ufffd" in raw.decode("utf-8", "replace") else line


def likely_encoding(raw: bytes) -> str:
    """What chardet finds in the lines that are not ASCII; Windows-1252 for Western text and where there is too little of it."""
    from chardet import detect

    lines = [line for line in raw.split(b"\n") if not line.isascii()]
    count = len(raw) - len(raw.translate(None, bytes(range(128, 256))))
    sample = b"\n".join(lines)[:SAMPLE]
    if count < MIN_BYTES:
        return WESTERN
    found = detect(sample, include_encodings=ENCODINGS, compat_names=False)["encoding"] or WESTERN
    western = sample.decode(WESTERN, "replace")
    if BEYOND_ASCII.search(western):
        found = next((one for one in (found, WESTERN, *CYRILLIC) if has_words(sample, one)), found)
    is_rare = found in BEFORE_WINDOWS or (found in LATIN and count < max(MIN_LATIN_BYTES, MIN_LATIN_SHARE * len(raw)))
    is_western = (is_rare and "\ufffd" not in western) or sample.decode(found, "replace") == western
    return WESTERN if is_western else found


def has_words(sample: bytes, encoding: str) -> bool:
    """Whether nearly all words beyond ASCII are of one script, and without capitals inside: few letters tell chardet little.

    b"RÉSUMÉ" of Windows-1252 would be "RиSUMи" in KOI8-R, and b"Иван" of KOI8-R "é×ÁÎ" in Windows-1252.
    """
    text = sample.decode(encoding, "replace")
    words = BEYOND_ASCII.findall(text)
    good = sum(bool(ONE_SCRIPT.fullmatch(word) and ONE_CASE.fullmatch(word)) for word in words)
    return "\ufffd" not in text and bool(words) and good >= 0.8 * len(words)


def utf16_of(raw: bytes) -> str | None:
    """UTF-16 without a mark: it has NUL bytes, and read so there are ASCII characters among letters, a blank or the end of a line."""
    if b"\0" not in raw:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        start = raw[:2_000].decode(encoding, "replace")
        is_plain = not any(category(sign) in ("Cn", "Co", "Cs") or sign in "\0\ufffd" for sign in start)
        if is_plain and sum(map(str.isascii, start)) > 0.02 * len(start):
            return encoding
    return None

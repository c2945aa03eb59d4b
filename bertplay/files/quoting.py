"""How a text is cut into rows of cells: the separator and the quotation mark are found out."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bertplay.files.columns import NAMES

SEPARATORS = [",", ";", "\t", "|"]
NO_SIGN = "\x1f"
"""A separator that no text has: of a table of one column that quotes nothing, and of one whose own was replaced by it."""
MAX_LINES_OF_A_ROW = 200  # a quotation mark that is still open then was never meant to open a cell
QUOTED_SHARE = 0.3
SEVERAL = 3  # lines that may by chance have as many separators as the rows of a table
MAX_LINES = 5_000  # show how a table is quoted: with marks that never close, each costs the reading of MAX_LINES_OF_A_ROW
SNIFFED = 20_000  # characters; enough for any separator, and quick
LONG_RUN = re.compile(r"([\w.-]{200})[\w.-]+")  # clevercsv looks for addresses in it, in a time that grows with its square
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[\t ,;|]*\n', re.IGNORECASE)
RULE = r"[ \t]*+[|+]?(?:[ \t]*+:?-+:?[ \t]*+[|+])*[ \t]*+:?-+:?[ \t]*+[|+]?[ \t]*+"
"""Possessive: in a line of blanks, each * would otherwise try all lengths."""
MARKDOWN_RULE = re.compile(rf"(?:{RULE}\n)?[^\n|]*\|[^\n]*\n(?=[^\n]*[|+]){RULE}(?:\n|\Z)")
APOSTROPHES = re.compile(r"(?:^|[,;|\t]) *'[^'].*'(?:$|[,;|\t])")
BLANK_AFTER = re.compile(r'"[ \t]+(?=[,;|\t]|$)')
"""A blank between a quotation mark and what separates cells."""
ROW_COUNT = re.compile(r"\(\d+ rows?\)")
RARE_SEPARATORS = "~^:\x01"
"""Only where they are between the names of columns."""
ROW_NAMES = re.compile(r'"[^"\n]*"( "[^"\n]*")+\n"[^"\n]*"( ("[^"\n]*"|[^"\s]\S*))+\n')
"""R's write.table: quoted cells with blanks between, also before its row names."""
csv.field_size_limit(10_000_000)  # the reader of a cell reports what is too long, not the library


@dataclass(frozen=True, slots=True)
class Quoting:
    """How a text is cut into cells; quote "": a quotation mark is a character like any other."""

    separator: str
    quote: str


def lines_of(text: str, name: str) -> tuple[list[str], Quoting]:
    """The lines of a table and how they are cut; the first line "sep=;", which Excel understands, is emptied."""
    text = unwrapped(text)
    if MARKDOWN_RULE.match(text):
        return markdown_lines(text.split("\n")), Quoting(NO_SIGN, "")
    line = SEPARATOR_LINE.match(text)
    first = text.lstrip("\n").partition("\n")[0]
    separator = line[1] if line else "\t" if name.lower().endswith((".tsv", ".tab")) and "\t" in first else ""
    body = "\n" + text[line.end() :] if line else text
    if not separator and first.strip('" ').casefold() in NAMES:
        return body.split("\n"), Quoting(NO_SIGN, '"')
    if not separator and (rare := next((sign for sign in RARE_SEPARATORS if known_names(first, sign) > 1), "")):
        return body.split("\n"), with_mark([line for line in body.split("\n") if line.strip()], rare)[0]
    return body.split("\n"), Quoting(" ", '"') if ROW_NAMES.match(text) else find_quoting(body, separator)


def markdown_lines(lines: Sequence[str]) -> list[str]:
    """The lines of a Markdown table with a sign between cells that no text has, its rules emptied: "| a | b\\|c |".

    Databases print tables in this way as well, with a rule above the names and the number of rows at the end.
    """
    last = max(number for number, line in enumerate(lines) if line.strip())
    lines = [
        "" if (number in (0, 1, 2, last) and re.fullmatch(RULE, line)) or (number == last and ROW_COUNT.fullmatch(line)) else line
        for number, line in enumerate(lines)
    ]
    rows = [re.sub(r"(?<!\\)\|", NO_SIGN, line.strip().removeprefix("|")).removesuffix(NO_SIGN) for line in lines]
    return [row.replace("\\|", "|") for row in rows]


def unwrapped(text: str) -> str:
    """The lines of a table that another program took for one cell each: '"text,label"' -> 'text,label'; any other text as it is."""
    first, lines = text.lstrip("\n").partition("\n")[0].strip(), text.split("\n")
    if not first.startswith('"') or first_row([first], Quoting(NO_SIGN, '"')) != ([inner := first[1:-1]], 1):
        return text
    if '"' in inner or not any(known_names(inner, sign) > 1 for sign in SEPARATORS):
        return text
    cells = [first_row([line], Quoting(NO_SIGN, '"'))[0] for line in lines]
    return "\n".join(found[0] if found else line for line, found in zip(lines, cells, strict=True))


def known_names(line: str, separator: str) -> int:
    """How many of the cells of a line are what columns are called."""
    return sum(cell.strip('" ').casefold() in NAMES for cell in line.split(separator))


def names_columns(text: str) -> bool:
    """Whether the first line of a text names columns: one with tabs between, or two; or is Excel's, Markdown's or R's."""
    first = text.lstrip("\n").partition("\n")[0]
    is_named = ("\t" in first and known_names(first, "\t") > 0) or any(
        known_names(first, sign) > 1 for sign in (*SEPARATORS, *RARE_SEPARATORS)
    )
    return is_named or first.strip('"').startswith("sep=") or any(rule.match(text) for rule in (ROW_NAMES, MARKDOWN_RULE))


def has_tabs(text: str) -> bool:
    """Whether a text without a header is a table all the same: its lines have the same two tabs or more, or one beside a few labels."""
    lines = [line.split("\t") for line in text.split("\n") if line.strip()]
    widths = {len(cells) for cells in lines}
    if len(lines) < 2 or len(widths) > 1 or widths == {1}:
        return False
    return widths != {2} or any(1 < len({cell.strip() for cell in column}) <= len(lines) / 2 for column in zip(*lines, strict=True))


def find_quoting(text: str, separator: str = "") -> Quoting:
    """The separator, unless it is known, as clevercsv finds it (van den Burg, Nazábal and Sutton 2019), and the quotation mark.

    clevercsv is shown the beginning, and the lines around the first quotation mark where that comes later. What it finds nothing in is
    a CSV as RFC 4180 has it. Where more than a tenth of the rows would not fit, the separator is the one with which most do.
    """
    begins = text.rfind("\n", 0, max(text.find('"'), 0)) + 1
    samples = dict.fromkeys((text[:SNIFFED], text[begins : begins + SNIFFED]))
    found = next((quoting for sample in samples if (quoting := sniff(sample.lstrip("\n"), separator))), Quoting(separator or ",", '"'))
    if found.quote == "'":
        return found
    lines = [line for line in text.split("\n") if line.strip()][:MAX_LINES]
    best, bad = with_mark(lines, found.separator)
    if separator or 10 * bad <= len(lines):
        return best
    return min(((best, bad), *(with_mark(lines, other) for other in SEPARATORS)), key=lambda one: one[1])[0]


def with_mark(lines: Sequence[str], separator: str) -> tuple[Quoting, int]:
    """How a table is quoted, and how many of its rows do not fit; all where nothing is separated.

    The mark is '"', or "" where marks are characters, which leaves fewer rows that do not fit. Where many cells are between marks, they
    quote. Where every line is a row by itself, marks that would join some of them were never meant to.
    """
    quoted, raw = Quoting(separator, '"'), Quoting(separator, "")
    by_line = (first_row([line], quoted)[0] for line in lines)
    by_row = (cells for _, cells in cut_rows(lines, quoted, lambda _: True))  # where most rows have several lines
    widths = {width for found in (by_line, by_row) for width, _ in Counter(len(cells) for cells in found if cells).most_common(1)}
    (bad, joins), width = min(((misfits(lines, quoted, width), width) for width in widths or {1}), key=lambda one: (one[0], -one[1]))
    if width == 1:
        return quoted, len(lines)
    cells = [cell.strip() for line in lines for cell in line.split(separator) if cell.strip()] if any('"' in line for line in lines) else []
    if sum(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in cells) >= QUOTED_SHARE * len(cells):
        return quoted, bad
    bad_raw, _ = misfits(lines, raw, width)
    return (raw, bad_raw) if bad_raw < bad or (joins and not bad_raw) else (quoted, bad)


def misfits(lines: Sequence[str], quoting: Quoting, width: int) -> tuple[int, bool]:
    """How many rows are not so wide or cut something in two that is between marks; and whether a row has several lines."""
    rows = list(cut_rows(lines, quoting, lambda cells: has_width(cells, width)))
    bad = sum(cells is None or not has_width(cells, width) or (not quoting.quote and is_cut(cells)) for _, cells in rows)
    return bad, len(rows) < len(lines)


def is_cut(cells: Sequence[str]) -> bool:
    """Whether a cell opens a quotation that another one closes: ['"one', 'two"']."""
    opens = next((i for i, cell in enumerate(cells) if cell.startswith('"') and not cell.endswith('"')), len(cells))
    return any(cell.endswith('"') for cell in cells[opens + 1 :])


def has_width(cells: Sequence[str], width: int) -> bool:
    """Whether there are so many cells, and behind them only empty ones."""
    return len(cells) >= width and not any(cells[width:])


def sniff(sample: str, separator: str) -> Quoting | None:
    """What clevercsv finds in a sample; None when that is nothing."""
    from clevercsv import Sniffer
    from clevercsv.exceptions import Error, NoDetectionResult

    try:
        found = Sniffer().sniff(LONG_RUN.sub(r"\1", sample), delimiters=[separator] if separator else SEPARATORS)
    except (Error, NoDetectionResult, ValueError, RecursionError):  # it takes a cell for JSON: a number of 5,000 digits
        return None
    quote = found.quotechar or "" if found else None
    if found is None or quote is None or (quote not in ("", '"') and not has_apostrophes(sample)):
        return None
    return Quoting(separator or found.delimiter or ",", quote)


def has_apostrophes(sample: str) -> bool:
    """Whether cells are quoted with apostrophes: every line below the first has a cell that begins and one that ends with one."""
    lines = [line.strip() for line in sample.split("\n")[1:-1] if line.strip()]
    return bool(lines) and all(APOSTROPHES.search(line) for line in lines)


def cut_rows(
    lines: Sequence[str], quoting: Quoting, is_fine: Callable[[list[str]], bool], begin: int = 0
) -> Iterator[tuple[int, list[str] | None]]:
    """Each row from lines[begin] on with the line where it begins, counted from 1; None where a quotation mark is never closed.

    What spans several lines and has not the right number of cells, or holds whole rows, was opened by a stray mark: it costs its first
    line alone, and no row behind it is lost.
    """
    at = begin
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        here = lines[at : at + MAX_LINES_OF_A_ROW]
        cells, count = first_row(here, quoting)
        if (cells is None or not is_fine(cells)) and any('\\"' in line for line in here[:count]):
            unescaped = first_row([line.replace('\\"', '""') for line in here], quoting)  # as programs escape, not spreadsheets
            cells, count = unescaped if unescaped[0] is not None and is_fine(unescaped[0]) else (cells, count)
        if cells is None and any(BLANK_AFTER.search(line) for line in here[:count]):
            cells, count = first_row([BLANK_AFTER.sub('"', line) for line in here], quoting)
        if count > 1 and (cells is None or not is_fine(cells) or holds_rows(here[1:count], quoting, len(cells))):
            cells, count = None, 1
        yield at + 1, cells
        at += count


def holds_rows(others: Sequence[str], quoting: Quoting, width: int) -> bool:
    """Whether a row of so many cells holds others: after its first line, several are rows like it, and the last opens a cell.

    ['a cat|good', 'a dog|bad', 'a fox|bad', '"| and more"|bad']: the mark that closes the quotation is one that opens another.
    """
    *inner, last = others
    opens = last.partition('"')[0].strip().endswith(quoting.separator) or last.lstrip().startswith('"')
    return opens and width > 1 and len(inner) >= SEVERAL and all(len(first_row([line], quoting)[0] or ()) == width for line in inner)


def first_row(lines: Sequence[str], quoting: Quoting) -> tuple[list[str] | None, int]:
    """The cells of the first row, and how many lines it takes; None where it cannot be cut."""
    reader = csv.reader(
        (f"{line}\n" for line in lines),
        delimiter=quoting.separator,
        quotechar=quoting.quote or '"',
        quoting=csv.QUOTE_MINIMAL if quoting.quote else csv.QUOTE_NONE,
        strict=bool(quoting.quote),
        skipinitialspace=True,
    )
    try:
        return [cell.strip() for cell in next(reader)], reader.line_num
    except csv.Error:
        return None, max(reader.line_num, 2)

"""Tables as programs and people write them, drawn from a seed, with what each row says: a reader's finding is compared with that."""

import codecs
import csv
import io
import json
from dataclasses import dataclass
from random import Random

LABELS = ("good", "bad", "so-so")
WORDS = (
    *("a", "soup,", "loud;", "5", "|", "of", "'yes'", "it's", "said", "no!", "café", "über", "7.5%", "the", "and", "fish", "&", "chips"),
    *("was", "never", "cold", "why?", "ok.", "don't", "und"),
)
MARKED = ('"quoted"', 'said "no"', '"', 'a 5" nail', '""')
TWO_LINES = ("first\nsecond", "one\n\nthree")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
ENDS = ("\n", "\n", "\r\n", "\r")


@dataclass(frozen=True)
class MadeTable:
    """The bytes of a file, its name, and its rows: (text, label), each text with a word "row12x" that no other has.

    broken    rows that were damaged: they may be left out if their lines are listed
    has_names   the first row names the columns
    """

    raw: bytes
    name: str
    rows: tuple[tuple[str, str], ...]
    broken: frozenset[int]
    has_names: bool
    about: str


def make_table(seed: int) -> MadeTable:
    """A table of 12 to 40 rows in one of the ways in which tables are written."""
    random = Random(seed)
    kind = random.choice(("csv", "csv", "csv", "tsv", "raw tsv", "jsonl", "json"))
    rows = tuple((a_text(random, number, kind), random.choice(LABELS)) for number in range(random.randint(12, 40)))
    end = random.choice(ENDS)
    if kind.startswith("json"):
        text, broken, has_names, about = *json_text(random, rows, kind), True, kind
    else:
        text, broken, has_names, about = table_text(random, rows, kind)
    encoding = random.choice(ENCODINGS)
    raw = text.replace("\n", end).encode(encoding)
    if random.random() < 0.1 and encoding == "utf-8-sig":
        raw = codecs.BOM_UTF8 + raw
    return MadeTable(raw, f"a.{kind.split()[-1]}", rows, broken, has_names, f"seed {seed}: {about}, {encoding}, {end!r}")


def a_text(random: Random, number: int, kind: str) -> str:
    """A sentence with a word by which it is known again."""
    words = random.choices(WORDS, k=random.randint(3, 9))
    if random.random() < 0.2:
        words.insert(random.randrange(len(words) + 1), random.choice(MARKED))
    if kind != "raw tsv" and random.random() < 0.05:
        words.append(random.choice(TWO_LINES))
    words.insert(random.randrange(len(words) + 1), f"row{number}x")
    return " ".join(words)


def json_text(random: Random, rows: tuple[tuple[str, str], ...], kind: str) -> tuple[str, frozenset[int]]:
    """One object a line, of which one in a while is cut; or one list, on a line or on several."""
    objects = [{"text": text, "label": label, **({"note": [1, None]} if random.random() < 0.2 else {})} for text, label in rows]
    if kind == "json":
        return json.dumps(objects, ensure_ascii=random.random() < 0.5, indent=random.choice((None, 1))), frozenset()
    lines = [json.dumps(one, ensure_ascii=random.random() < 0.5) for one in objects]
    broken = frozenset([random.randrange(len(lines))] if random.random() < 0.3 else [])
    return "\n".join(line[:-3] if number in broken else line for number, line in enumerate(lines)) + "\n", broken


def table_text(random: Random, rows: tuple[tuple[str, str], ...], kind: str) -> tuple[str, frozenset[int], bool, str]:
    """The rows with separators: columns in any order, further ones, blanks, blank lines, a damaged line."""
    separator = "\t" if kind.endswith("tsv") else random.choice(",;|\t")
    is_raw = kind == "raw tsv"
    has_names = random.random() < 0.8
    extra = random.choice(("", "", "id", "note", "end"))
    swapped = random.random() < 0.3
    records = [list(row) for row in rows]
    table = [["text", "label"], *records] if has_names else records
    table = [[label, text] if swapped else [text, label] for text, label in table]
    for number, record in enumerate(table):
        is_heading = has_names and not number
        if extra == "id":
            record.insert(0, "id" if is_heading else str(number + 100))
        elif extra == "note":
            record.append("note" if is_heading else random.choice(("", "seen")))
        elif extra == "end":
            record.append("")
    quoting = csv.QUOTE_ALL if random.random() < 0.4 else csv.QUOTE_MINIMAL
    lines = [line_of(record, separator, quoting, is_raw=is_raw) for record in table]
    broken = damaged(random, lines, int(has_names), separator) if random.random() < 0.4 else frozenset()
    if quoting == csv.QUOTE_ALL and not is_raw and random.random() < 0.2:
        lines = [line.replace(f'"{separator}"', f'"{separator} "') for line in lines]
    if random.random() < 0.2:
        lines.insert(random.randrange(1, len(lines)), random.choice(("", "  ")))
    if not is_raw and random.random() < 0.1:
        lines.insert(0, f"sep={separator}")
    about = f"{kind} {separator!r} quoting {quoting} extra {extra!r} names {has_names} swapped {swapped} broken {sorted(broken)}"
    return "\n".join(lines) + random.choice(("", "\n", "\n\n")), broken, has_names, about


def line_of(cells: list[str], separator: str, quoting: int, *, is_raw: bool) -> str:
    """A row as the csv module writes it, or cut at tabs without any quoting."""
    if is_raw:
        return separator.join(cells)
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\n").writerow(cells)  # type: ignore[arg-type]
    return out.getvalue()[:-1]


def damaged(random: Random, lines: list[str], first: int, separator: str) -> frozenset[int]:
    """One line with a mark that is never closed, a cell too few or too many."""
    number = random.choice([number for number in range(first, len(lines)) if "\n" not in lines[number]])
    line = lines[number]
    how = random.randrange(3)
    if how == 0:
        lines[number] = '"' + line if not line.startswith('"') else line[:1] + line[1:].replace('"', "", 1)
    elif how == 1:
        lines[number] = line.replace(separator, " ")
    else:
        lines[number] = f"{line}{separator}x{separator}y{separator}z"
    return frozenset([number - first])

"""Words with a tag each in tables and JSON: one word a row, one sentence a row, or a text with the places of its entities."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, repeat
from typing import Any

from bertplay.errors import BadInput
from bertplay.files.columns import TAG_COLUMNS, TEXT_COLUMNS, WORD_COLUMNS, column_named
from bertplay.files.json_values import is_records
from bertplay.files.label_values import not_accepted
from bertplay.files.quoting import names_columns
from bertplay.files.tables import MAX_DEPTH, Row, Table, check_count, read_rows, read_table, refuse_bad_lines, text_of
from bertplay.files.tagged import Line, Tagged, TaggedSentence, as_sentence, cell_blocks, has_tags, tagged_blocks, tagged_text, word_spans
from bertplay.files.tags import TAG, is_plain
from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.problem import Problem

ENTITY_COLUMNS = ("entities", "spans", "annotations", "completions", "label", "labels", "ner")
WORD_KEYS = ("text", "orth")
TAG_KEYS = ("ner", "tag", "ner_tag", "label", "entity")
STARTS = ("start", "start_offset", "startOffset", "begin", "beginOffset", "offset")
ENDS = ("end", "end_offset", "endOffset")
NESTED = ("result", "value")
KINDS = ("label", "labels", "kind", "type", "entity", "entity_group", "tag", "category")
NEITHER_LIST = N_("“words” and “tags” must be two lists of strings; the line is left out.")
NUMBERS = N_("The tags are numbers, and their names are not in the file; write B-PER instead of 1. Left out.")
WITHIN = N_("The entity from {start} to {end} overlaps another one or is not made of whole words; the line is left out.")
NOT_FOUND = N_("The columns of words and tags were not found.")
WANTED = N_("Two columns are needed, “words” and “tags”. The file has {known}.")


def read_tagged(text: str, name: str) -> Tagged:
    """The sentences of a file: JSON and tables as tables, everything else as CoNLL. BadInput: what is neither."""
    if is_records(text, name):
        return tagged_table(read_table(text, name), name)
    if not name.lower().endswith(".csv") and (has_tags(text) or not names_columns(text)):
        return tagged_text(text, name)
    table = read_table(text, name, has_header=None)
    if is_by_sentence(table) or places_column(table):
        return tagged_table(table, name)
    rows, problems = read_rows(text, name, in_one_line=True)
    blocks = blocks_of(rows) if has_tag(rows) else list(cell_blocks(text))
    if not any(map(has_tag, blocks)):
        return not_found(table, name)
    sentences, more = tagged_blocks(blocks, name)
    return sentences, [*problems, *more]


def is_by_sentence(table: Table) -> bool:
    """Whether each row is a whole sentence with all its tags."""
    words, tags = table.find((*WORD_COLUMNS, *TEXT_COLUMNS)), table.find(TAG_COLUMNS)
    if not words or not tags:
        return False
    found = [list(map(str, as_list(row.value(tags)))) for row in table.rows[:20]]
    if any(len(one) > 1 and all(map(TAG.fullmatch, one)) for one in found):
        return True
    is_even = all(1 < len(one) == len(as_list(row.value(words))) for one, row in zip(found, table.rows, strict=False))
    return is_even and is_plain([tag for one in found for tag in one])


def places_column(table: Table) -> str | None:
    """The column with the places of the entities of a text."""
    found = (table.find([name]) for name in ENTITY_COLUMNS)
    return next((name for name in found if name and any(places_in(row.value(name)) for row in table.rows)), None)


def has_tag(rows: Sequence[Line]) -> bool:
    """Whether a row has a tag somewhere behind its word."""
    return any(any(map(TAG.fullmatch, cells[1:])) for _, cells in rows)


def blocks_of(rows: Sequence[Line]) -> list[list[Line]]:
    """The rows between blank lines."""
    blocks = [list(rows[:1])]
    for (before, _), row in pairwise(rows):
        if row[0] > before + 1:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def tagged_table(table: Table, name: str) -> Tagged:
    """The sentences of a table: two lists a row, a text with the places of its entities, or one word a row with its sentence's number."""
    reasons = [(row, not_accepted(row)) for row in table.rows]
    rejected = [Problem(why, row.line, given=row.shown) for row, why in reasons if why]
    table = replace(table, rows=tuple(row for row, why in reasons if not why))
    words, tags = table.find(WORD_COLUMNS), table.find(TAG_COLUMNS)
    text, places = table.find(TEXT_COLUMNS) or words or (table.widest if table.columns else None), places_column(table)
    if tokenized := [(row, tokens) for row in table.rows for tokens in token_lists(list(row.cells.values()))]:
        found = [as_sentence([(row.line, word, tag) for word, tag in tokens]) for row, tokens in tokenized]
    elif text and places and not is_by_sentence(table):
        after_last = after_last_word(table.rows, places)
        found = [from_places(row, text, places, after_last) for row in table.rows]
    elif (words or text) and tags and (is_by_sentence(table) or any(isinstance(row.value(tags), list) for row in table.rows)):
        return tagged_lists(table, words or text or "", tags, rejected, name)
    elif words and tags:
        rows = [(row.line, [row.text(column) for column in table.columns]) for row in table.rows]
        return tagged_blocks([[(0, list(table.columns)), *rows]], name)
    else:
        return not_found(table, name)
    problems = [*table.problems, *rejected, *(problem for _sentence, wrong in found for problem in wrong)]
    sentences = [sentence for sentence, _wrong in found if sentence is not None]
    refuse_bad_lines(len(sentences), [problem for problem in problems if problem.line and problem not in rejected], name)
    check_count(len(sentences), name)
    return sentences, problems


def token_lists(value: Any, depth: int = 0) -> Iterator[list[tuple[str, str]]]:
    """Sentences within JSON, of words that are objects with a tag: [{"text": "Anna", "ner": "U-PER"}, …], as spaCy saved them."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        words, tags = column_named(list(value[0]), (*WORD_KEYS, *WORD_COLUMNS)), column_named(list(value[0]), TAG_KEYS)
        found = [(one.get(words or ""), one.get(tags or "")) for one in value]
        if all(isinstance(word, str) and isinstance(tag, str) and TAG.fullmatch(tag) for word, tag in found):
            yield [(str(word), str(tag)) for word, tag in found]
            return
    if isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from token_lists(one, depth + 1)


def not_found(table: Table, name: str) -> Tagged:
    """BadInput: names the columns that are there."""
    known = ", ".join(repr(column) for column in table.columns[:8])
    raise BadInput(NOT_FOUND, value=name, remedy=lazy(WANTED, known=known))


def as_list(value: Any) -> list[Any]:
    """A list of JSON, as Python or numpy print it, or with blanks between: "B-PER O", "['B-PER', 'O']", "['B-PER' 'O']"."""
    if not isinstance(value, str):
        return listed(value)
    if not value.lstrip().startswith("["):
        return value.split()
    try:
        return listed(ast.literal_eval(re.sub(r"(['\"])\s+(?=['\"])", r"\1, ", value.strip())))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def tagged_lists(table: Table, words: str, tags: str, rejected: Sequence[Problem], name: str) -> Tagged:
    """The sentences of a table that has their words and their tags in two lists."""
    lists = [(row, as_list(row.value(words)), as_list(row.value(tags))) for row in table.rows]
    reasons = [(row, why_no_lists(*two)) for row, *two in lists]
    problems = [*table.problems, *(Problem(why, row.line, given=row.shown) for row, why in reasons if why)]
    blocks = [
        [(row.line, [word.strip(), str(tag)]) for word, tag in zip(*two, strict=True)]
        for (row, *two), (_row, why) in zip(lists, reasons, strict=True)
        if not why
    ]
    refuse_bad_lines(len(blocks), [problem for problem in problems if problem.line], name)
    sentences, more = tagged_blocks(blocks, name)
    refuse_bad_lines(len(sentences), [problem for problem in (*problems, *more) if problem.line], name)
    return sentences, [*problems, *rejected, *more]


def why_no_lists(words: list[Any], tags: list[Any]) -> LazyString | str:
    """Why these are not the words of a sentence and their tags; "" when they are."""
    if not words or not all(isinstance(word, str) for word in words):
        return NEITHER_LIST
    if any(isinstance(tag, int) for tag in tags) or ({*tags} != {"0"} and all(str(tag).isdecimal() for tag in tags)):
        return NUMBERS
    if len(words) != len(tags):
        return lazy("There are {words} words and {tags} tags; the line is left out.", words=len(words), tags=len(tags))
    return ""


def places_in(value: Any) -> list[tuple[int, int, str]]:
    """Where the entities of a text are: [[0, 9, "PER"]], objects with their start, end and label, or lists of such as Label Studio has."""
    if place := place_of(value):
        return [place]
    if isinstance(value, str) and value.startswith("["):
        value = as_list(value)
    if isinstance(value, dict):
        return [place for name in NESTED if name in value for place in places_in(value[name])]
    return [place for one in listed(value) for place in places_in(one)]


def place_of(value: Any) -> tuple[int, int, str] | None:
    """(first character, one after the last, kind)"""
    if isinstance(value, dict):
        if isinstance(span := value.get("span"), list) and len(span) == 2:
            value = {**value, "start": span[0], "end": span[1]}
        if isinstance(value.get("offset"), int) and isinstance(value.get("length"), int):
            value = {**value, "end": value["offset"] + value["length"]}
        value = [next((value[name] for name in names if name in value), None) for names in (STARTS, ENDS, KINDS)]
    if not isinstance(value, list | tuple) or len(value) != 3 or not all(isinstance(one, int) for one in value[:2]):
        return None
    return (value[0], value[1], "_".join(text_of(value[2]).split())) if text_of(value[2]).strip() else None


def from_places(row: Row, text_column: str, column: str, after_last: int) -> tuple[TaggedSentence | None, list[Problem]]:
    """A sentence from a text and the places of its entities, as annotation tools save them; of a list of words the places count words."""
    value = row.value(text_column)
    text = text_of(value)
    words = [str(word).strip() for word in value] if isinstance(value, list) else None
    spans = word_spans(text) if words is None else [(i, i + 1) for i in range(len(words))]
    tags = ["O"] * len(spans)
    for start, given, kind in places_in(row.value(column)):
        end = given + (after_last if words else 0)
        inside = [i for i, (first, last) in enumerate(spans) if first < end and start < last]
        is_whole = inside and spans[inside[0]][0] >= start and spans[inside[-1]][1] <= end
        if not is_whole or any(tags[i] != "O" for i in inside):
            return None, [Problem(lazy(WITHIN, start=start, end=given), row.line, given=text[:200])]
        for i in inside:
            tags[i] = f"{'I' if i > inside[0] else 'B'}-{kind}"
    if not spans:
        return None, [Problem(N_("The text is empty; the line is left out."), row.line, given=row.shown)]
    return as_sentence(list(zip(repeat(row.line), words or [text[first:last] for first, last in spans], tags, strict=False)))


def after_last_word(rows: Sequence[Row], column: str) -> int:
    """What is added to the number of an entity's last word for the end of a slice: 1 in lists, as GLiNER has them, [[0, 1, "PER"]].

    Objects, as SpERT has them, end behind it, unless an entity would be empty then.
    """
    values = [row.value(column) for row in rows]
    is_empty = any(start == end for value in values for start, end, _kind in places_in(value))
    return int(is_empty or all(isinstance(place, list) for value in values for place in listed(value)))

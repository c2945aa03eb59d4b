"""Records as people save them: JSON, one object a line, in a list or as pandas writes a table; and lines of fastText."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

from bertplay.errors import BadInput
from bertplay.files.columns import NAMES, WORD_COLUMNS
from bertplay.files.tags import TAG
from bertplay.i18n import N_
from bertplay.text import without_surrogates

DECODER = json.JSONDecoder(parse_constant=lambda _: None)  # NaN, which pandas writes, is a missing value
MAX_DEPTH = 3
BETWEEN = " \t\n\r,"
RECORDS = ("data", "rows", "records", "examples", "train", "annotations")
JSON_LINES = (".jsonl", ".ndjson", ".json")
PARTS = ("train", "test", "validation", "valid", "val", "dev", "eval")
END_OF_VALUE = re.compile(r"[ \t,]*(?:\n|\{|\Z)")
PYTHON = re.compile(r"\s*(?:\w+\s*=\s*)?(?:\{\s*'[^'\n]*'\s*:|\[\s*[({]\s*[\"'])")
"""An object as Python prints it, or a list of them or of tuples, as programs for spaCy begin: TRAIN_DATA = [("Anna left", {…}), …]"""
MAX_PYTHON = 2_000_000
"""Characters: Python takes a hundred times the memory of a text to read it."""
ASSIGNED = re.compile(r"\s*\w+\s*=\s*\[")
OPEN_LIST = re.compile(r"\s*\[\s*\{")
FASTTEXT = re.compile(r"((?:__label__\S+[ \t,]+)+)(\S.*)")


def is_records(text: str, name: str) -> bool:
    """Whether a text is JSON, by its first value or else by its name; or lines of fastText, "__label__good A fine soup." """
    start = text.lstrip()
    if start.startswith("__label__"):
        return True
    if name.lower().endswith(JSON_LINES):
        first = re.split(r"[,;\t|]", start.partition("\n")[0])
        return start.startswith(("{", "[")) or not any(cell.strip('" ').casefold() in NAMES for cell in first)
    if is_python(start) and isinstance(parsed(start), list):
        return True
    try:
        value, end = DECODER.raw_decode(start)
    except (ValueError, RecursionError):
        return False
    is_filled = isinstance(value, dict | list) and any(isinstance(one, str | dict | list) for one in value)
    return is_filled and END_OF_VALUE.match(start, end) is not None


def json_values(text: str) -> Iterator[tuple[int, Any]]:
    """Each value with the line where it begins, counted from 1; None for what is no JSON.

    A string is an object with that text, and so is ["Anna left", {"entities": …}], as spaCy has it; [["Anna", "B-PER"], ["left", "O"]] and
    [["Anna", "left"], ["B-PER", "O"]] are ones of words and tags.
    """
    has_surrogates = "\\ud" in text.casefold()
    for line, raw in raw_values(text):
        value = as_read(raw) if has_surrogates else raw
        match value:
            case str():
                inner = parsed(value) if value.startswith("{") else None
                yield line, inner if isinstance(inner, dict) else {"text": value}
            case [str(), dict()]:
                yield line, {"text": value[0], **value[1]}
            case [str(), [[int(), int(), str()], *_] as places]:
                yield line, {"text": value[0], "entities": places}
            case [[str(), *_] as words, [str(), *_] as tags] if len(words) == len(tags) and all(map(TAG.fullmatch, map(str, tags))):
                yield line, {"tokens": words, "tags": tags}
            case [[str(), str()], *_] if all(isinstance(one, list) and len(one) == 2 and TAG.fullmatch(str(one[1])) for one in value):
                yield line, {"tokens": [one[0] for one in value], "tags": [one[1] for one in value]}
            case {"sentences": [[str(), *_], *_] as sentences, "ner": [list(), *_] as places}:
                yield from ((line, sentence) for sentence in sentences_of(sentences, places))
            case _:
                yield line, value


def sentences_of(sentences: list[list[str]], entities: list[list[Any]]) -> Iterator[dict[str, Any]]:
    """The sentences of a document, as SciERC and DyGIE have it: the places of its entities count its words from its first one."""
    begin = 0
    for words, found in zip(sentences, [*entities, *[[]] * len(sentences)], strict=False):
        places = [[one[0] - begin, one[1] - begin, *one[2:]] for one in found if all(isinstance(at, int) for at in one[:2])]
        yield {"tokens": words, "ner": places}
        begin += len(words)


def raw_values(text: str) -> Iterator[tuple[int, Any]]:
    """The values as they are."""
    whole = parsed(text)
    if text.lstrip().startswith("__label__"):
        yield from ((number, fasttext_line(line.strip())) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    elif isinstance(whole, dict):
        yield from records_of(whole, text)
    elif isinstance(whole, list):
        yield from values_from(text, text.index("[") + 1) or [(1, value) for value in whole]
    elif isinstance(whole, str) and isinstance(inner := parsed(whole), dict | list):  # written twice
        yield from raw_values(json.dumps(inner))
    elif (several := values_from(text, text.index("[") + 1 if OPEN_LIST.match(text) else 0)) is not None:
        yield from several
    else:
        yield from ((number, parsed(line.rstrip(BETWEEN))) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def fasttext_line(line: str) -> dict[str, Any]:
    """ "__label__good A fine soup." -> {"text": "A fine soup.", "label": "good"}; several labels are a list, and a line may have none"""
    found = FASTTEXT.fullmatch(line)
    if not found:
        return {"text": line, "label": None}
    labels = [label.removeprefix("__label__") for label in re.split(r"[ \t,]+", found[1]) if label]
    return {"text": found[2], "label": labels if len(labels) > 1 else labels[0]}


def parsed(text: str) -> Any:
    """A JSON value, or an object as Python prints it; None when it is neither."""
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError):
        pass
    try:
        return as_read(ast.literal_eval(text[text.index("[") :] if ASSIGNED.match(text) else text)) if is_python(text) else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def is_python(text: str) -> bool:
    """Whether a text may be an object as Python prints it, short enough to be read."""
    return len(text) <= MAX_PYTHON and PYTHON.match(text) is not None


def as_read(value: Any) -> Any:
    """A value with lists for the tuples of Python, and without the lone surrogates that JSON may have: "\\ud83d"."""
    if isinstance(value, dict):
        return {as_read(str(name)): as_read(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(one) for one in value]
    return without_surrogates(value) if isinstance(value, str) else value


def values_from(text: str, at: int) -> list[tuple[int, Any]] | None:
    """The values that follow each other from a character on, with commas or without, to the "]"; None where something else is between."""
    found: list[tuple[int, Any]] = []
    line, counted = 1, 0
    while True:
        while at < len(text) and text[at] in BETWEEN:
            at += 1
        if at == len(text) or (found and text[at] == "]"):
            return found
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None
        found.append((line, value))


def records_of(whole: dict[str, Any], text: str) -> list[tuple[int, Any]]:
    """The rows of a table in one object, in the forms that pandas and data sets have; or the object itself.

    BadInput for one with several tables, such as "train" and "test".
    {"data": [{…}, {…}]}; {"columns": ["text"], "data": [["a"], ["b"]]}; {"data": [["a", 0], ["b", 1]]}; {"texts": ["a", "b"]};
    {"text": {"0": "a", "1": "b"}}; {"0": {"text": "a"}, "1": {"text": "b"}}; {"text": ["a", "b"], "label": [0, 1]}
    """
    if len(parts := [name for name in whole if name in PARTS and isinstance(whole[name], list | dict)]) > 1:
        raise BadInput(N_("This JSON has several tables."), value=", ".join(parts), remedy=N_("Save each table as a file of its own."))
    for name, value in whole.items():
        if isinstance(value, list) and value and (name in RECORDS or len(whole) == 1):
            begin = re.search(f"{re.escape(json.dumps(name))}\\s*:\\s*\\[", text)
            rows = values_from(text, begin.end()) if begin else None
            columns = whole.get("columns")
            if rows and isinstance(columns, list) and all(isinstance(row, list) for _line, row in rows):
                return [(line, dict(zip(map(str, columns), row, strict=False))) for line, row in rows]
            if rows and (any(isinstance(row, dict | list) for _line, row in rows) or not is_words(name, value)):
                return rows if name in RECORDS or not is_named(whole) else [(line, {name: row}) for line, row in rows]
    within = [] if is_named(whole) else list(tables_in(whole))
    if len(within) == 1:
        name, rows = within[0]
        begin = re.search(f"{re.escape(json.dumps(name))}\\s*:\\s*\\[", text)
        return (values_from(text, begin.end()) if begin else None) or [(1, row) for row in rows]
    return series_of(whole)


def tables_in(whole: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, list[Any]]]:
    """The lists of objects within an object, each with its name: "hits" of {"took": 1, "hits": {"total": 8, "hits": [{…}, …]}}."""
    for name, value in whole.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            yield name, value
        elif isinstance(value, dict) and depth < MAX_DEPTH:
            yield from tables_in(value, depth + 1)


def series_of(whole: dict[str, Any]) -> list[tuple[int, Any]]:
    """The rows of an object that has a series for each column, or an object for each row; or the object itself.

    Of objects in objects the rows are those with the names of columns in them; else those that have no numbers for names.
    """
    series = list(whole.values())
    if series and all(isinstance(one, dict) and one for one in series):
        is_by_row = all(map(is_named, series)) or (all(map(str.isdecimal, whole)) and not any(map(str.isdecimal, series[0])))
        if is_by_row and not is_named(whole):
            return [(1, one) for one in series]
        if all(one.keys() == series[0].keys() for one in series) and (len(series[0]) > 1 or all(map(str.isdecimal, series[0]))):
            return [(1, {name: column[key] for name, column in whole.items()}) for key in series[0]]
    has_rows = len(series) > 1 and all(isinstance(one, list) and len(one) == len(series[0]) > 1 for one in series)
    if has_rows and not any(is_words(name, values) for name, values in whole.items()):
        return [(1, dict(zip(whole, row, strict=True))) for row in zip(*series, strict=True)]
    if len(series) > 1 and not is_named(whole) and all(is_texts(one) for one in series):
        return [(1, {"text": text, "label": label}) for label, texts in whole.items() for text in texts]
    return [(1, whole)]


def is_words(name: str, values: list[Any]) -> bool:
    """Whether a list has the words of one sentence, by what it is called."""
    return name.casefold() in WORD_COLUMNS and bool(values) and isinstance(values[0], str)


def is_texts(value: Any) -> bool:
    """Whether a value is a list of texts, as of each intent in {"greeting": ["Hello!", "Hi there."], "thanks": ["Thank you."]}."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def is_named(values: dict[str, Any]) -> bool:
    """Whether an object has a field that is called like a column."""
    return any(name.casefold() in NAMES for name in values)

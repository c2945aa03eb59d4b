"""JSON as people save it: one object a line, a list of objects, objects one after the other, or a table as pandas writes it."""

import json
import re
from collections.abc import Iterator
from typing import Any

DECODER = json.JSONDecoder(parse_constant=lambda _: None)  # NaN, which pandas writes, is a missing value
BETWEEN = " \t\n\r,"
RECORDS = ("data", "rows", "records", "examples", "train")


def json_values(text: str) -> Iterator[tuple[int, Any]]:
    """Each value with the line where it begins, counted from 1; None for what is no JSON."""
    whole = parsed(text)
    if isinstance(whole, dict):
        yield from records_of(whole, text)
    elif isinstance(whole, list):
        yield from values_from(text, text.index("[") + 1) or []
    elif (several := values_from(text, 0)) is not None:
        yield from several
    else:
        yield from ((number, parsed(line.rstrip(BETWEEN))) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def parsed(text: str) -> Any:
    """A JSON value; None when it is none."""
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


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

    {"data": [{…}, {…}]}; {"columns": ["text"], "data": [["a"], ["b"]]}; {"text": {"0": "a", "1": "b"}}
    """
    for name, value in whole.items():
        if isinstance(value, list) and value and (name in RECORDS or len(whole) == 1):
            begin = re.search(f"{re.escape(json.dumps(name))}\\s*:\\s*\\[", text)
            rows = values_from(text, begin.end()) if begin else None
            if rows and all(isinstance(row, dict) for _line, row in rows):
                return rows
            columns = whole.get("columns")
            if rows and isinstance(columns, list) and all(isinstance(row, list) for _line, row in rows):
                return [(line, dict(zip(map(str, columns), row, strict=False))) for line, row in rows]
    series = list(whole.values())
    if all(isinstance(one, dict) and one.keys() == series[0].keys() for one in series) and len(series[0] if series else ()) > 1:
        return [(1, {name: column[key] for name, column in whole.items()}) for key in series[0]]
    return [(1, whole)]

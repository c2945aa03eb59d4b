"""The label of a text in JSON, where programs keep it in a list or an object."""

from collections.abc import Sequence
from typing import Any

from bertplay.files.columns import CHOICES, LABEL_COLUMNS
from bertplay.files.tables import Row, Table
from bertplay.i18n import N_, LazyString, lazy

NO_LABEL = frozenset({"-", "--", "–", "—"})
"""What SNLI writes where its annotators did not agree."""
NO_CLASS = "-1"
"""The same on the hub, where labels are counted from 0."""

NOT_ACCEPTED = N_("This annotation was not accepted (“answer”: {answer!r}); left out.")


def not_accepted(row: Row) -> LazyString | str:
    """Why an annotation of Prodigy is no example; "" when it was accepted, or comes from elsewhere."""
    answer = row.cells.get("answer")
    return lazy(NOT_ACCEPTED, answer=answer) if answer in ("reject", "ignore") else ""


def label_column(table: Table, others: tuple[str, ...] = LABEL_COLUMNS) -> str | None:
    """The column, or the field within one, of the labels; that of Label Studio only where classes were chosen in it."""
    choices = table.find(CHOICES)
    has_choices = choices is not None and any(isinstance(plain_label(row.value(choices)), str) for row in table.rows)
    return table.find(others) or (choices if has_choices else None)


def plain_label(value: Any) -> Any:
    """The one label that is meant, or the value as it is.

    ["good"] -> "good"; {"good": 1.0, "bad": 0.0}, as spaCy has it -> "good";
    [{"result": [{"value": {"choices": ["good"]}}]}], as Label Studio has it -> "good"
    """
    match value:
        case [one]:
            return plain_label(one)
        case {"result": one} | {"value": one} | {"choices": one}:
            return plain_label(one)
        case dict() if value and all(isinstance(one, bool | int | float) for one in value.values()):
            chosen = [name for name, one in value.items() if one == 1]
            return chosen[0] if len(chosen) == 1 and sum(value.values()) == 1 else value
        case _:
            return value


def labels_in(rows: Sequence[Row], column: str) -> list[Any]:
    """The labels of the rows; as they are where one of them is several, for then all were meant to be lists."""
    values = [row.value(column) for row in rows]
    plain = list(map(plain_label, values))
    return values if any(isinstance(one, list) and len(one) > 1 for one in plain) else plain


def says_none(labels: frozenset[str]) -> frozenset[str]:
    """Which of the labels of a file say that there is none: "-" beside words, "-1" beside 0, 1 and 2."""
    classes = {label for label in labels if label.isdecimal()}
    counted = {NO_CLASS} if {"0", "1", "2"} <= classes and labels == {NO_CLASS, *classes} else set()
    words = [label for label in labels if any(map(str.isalnum, label))]
    marks = labels & NO_LABEL if len(words) > 1 and len(labels) - len(words) == len(labels & NO_LABEL) else set()
    return frozenset({*marks, *counted})

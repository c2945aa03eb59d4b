"""What a worksheet holds: the questions a reader asked, and in few words what came out. Nothing of it is an array."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """An answer in few words.

    says       one sentence
    columns    of a small table; rows: its cells, as text
    bars       one length a row, 0 to 1; empty where a row is not drawn
    figure     one number by which the same answer is known again, and figure_is: what it is
    """

    says: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    bars: tuple[float, ...] = ()
    figure: float | None = None
    figure_is: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question, as it was asked, and what came out.

    page        where it was asked; asked: when, in UTC, "2026-05-04T09:30:00+00:00"
    weights     SHA-256 of the model's weights, or the revision of the hub; "" where neither is known
    task        "bertplay.tasks.masked_word.guess_masked_words"
    arguments   in their order, and named: those by name; plain values, as JSON has them
    is_whole    False: the question was too long to be kept, and these are its beginnings
    note        the reader's own words
    """

    page: str
    asked: str
    model: str
    weights: str
    task: str
    arguments: tuple[Any, ...]
    named: dict[str, Any]
    told: Told
    is_whole: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """All that was done on the way. versions: of what computed it; made: when it was put together, in UTC."""

    title: str
    note: str
    made: str
    versions: dict[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

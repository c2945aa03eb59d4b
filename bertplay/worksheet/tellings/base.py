"""What is known of a task: what its arguments are called, how its answer is told, and which command asks the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bertplay.results.worksheet import Told


@dataclass(frozen=True, slots=True)
class Telling:
    """How one task is told.

    title     of its entries
    asks      what its arguments are called, in their order
    tell      its answer in few words
    command   called as the task is, without the model; None where the command reads a file instead
    program   called as the command is, for what no backend is asked
    is_typed  whether some of it is typed, so that one question can be on its way to the next
    nouns     argument -> the class of its values, "bertplay.results.layers.Switches"
    """

    title: str
    asks: tuple[str, ...]
    tell: Callable[[Any], Told]
    command: Callable[..., "Command | None"] | None = None
    nouns: Mapping[str, str] = field(default_factory=dict)
    program: Callable[..., str] | None = None
    is_typed: bool = True


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, its options, and what follows them."""

    name: str
    values: Sequence[str] = ()
    options: Sequence[tuple[str, object]] = ()

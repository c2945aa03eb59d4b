"""Something wrong with a file, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file. `line` counts from 1, 0 is the file as a whole; `is_fatal` forbids the start of a training."""

    text: str
    line: int = 0
    is_fatal: bool = False

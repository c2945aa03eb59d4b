"""Something wrong with a file, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file.

    line       counts from 1, 0 is the file as a whole
    is_fatal   it forbids the start of a training
    given      what the line says, as far as it is known
    """

    text: str
    line: int = 0
    is_fatal: bool = False
    given: str = ""

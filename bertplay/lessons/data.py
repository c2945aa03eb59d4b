"""The data files of the lessons: TOML, checked against the dataclass of what is in it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import ConfigDict, StringConstraints, TypeAdapter

FOLDER = Path(__file__).parent
NO_OTHER_KEYS = ConfigDict(extra="forbid")
"""The `__pydantic_config__` of a dataclass: a misspelled key in its file is an error."""
Stripped = Annotated[str, StringConstraints(strip_whitespace=True)]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TextSample:
    """A text with a title of a word or two."""

    __pydantic_config__ = NO_OTHER_KEYS

    title: str
    text: Stripped


def load(kind: type[T], name: str, key: str = "") -> T:
    """What a file has under a key, or the whole file.

    load(tuple[Tutorial, ...], "tutorials.toml", "tutorial") -> (Tutorial("classification", …), …)
    """
    found = tomllib.loads((FOLDER / name).read_text("utf-8"))
    return TypeAdapter(kind).validate_python(found[key] if key else found)

"""What all results share: pieces, cuts, arrays, and their way into JSON."""

from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a tokenized text, as its model writes it.

    start, end       the characters of the original text that it covers; start == end for the special tokens
                     that a model puts around a text, while a [MASK] of the text keeps its place
    continues_word   it carries on the word of the piece before ("##ly", or a byte-level piece without "Ġ")
    is_special       [CLS], [SEP], [MASK], <s>, …; not [UNK], which stands for a word
    """

    text: str
    id: int
    start: int
    end: int
    continues_word: bool
    is_special: bool


@dataclass(frozen=True, slots=True)
class WindowCut:
    """A text was longer than the model's window: `kept` of its `total` pieces, around the masks, were used.

    start, end are the characters of the original text that the model saw.
    """

    kept: int
    total: int
    start: int
    end: int


def read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same array, closed for writing: a result may be shared between sessions."""
    array.flags.writeable = False
    return array


def as_json(value: Any) -> Any:
    """A result as dicts, lists, numbers and strings, under its own field names."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return value


def from_json(kind: Any, value: Any) -> Any:
    """The result that `as_json` wrote down; `kind` is its class, or the type of one of its fields.

    from_json(WordGuess, {"word": "door", "probability": 0.5}) -> WordGuess("door", 0.5)
    """
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{field.name: from_json(hints[field.name], value[field.name]) for field in fields(kind)})
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if value is None else from_json(next(one for one in inner if one is not NoneType), value)
    if origin is tuple:
        kinds = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(from_json(one, item) for one, item in zip(kinds, value, strict=True))
    if origin is np.ndarray:
        return read_only(np.array(value, dtype=get_args(inner[1])[0]))
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value

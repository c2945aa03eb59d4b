"""What all results share: tokens, truncation, arrays, and the conversion to JSON."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import GetCoreSchemaHandler, InstanceOf, TypeAdapter
from pydantic_core import CoreConfig, CoreSchema, SchemaSerializer, core_schema


@dataclass(frozen=True, slots=True)
class ArrayAsLists:
    """An array in JSON: nested lists there and back, read-only and of this type again."""

    dtype: type[np.generic]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        lists = core_schema.plain_serializer_function_ser_schema(np.ndarray.tolist, return_schema=core_schema.any_schema())
        return core_schema.no_info_plain_validator_function(lambda value: read_only(np.array(value, self.dtype)), serialization=lists)


T = TypeVar("T")

Floats = Annotated[npt.NDArray[np.float32], ArrayAsLists(np.float32)]
Ints = Annotated[npt.NDArray[np.int64], ArrayAsLists(np.int64)]
LazyText = InstanceOf[str]
"""A text that may be lazy (bertplay.i18n.lazy): what is a kind of str stays what it is."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a tokenized text, as its model writes it.

    start, end       the characters of the original text that it covers; start == end for the special tokens
                     that a model adds around a text, while a [MASK] of the text keeps its place
    continues_word   it continues the word of the token before ("##ly", or a byte-level token without "Ġ")
    is_special       [CLS], [SEP], [MASK], <s>, …; not [UNK], which represents a word
    """

    text: str
    id: int
    start: int
    end: int
    continues_word: bool
    is_special: bool


@dataclass(frozen=True, slots=True)
class Truncation:
    """A text was longer than the model's window: `kept` of its `total` tokens, around the masks, were used.

    start, end are the characters of the original text that the model saw.
    """

    kept: int
    total: int
    start: int
    end: int


def read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same array, read-only: a result may be shared between sessions."""
    array.flags.writeable = False
    return array


def as_json(value: Any, *, keep_lazy: bool = False) -> Any:
    """A result as dicts, lists, numbers and strings, under its own field names.

    keep_lazy   leave lazy texts unchanged, so that the caller can store them with their values
    """
    kind: Any = type(value)
    arrays = np.ndarray.tolist  # of a result within another one, whose kind the outer one does not know
    return serializer(kind).to_python(value, mode="python" if keep_lazy else "json", warnings=False, fallback=arrays)


def from_json(kind: type[T], value: Any) -> T:
    """The inverse of `as_json`; ValidationError for anything else.

    from_json(WordPrediction, {"word": "door", "probability": 0.5}) -> WordPrediction("door", 0.5)
    """
    any_kind: Any = kind  # mypy takes no class for hashable
    result: T = adapter(any_kind).validate_python(value)
    return result


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """What pydantic knows of a class, built once: building takes milliseconds."""
    return TypeAdapter(kind)


@cache
def serializer(kind: Any) -> SchemaSerializer:
    """The adapter's, but NaN stays NaN, as `json.dumps` writes it: a TypeAdapter of a dataclass takes no such setting."""
    return SchemaSerializer(adapter(kind).core_schema, CoreConfig(ser_json_inf_nan="constants"))

"""The header of a safetensors file, read and checked without torch and without touching a weight.

Source: the format's own description, https://github.com/huggingface/safetensors#format. A file is
8 bytes N (little-endian), N bytes of JSON {name: {"dtype", "shape", "data_offsets": [begin, end]}}, then the tensors.
"""

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertplay.errors import UnsafeModel
from bertplay.i18n import N_, lazy

MAX_HEADER_BYTES = 1 << 20  # names and shapes of 8,000 tensors; BERT-large has 400
MAX_DIMENSIONS = 8
MAX_SIZE = 2**40  # of one dimension, and of a place in the file
MAX_WEIGHTS_BYTES = 16 << 30
ITEM_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
AGAIN = N_("Copy or download the model again, from a source you trust.")
FLOATS = {"F64", "F32", "F16", "BF16", "F8_E4M3"}


@dataclass(frozen=True, slots=True)
class Tensor:
    """One entry of the header. begin and end are bytes, counted from the end of the header."""

    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int

    @property
    def count(self) -> int:
        """Numbers in it: shape (12000, 256) -> 3,072,000."""
        return math.prod(self.shape)

    def is_sound(self) -> bool:
        """Whether its number of bytes matches its type and shape."""
        return self.dtype in ITEM_BYTES and 0 <= self.begin <= self.end == self.begin + self.count * ITEM_BYTES[self.dtype]


def read_header(file: Path) -> dict[str, Tensor]:
    """Tensors by name. UnsafeModel when the header is damaged, or the file is not exactly as long as it says."""
    size = file.stat().st_size
    if not 8 < size <= MAX_WEIGHTS_BYTES:
        raise refused(
            file,
            lazy(
                "it has {size:,} bytes, and a weights file has more than 8 and at most {most:,}",
                size=size,
                most=MAX_WEIGHTS_BYTES,
            ),
        )
    with file.open("rb") as opened:
        (length,) = struct.unpack("<Q", opened.read(8))
        if length > min(MAX_HEADER_BYTES, size - 8):
            raise refused(file, lazy("its header claims {length:,} bytes, more than the file has or a header may have", length=length))
        raw = opened.read(length)
    try:
        entries = json.loads(raw, parse_int=whole_number)
        tensors = {name: tensor_of(entry) for name, entry in entries.items() if name != "__metadata__"}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise refused(file, lazy("its header cannot be read, so the file is damaged")) from error
    check_layout(file, tensors, size - 8 - length)
    return tensors


def tensor_of(entry: Any) -> Tensor:
    """{"dtype": "F16", "shape": [2, 3], "data_offsets": [0, 12]} -> Tensor("F16", (2, 3), 0, 12)"""
    begin, end = entry["data_offsets"]
    numbers = (*entry["shape"], begin, end)
    if len(entry["shape"]) > MAX_DIMENSIONS or not all(type(number) is int and 0 <= number < MAX_SIZE for number in numbers):
        raise ValueError("a shape or a place that no weights have")
    return Tensor(str(entry["dtype"]), tuple(entry["shape"]), begin, end)


def whole_number(digits: str) -> int:
    """A number of the header. ValueError for one that is longer than any size: products of such numbers take seconds."""
    if len(digits) > len(str(MAX_SIZE)):
        raise ValueError("a number that no size has")
    return int(digits)


def check_layout(file: Path, tensors: dict[str, Tensor], data_bytes: int) -> None:
    """The tensors follow each other without gap or overlap and fill the file to its last byte."""
    position = 0
    for name, tensor in sorted(tensors.items(), key=lambda item: (item[1].begin, item[1].end)):
        if tensor.begin != position or not tensor.is_sound():
            raise refused(file, lazy("the place of {name!r} in it does not fit its type and shape, so the file is damaged", name=name))
        position = tensor.end
    if position != data_bytes or not tensors:
        kind = lazy("truncated") if position > data_bytes else lazy("damaged")
        raise refused(
            file,
            lazy(
                "its header describes {described:,} bytes of weights and the file has {found:,}: it is {kind}",
                described=position,
                found=data_bytes,
                kind=kind,
            ),
        )


def refused(file: Path, reason: str, remedy: str = AGAIN) -> UnsafeModel:
    """An UnsafeModel that names the file, says why, and what to do: of a file that is damaged or missing, to get it again."""
    return UnsafeModel(
        lazy("The model {folder!r} is refused: {file}: {reason}.", folder=file.parent.name, file=file.name, reason=reason),
        remedy=remedy,
    )

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
from bertplay.wording import later, mark

MAX_HEADER_BYTES = 16 << 20
MAX_WEIGHTS_BYTES = 16 << 30
ITEM_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
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
        """Its bytes are as many as its type and shape say."""
        return self.dtype in ITEM_BYTES and 0 <= self.begin <= self.end == self.begin + self.count * ITEM_BYTES[self.dtype]


def read_header(file: Path) -> dict[str, Tensor]:
    """Tensors by name. UnsafeModel when the header is damaged, or the file is not exactly as long as it says."""
    size = file.stat().st_size
    if not 8 < size <= MAX_WEIGHTS_BYTES:
        raise refused(
            file,
            later(
                "it has {size:,} bytes, and a weights file has more than 8 and at most {most:,}",
                size=size,
                most=MAX_WEIGHTS_BYTES,
            ),
        )
    with file.open("rb") as opened:
        (length,) = struct.unpack("<Q", opened.read(8))
        if length > min(MAX_HEADER_BYTES, size - 8):
            raise refused(file, later("its header claims {length:,} bytes, more than the file has or a header may have", length=length))
        raw = opened.read(length)
    try:
        tensors = {name: tensor_of(entry) for name, entry in json.loads(raw).items() if name != "__metadata__"}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise refused(file, later("its header cannot be read, so the file is damaged")) from error
    check_layout(file, tensors, size - 8 - length)
    return tensors


def tensor_of(entry: Any) -> Tensor:
    """{"dtype": "F16", "shape": [2, 3], "data_offsets": [0, 12]} -> Tensor("F16", (2, 3), 0, 12)"""
    begin, end = entry["data_offsets"]
    numbers = (*entry["shape"], begin, end)
    if not all(type(number) is int and number >= 0 for number in numbers):
        raise ValueError(numbers)
    return Tensor(str(entry["dtype"]), tuple(entry["shape"]), begin, end)


def check_layout(file: Path, tensors: dict[str, Tensor], data_bytes: int) -> None:
    """The tensors follow each other without gap or overlap and fill the file to its last byte."""
    position = 0
    for name, tensor in sorted(tensors.items(), key=lambda item: (item[1].begin, item[1].end)):
        if tensor.begin != position or not tensor.is_sound():
            raise refused(file, later("the place of {name!r} in it does not fit its type and shape, so the file is damaged", name=name))
        position = tensor.end
    if position != data_bytes or not tensors:
        kind = later("truncated") if position > data_bytes else later("damaged")
        raise refused(
            file,
            later(
                "its header describes {described:,} bytes of weights and the file has {found:,}: it is {kind}",
                described=position,
                found=data_bytes,
                kind=kind,
            ),
        )


def refused(file: Path, reason: str) -> UnsafeModel:
    """An UnsafeModel that names the file and says why."""
    return UnsafeModel(
        later("The model folder {folder!r} is refused: {file}: {reason}.", folder=file.parent.name, file=file.name, reason=reason),
        remedy=mark("Copy or download the model again, from a source you trust."),
    )

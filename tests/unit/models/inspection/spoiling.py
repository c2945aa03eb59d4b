"""Ways to damage a folder, and the errors that must follow."""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bertplay.errors import UnsafeModel
from bertplay.models.inspection import inspect_folder
from bertplay.models.loading import load_model
from bertplay.models.spec import Ability, Family, Local, ModelSpec

NAME = "mine"


class Payload:
    """Unpickling it would write the canary."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Path]]:
        return Path.touch, (self.canary,)


def load_refused(folder: Path, reason: str) -> None:
    """Inspecting and loading refuse the folder by name, with the reason; there is no other way to open it."""
    spec = ModelSpec(f"local/{folder.name}", "Mine", Family.BERT, Local(folder), frozenset(Ability), 2, 32, 0, 64, "none")
    for open_it in (lambda: inspect_folder(folder), lambda: load_model(spec)):
        with pytest.raises(UnsafeModel, match=reason) as caught:
            open_it()
        assert "is refused" in caught.value.problem
        assert repr(folder.name) in caught.value.problem


def change_json(file: Path, **changes: object) -> None:
    content = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(content | changes), "utf-8")


def header_of(file: Path) -> tuple[dict[str, Any], bytes]:
    raw = file.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    return json.loads(raw[8 : 8 + length]), raw[8 + length :]


def write_weights(file: Path, header: object, data: bytes) -> None:
    raw = json.dumps(header).encode()
    file.write_bytes(struct.pack("<Q", len(raw)) + raw + data)


def flip(file: Path, place: float) -> None:
    raw = bytearray(file.read_bytes())
    raw[int(place * len(raw))] ^= 1
    file.write_bytes(raw)

"""The record of a worksheet as a file: JSON with the names of its fields, and back."""

import json
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bertplay import __version__
from bertplay.errors import BadInput
from bertplay.results import as_json
from bertplay.results.worksheet import Entry, Worksheet
from bertplay.wording import english, later, mark, t

MOST_BYTES = 20 << 20
PACKAGES = ("torch", "transformers", "tokenizers", "numpy")


def make_worksheet(title: str, note: str, entries: list[Entry]) -> Worksheet:
    """These entries, with today's date and the versions of what answered them."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Worksheet(title, note, now, versions(), tuple(entries))


def versions() -> dict[str, str]:
    """{"bertplay": "0.1.0", "Python": "3.11.2", "torch": "2.13.0", …}, without importing any of them."""
    return {"bertplay": __version__, english("Python"): platform.python_version(), **{name: version_of(name) for name in PACKAGES}}


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return t("missing")


def as_record(sheet: Worksheet) -> bytes:
    """The worksheet as JSON."""
    return json.dumps(as_json(sheet), indent=1, ensure_ascii=False).encode("utf-8", "replace")


def read_record(file: Path) -> Worksheet:
    """The worksheet in a file; BadInput when it is none."""
    remedy = mark("Name a record as the worksheet page gives it.")
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BadInput(mark("The file is too large for a record."), value=str(file), remedy=remedy)
        return TypeAdapter(Worksheet).validate_json(file.read_bytes())
    except OSError as error:
        raise BadInput(mark("The file cannot be read."), value=str(file), remedy=remedy) from error
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        what = f"{where or 'it'} {error.errors()[0]['msg'].lower()}"
        problem = later("The file is no record of a worksheet: {what}.", what=what)
        raise BadInput(problem, value=str(file), remedy=remedy) from error

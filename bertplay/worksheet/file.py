"""A worksheet as JSON, and back; the versions that are written on it."""

import json
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import ValidationError

from bertplay import __version__
from bertplay.errors import BadInput
from bertplay.i18n import N_, _, lazy
from bertplay.results.base import adapter, as_json
from bertplay.worksheet.entry import Entry, Worksheet

MAX_BYTES = 20 << 20
PACKAGES = ("torch", "transformers", "tokenizers", "numpy")


def make_worksheet(title: str, name: str, introduction: str, entries: list[Entry]) -> Worksheet:
    """A worksheet of these entries, with the current date and time and the versions of the libraries."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Worksheet(title, name, introduction, now, versions(), tuple(entries))


def versions() -> dict[str, str]:
    """{"bertplay": "0.1.0", "Python": "3.11.2", "torch": "2.13.0", …}, without importing any of them."""
    return {"bertplay": __version__, "Python": platform.python_version(), **{name: version_of(name) for name in PACKAGES}}


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return _("missing")


def as_record(sheet: Worksheet) -> bytes:
    """The worksheet as JSON, in English."""
    return json.dumps(as_json(sheet), indent=1, ensure_ascii=False).encode("utf-8", "replace")


def read_record(file: Path) -> Worksheet:
    """The worksheet in a file; BadInput if it is none."""
    remedy = N_("Use a record that the worksheet page saved.")
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BadInput(N_("The file is too large for a record."), value=str(file), remedy=remedy)
        sheet: Worksheet = adapter(Worksheet).validate_json(file.read_bytes())
        return sheet
    except OSError as error:
        raise BadInput(N_("The file cannot be read."), value=str(file), remedy=remedy) from error
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        what = f"{where or 'it'} {error.errors()[0]['msg'].lower()}"
        problem = lazy("The file is not a worksheet record: {what}.", what=what)
        raise BadInput(problem, value=str(file), remedy=remedy) from error

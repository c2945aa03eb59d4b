"""Names and ids of runs, and names of their files."""

import re
import secrets
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from bertplay.runs.tables import RunRow
from bertplay.runs.views import base_name

FILE = "data"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def numbers_by_name(rows: Sequence[RunRow]) -> dict[str, set[int]]:
    """The numbers in use for each name."""
    taken: dict[str, set[int]] = {}
    for row in rows:
        taken.setdefault(str(base_name(row)), set()).add(row.number)
    return taken


def free_number(name: str, taken: dict[str, set[int]]) -> int:
    """Take the first free number for this name."""
    numbers = taken.setdefault(name, set())
    number = next(number for number in count(1) if number not in numbers)
    numbers.add(number)
    return number


def safe_name(name: str) -> str:
    """ "../my data*.CSV" -> "my data_.csv": a short file name without characters that are special in paths or markdown."""
    cleaned = Path(re.sub(r"[^\w. ()-]", "_", Path(name.replace("\\", "/")).name).strip(" ."))
    return f"{cleaned.stem[:60] or FILE}{cleaned.suffix.lower()[:10]}"


def new_id() -> str:
    """Eight letters and digits that are not easily confused: "k3m9xw2a"."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))

"""The French of every English text, read once, and only when a reader of French comes."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FILES = Path(__file__).with_name("fr")
Entry = tuple[str | None, str]
"""The context where there is one, and the English text (of several forms, that for one)."""

NO_BREAK = "\u00a0"
BEFORE_MARK = re.compile(r" (?=[:;!?%»](?:[\s.,)*_]|$))")


@cache
def french() -> Mapping[Entry, tuple[str, ...]]:
    """All files together: English -> its translation, or the forms for one and for many."""
    entries: dict[Entry, tuple[str, ...]] = {}
    for file in sorted(FILES.glob("*.po")):
        for message in read(file):
            forms = message.string if isinstance(message.string, tuple | list) else (message.string or "",)
            key = message.id[0] if isinstance(message.id, tuple | list) else message.id
            if key and all(forms):
                entries[message.context, str(key)] = tuple(typeset(form) for form in forms)
    return entries


def read(file: Path) -> "Catalog":
    """One file, as Babel reads it; ValueError for one that is broken."""
    from babel.messages.pofile import read_po

    with file.open("rb") as opened:
        return read_po(opened, locale="fr", abort_invalid=True)


def typeset(text: str) -> str:
    """Spaces where French allows no break: before a colon, a semicolon, an exclamation mark, a question mark, a percent sign, inside « ».

    So the catalogue is written with the space bar.
    """
    return BEFORE_MARK.sub(NO_BREAK, text.replace("« ", f"«{NO_BREAK}"))

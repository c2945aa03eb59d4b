"""Translated texts: the catalogues, and gettext's functions on the reader's language."""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bertplay.i18n.languages import ENGLISH, LOCALES, language
from bertplay.i18n.lazy_string import LazyString
from bertplay.i18n.numbers import fill

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


def _(text: str, /, **values: Any) -> str:
    """The text in the reader's language with its values; a constant of `N_` and a string of `lazy`, too.

    _("{n:,} words", n=1234) -> "1,234 words", in French "1 234 mots". A text without a translation stays English.
    """
    if isinstance(text, LazyString):
        return _(text.template, **text.values)
    return filled(translations(language()).gettext(text) if text else text, values)  # gettext's "" is the head of the catalogue


def ngettext(singular: str, plural: str, n: int, /, **values: Any) -> str:
    """The plural form for n; {n} in it is the number.

    ngettext("{n} mask", "{n} masks", 0) -> "0 masks", in French "0 masque"
    """
    return filled(translations(language()).ngettext(singular, plural, n), {"n": n, **values})


def pgettext(context: str, text: str, /, **values: Any) -> str:
    """The text in the sense that the context names, where one English word has two translations.

    pgettext("a mask", "First") -> "Premier"; pgettext("a sentence", "First") -> "Première"
    """
    return filled(translations(language()).pgettext(context, text), values)


def N_(text: str, /) -> str:  # noqa: N802 - gettext's own name
    """The text itself: marks a constant for translation, which `_(CONSTANT)` shows."""
    return text


def localized(value: Any) -> Any:
    """A lazy string in the reader's language; any other value unchanged, because what a person wrote is not in the catalogue."""
    return _(value) if isinstance(value, LazyString) else value


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The text with its values, lazy strings among them translated."""
    if not values:
        return text
    return fill(text, (), {name: localized(value) for name, value in values.items()})


@cache
def translations(code: str) -> NullTranslations:
    """The compiled catalogue of a language, made when its first reader comes; of English, none."""
    return NullTranslations() if code == ENGLISH else compiled(catalogue(code))


def catalogue(code: str) -> "Catalog":
    """All .po files of a language as one; ValueError for one that is broken."""
    from babel.messages.catalog import Catalog

    whole: Catalog | None = None
    for file in sorted((LOCALES / code).glob("*.po")):
        part = read(file)
        if whole is None:
            whole = part
        else:
            for message in part:
                if message.id:
                    whole[message.id] = message
    return whole or Catalog(code)


def read(file: Path) -> "Catalog":
    """One .po file; ValueError for one that is broken."""
    from babel.messages.pofile import read_po

    with file.open("rb") as opened:
        return read_po(opened, locale=file.parent.name, abort_invalid=True)


def compiled(source: "Catalog") -> GNUTranslations:
    """A catalogue as gettext looks it up, with the plural rule of its head."""
    from babel.messages.mofile import write_mo

    binary = BytesIO()
    write_mo(binary, source)
    binary.seek(0)
    return GNUTranslations(binary)

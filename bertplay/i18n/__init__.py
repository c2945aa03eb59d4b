"""Texts, numbers and dates in the reader's language: `_("Predict {n} words", n=3)`. No Streamlit.

gettext, through Babel. The English text is the key; its translations are in locales/<language>/*.po. Outside a page (in a command,
a worker, a test) everything is English, because no reader is known. docs/decisions/translations.md says how a module is translated.

    _               a text in the reader's language, its values filled in
    ngettext        a text that depends on a number: the plural forms of the catalogue
    pgettext        a text in the sense that a context names
    N_              marks a constant that is shown later: _(CONSTANT)
    lazy            a text with values, made where no reader is known (an error, a shared result), and shown later: _(text)
    localized       a lazy string translated; any other value unchanged
    error_text      an error as one lazy string
    using_language  a block in one language, outside the reader's page: a file for download
"""

from bertplay.i18n.languages import (
    ENGLISH,
    cached_by_language,
    language,
    match_language,
    offered_languages,
    set_language_lookup,
    using_language,
)
from bertplay.i18n.lazy_string import LazyString, error_text, joined, lazy
from bertplay.i18n.messages import N_, _, localized, ngettext, pgettext
from bertplay.i18n.numbers import number, percent, plain_form

__all__ = [
    "ENGLISH",
    "N_",
    "LazyString",
    "_",
    "cached_by_language",
    "error_text",
    "joined",
    "language",
    "lazy",
    "localized",
    "match_language",
    "ngettext",
    "number",
    "offered_languages",
    "percent",
    "pgettext",
    "plain_form",
    "set_language_lookup",
    "using_language",
]

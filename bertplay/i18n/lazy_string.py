"""Texts that are translated when they are shown, and how they are saved: the next reader may have another language."""

from collections.abc import Mapping, Sequence
from typing import Any

from bertplay.errors import BertplayError, shortened
from bertplay.i18n.languages import ENGLISH, using_language
from bertplay.i18n.numbers import fill


class LazyString(str):
    """An English text that remembers its template and its values, so that `_` can translate it.

    Not Babel's LazyProxy, which is no `str`: an error, the log, a database and JSON want one, a page fills in the values with the
    reader's number format, and a proxy keeps a function instead of the template, which cannot be saved.
    """

    template: str
    values: Mapping[str, Any]


def lazy(text: str, /, **values: Any) -> LazyString:
    """The text in English, which `_` translates into the reader's language.

    For texts made where the reader is unknown or for several readers: errors, and results that are saved. A value that needs
    translating is itself made with `lazy`.
    """
    if isinstance(text, LazyString):
        return text
    with using_language(ENGLISH):
        made = LazyString(fill(text, (), values) if values else text)
    made.template, made.values = text, values
    return made


def joined(texts: Sequence[str], separator: str = " ") -> LazyString:
    """Several texts with a separator between, each translated when it is shown."""
    template = separator.join(f"{{part{i}}}" for i in range(len(texts)))
    return lazy(template, **{f"part{i}": text for i, text in enumerate(texts)})


def error_text(error: BertplayError) -> LazyString:
    """The message of an error, like `str(error)` but translatable with `_`."""
    parts = {"problem": lazy(error.problem), "remedy": lazy(error.remedy)}
    if error.value is None:
        return lazy("{problem} {remedy}", **parts)
    return lazy("{problem} Given: {value}. {remedy}", value=shortened(error.value), **parts)


def lazy_to_json(value: Any) -> Any:
    """A JSON value with its lazy strings as template and values.

    lazy("{n} of 12", n=3) -> {"sentence": "{n} of 12", "values": {"n": 3}}
    """
    if isinstance(value, LazyString):
        return {"sentence": value.template, "values": {name: lazy_to_json(one) for name, one in value.values.items()}}
    if isinstance(value, list | tuple):
        return [lazy_to_json(one) for one in value]
    return {name: lazy_to_json(one) for name, one in value.items()} if isinstance(value, dict) else value


def lazy_from_json(value: Any) -> Any:
    """The inverse of `lazy_to_json`."""
    if isinstance(value, list):
        return [lazy_from_json(one) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {name: lazy_from_json(one) for name, one in value.items()}
    return lazy(inner["sentence"], **inner["values"]) if inner.keys() == {"sentence", "values"} else inner

"""The languages, and the reader's choice: looked up for each text, because one process serves many readers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

ENGLISH = "en"
"""The language of the sources."""
LOCALES = Path(__file__).with_name("locales")
"""One folder a language, named by its code ("fr", "pt_BR"), with .po files."""

_lookup: list[Callable[[], str]] = []
_in_use: ContextVar[str] = ContextVar("language", default="")


@cache
def offered_languages() -> Mapping[str, str]:
    """The code of each language -> its own name: {"en": "English", "fr": "Français"}."""
    from babel import Locale

    found = sorted({file.parent.name for file in LOCALES.glob("*/*.po")} - {ENGLISH})
    names = {code: Locale.parse(code).get_language_name() or code for code in (ENGLISH, *found)}
    return {code: name[0].upper() + name[1:] for code, name in names.items()}


@lru_cache(maxsize=256)
def match_language(locale: str | None) -> str:
    """The offered language for a browser's locale: "fr-CH" -> "fr"; English where there is none."""
    from babel import negotiate_locale

    found = negotiate_locale([(locale or "").replace("-", "_")], list(offered_languages())) or ENGLISH
    return next(code for code in offered_languages() if code.lower() == found.lower())


def set_language_lookup(lookup: Callable[[], str]) -> None:
    """Set the function that returns the reader's language; the pages do so once, when they are imported."""
    _lookup[:] = [lookup]


def language() -> str:
    """The reader's language; English where there is no reader."""
    return _in_use.get() or (_lookup[0]() if _lookup else ENGLISH)


@contextmanager
def using_language(code: str) -> Iterator[None]:
    """Everything in this block is in one language: a file is made when it is downloaded, when its page's reader is no longer known."""
    token = _in_use.set(code)
    try:
        yield
    finally:
        _in_use.reset(token)


def cached_by_language(function: Callable[P, R], most: int | None = None) -> Callable[P, R]:
    """`functools.cache` for functions whose result contains text: cached once per language. most: how many results at most."""

    @lru_cache(maxsize=most)
    def cached(_language: str, *args: Any, **kwargs: Any) -> R:
        return function(*args, **kwargs)

    call: Callable[..., R] = cached

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        return call(language(), *args, **kwargs)

    return wrapper

"""Which language the reader wants, asked anew for each text: one process serves many readers at once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

ENGLISH = "en"
FRENCH = "fr"
LANGUAGES: Mapping[str, str] = {ENGLISH: "English", FRENCH: "Français"}
"""The languages of the pages, each by its own name."""

_asked: list[Callable[[], str]] = []
_spoken: ContextVar[str] = ContextVar("spoken", default="")


def ask_language_with(ask: Callable[[], str]) -> None:
    """Have every text ask this which of LANGUAGES its reader wants; the pages call it once, when they are imported."""
    _asked[:] = [ask]


def language() -> str:
    """The language of whoever reads now; English where nobody does."""
    return _spoken.get() or (_asked[0]() if _asked else ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Tell everything of this block in one language: a file is made when it is fetched, and then nobody knows its page's reader."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def cached_by_language(function: Callable[P, R], most: int | None = None) -> Callable[P, R]:
    """`functools.cache` for what has words in it: kept once for each language. most: how many answers are kept, where not all."""

    @lru_cache(maxsize=most)
    def kept(_: str, *args: Any, **kwargs: Any) -> R:
        return function(*args, **kwargs)

    keep: Callable[..., R] = kept

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        return keep(language(), *args, **kwargs)

    return ask

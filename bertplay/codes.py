"""Codes of classes and lessons: eight of 32 characters, 40 bits. Addresses that try many wrong codes are slowed down."""

import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bertplay.errors import TooManyGuesses, UnknownCode
from bertplay.i18n import N_

CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's alphabet: without i, l, o and u, which are read as others or make words."""
LENGTH = 8
MISREAD = str.maketrans("oil", "011")
WRONG_PER_MINUTE = 120
"""The limit for one address, which a whole school may share. At that rate, the chance of finding one of 2,000 codes in a year is 11%."""


def new_code() -> str:
    """A new code, as stored: "7k2mqx9r"."""
    return "".join(secrets.choice(CHARACTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """The stored form of a code as someone typed it.

    read_code(" 7K2M-QX9R ") -> "7k2mqx9r"; read_code("7KOl") -> "7k01"
    """
    return "".join(c for c in typed.casefold()[:100].translate(MISREAD) if c in CHARACTERS)[: LENGTH + 1]


def written_code(code: str) -> str:
    """A code as displayed: "7K2M-QX9R"."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}".upper()


class PerMinute:
    """Counts events per key within the current clock minute; every new minute starts from zero."""

    def __init__(self, most: int) -> None:
        self._most, self._minute = most, 0
        self._counts: Counter[str] = Counter()

    def allows(self, key: str) -> bool:
        """Count an event; returns whether it is within the limit."""
        self._follow_clock()
        self._counts[key] += 1
        return self._counts[key] <= self._most

    def is_over(self, key: str) -> bool:
        """Whether the limit has been reached."""
        self._follow_clock()
        return self._counts[key] >= self._most

    def _follow_clock(self) -> None:
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._counts = minute, Counter()


wrong_codes = PerMinute(WRONG_PER_MINUTE)
"""By the address from which they came."""


@contextmanager
def slowed_down(address: str) -> Iterator[None]:
    """Look up a code in this block. After too many wrong codes from an address, raises TooManyGuesses even for a right one.

    with slowed_down("192.0.2.7"): store.require(code)
    """
    if wrong_codes.is_over(address):
        raise TooManyGuesses(
            N_("Too many wrong codes were tried from your network."), remedy=N_("Check the code, and try again in a minute.")
        )
    try:
        yield
    except UnknownCode:
        wrong_codes.allows(address)
        raise

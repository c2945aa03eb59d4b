"""The code of a class: eight of 32 characters, 40 bits, so that nobody finds a class by trying codes."""

import secrets

CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's alphabet: without i, l, o and u, which are read as others or make words."""
LENGTH = 8
MISREAD = str.maketrans("oil", "011")


def new_code() -> str:
    """A code as the store holds it: "7k2mqx9r"."""
    return "".join(secrets.choice(CHARACTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """A code as somebody typed it, as the store holds it.

    read_code(" 7K2M-QX9R ") -> "7k2mqx9r"; read_code("7KOl") -> "7k01"
    """
    return "".join(c for c in typed.casefold()[:100].translate(MISREAD) if c in CHARACTERS)[: LENGTH + 1]


def written_code(code: str) -> str:
    """A code as it is shown: "7K2M-QX9R"."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}".upper()

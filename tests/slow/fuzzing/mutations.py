"""Broken files: valid ones with bytes and parts changed, from a seed, so that a failure can be reproduced."""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any

NASTY = (
    *(b"\0", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"'", b"\\", b"\n", b"\r", b"[", b"]", b"{", b"}", b"[[", b",", b":", b"=", b".", b"#"),
    *(b"-1", b"0", b"1e999", b"NaN", b"null", b"true", b'""', b"[]", b"{}", b"9" * 30, b"9" * 5_000, b"\\ud800", b"\\u0000"),
    *(b'"""', b"'''", b"[" * 200, b"{" * 200, b"a." * 100, b"<img src=x>", "é𝕏ﬁ\u200b".encode(), b"../../etc/passwd", b" " * 2_000),
)
VALUES = (
    *(None, True, False, -1, 0, 1, 0.5, 1e308, 2**31, 2**70, "", "a", " ", "\0", "\ud800", "é𝕏ﬁ\u200b", "(a+)+$", "[UNK]", "a" * 5_000),
    *([], {}, [[]], ["a", 0], {"a": 0}, {"type": "Sequence", "normalizers": []}, [0] * 1_000),
)


def mutations(good: Sequence[bytes], count: int, seed: int = 0) -> Iterator[bytes]:
    """So many broken files, each one to six changes away from a good one."""
    random = Random(seed)
    for _ in range(count):
        data = random.choice(good)
        for _ in range(random.randint(1, 6)):
            data = changed(data, random.choice(good), random)
        yield data


def changed(data: bytes, other: bytes, random: Random) -> bytes:
    """One change: a byte, something nasty, a part left out, repeated, or taken from another file, or the end cut off."""
    at, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    end = min(end, at + 200)
    match random.randrange(6):
        case 0:
            return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + random.choice(NASTY) + data[end if random.random() < 0.5 else at :]
        case 2:
            return data[:at] + data[end:]
        case 3:
            return data[:end] + data[at:end] * random.choice((1, 2, 40)) + data[end:]
        case 4:
            begin = random.randrange(len(other) + 1)
            return data[:at] + other[begin : begin + 300] + data[end:]
        case _:
            return data[:at]


def json_mutations(good: Sequence[Any], count: int, seed: int = 0) -> Iterator[bytes]:
    """So many files of valid JSON, each one to six changed values away from a good one."""
    random = Random(seed)
    for _ in range(count):
        value = deepcopy(random.choice(good))
        for _ in range(random.randint(1, 6)):
            change_a_value(value, random)
        yield json.dumps(value).encode()


def change_a_value(value: Any, random: Random) -> None:
    """One change within a value: a part replaced by something odd or by another part, left out, or given the name of another."""
    places = list(places_in(value))
    if not places:
        return
    (holder, key), (other, other_key) = random.choice(places), random.choice(places)
    match random.randrange(4):
        case 0:
            holder[key] = deepcopy(random.choice(VALUES))
        case 1:
            holder[key] = deepcopy(other[other_key])
        case 2:
            del holder[key]
        case _ if isinstance(holder, dict):
            holder[str(other_key)] = holder.pop(key)
        case _:
            holder.append(holder.pop(key))


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where a value holds others, at any depth: the object or list, and the name or number."""
    held = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in list(held):
        yield value, key
        yield from places_in(one)

"""Broken files: valid ones with bytes and parts changed, from a seed, so that a failure can be reproduced."""

from collections.abc import Iterator, Sequence
from random import Random

NASTY = (
    *(b"\0", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"'", b"\\", b"\n", b"\r", b"[", b"]", b"{", b"}", b"[[", b",", b":", b"=", b".", b"#"),
    *(b"-1", b"0", b"1e999", b"NaN", b"null", b"true", b'""', b"[]", b"{}", b"9" * 30, b"9" * 5_000, b"\\ud800", b"\\u0000"),
    *(b'"""', b"'''", b"[" * 200, b"{" * 200, b"a." * 100, b"<img src=x>", "é𝕏ﬁ\u200b".encode(), b"../../etc/passwd", b" " * 2_000),
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

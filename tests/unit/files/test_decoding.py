"""The bytes of a file as text."""

import pytest

from bertplay.files.decoding import decode

TEXT = "text,label\ncafé,yes\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_byte_order_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.csv") == (TEXT, [])


def test_windows_1252_is_read_and_said() -> None:
    text, problems = decode(TEXT.encode("cp1252"), "a.csv")
    assert text == TEXT
    assert [problem.line for problem in problems] == [2]
    assert "Windows-1252" in problems[0].text


def test_line_ends_are_alike() -> None:
    assert decode(b"a\r\nb\rc\n", "a.txt")[0] == "a\nb\nc\n"

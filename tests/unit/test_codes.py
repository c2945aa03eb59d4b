"""Codes have forty bits and are read however they are typed."""

from contextlib import nullcontext

import pytest

from bertplay import codes
from bertplay.codes import CHARACTERS, LENGTH, PerMinute, new_code, read_code, slowed_down, written_code
from bertplay.errors import TooManyGuesses, UnknownLesson


def test_a_code_has_at_least_forty_bits() -> None:
    assert len(set(CHARACTERS)) ** LENGTH >= 2**40
    drawn = {new_code() for _ in range(200)}
    assert len(drawn) == 200
    assert all(read_code(written_code(code)) == code for code in drawn)


@pytest.mark.parametrize("typed", ["7K2M-QX9R", " 7k2m qx9r\n", "7K2MQX9R", "7k2m–qx9r"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "7k2mqx9r"


def test_letters_that_are_misread_are_taken_for_digits() -> None:
    assert read_code("oOiIlL") == "001111"
    assert read_code("<img>\0" * 100) == read_code("") + "1mg1mg1mg"


def test_who_tries_many_wrong_codes_is_slowed_down_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 6_000.0
    monkeypatch.setattr(codes, "wrong_codes", PerMinute(3))
    monkeypatch.setattr("time.monotonic", lambda: now)

    def guess(address: str, *, is_right: bool) -> None:
        with slowed_down(address):
            if not is_right:
                raise UnknownLesson("There is none.", remedy="Check it.")

    for is_right in (False, True, False, True, False):
        with nullcontext() if is_right else pytest.raises(UnknownLesson):
            guess("192.0.2.7", is_right=is_right)
    with pytest.raises(TooManyGuesses):
        guess("192.0.2.7", is_right=True)
    guess("192.0.2.8", is_right=True)  # others are not held up
    now += 60.0
    guess("192.0.2.7", is_right=True)

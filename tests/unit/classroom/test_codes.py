"""Codes have forty bits, and are read however they are typed."""

import pytest

from bertplay.classroom.codes import CHARACTERS, LENGTH, new_code, read_code, written_code


def test_a_code_has_at_least_forty_bits() -> None:
    assert len(set(CHARACTERS)) ** LENGTH >= 2**40
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(read_code(written_code(code)) == code for code in codes)


@pytest.mark.parametrize("typed", ["7K2M-QX9R", " 7k2m qx9r\n", "7K2MQX9R", "7k2m–qx9r"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "7k2mqx9r"


def test_letters_that_are_misread_are_taken_for_digits() -> None:
    assert read_code("oOiIlL") == "001111"
    assert read_code("<img>\0" * 100) == read_code("") + "1mg1mg1mg"

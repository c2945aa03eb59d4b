"""Values that inputs take from a link and from the session: bounds, options, invalid values."""

import pytest

from bertplay.ui.kit.inputs import Choice, Lines, Number, Text, Toggle

SIZE = Number("size", "Size", default=5, low=1, high=10)
RULE = Choice("rule", "Rule", default="b", options={"a": "A", "b": "B"})
GUESS = Toggle("guess", "Guess")


@pytest.mark.parametrize(("written", "value"), [("3", 3), ("0", 1), ("-4", 1), ("99", 10), ("x", None), ("", None), ("3.5", None)])
def test_a_number_of_a_link_is_within_its_bounds(written: str, value: int | None) -> None:
    assert SIZE.read(written) == value


@pytest.mark.parametrize("written", ["²", "٣", "9" * 5_000, " 3", "0x3", "1e3", "--3"])
def test_what_is_no_number_is_passed_over(written: str) -> None:
    assert SIZE.read(written) is None


def test_bounds_may_depend_on_the_answer() -> None:
    assert SIZE.among(3).clean(7) == 3
    assert SIZE.between(6, 8).clean(2) == 6
    assert SIZE.clean(7) == 7, "the input itself stays as it was"


def test_a_choice_is_one_of_its_options() -> None:
    assert RULE.read("a") == "a"
    assert RULE.read("c") is None
    assert [RULE.clean(value) for value in ("a", "c", None)] == ["a", "b", "b"]
    assert Choice("rule", "Rule", default="gone", options={"a": "A"}).clean("x") == "a"


def test_a_toggle_is_on_or_off_in_a_link_and_in_a_lesson() -> None:
    assert [GUESS.read(written) for written in ("1", "0", "true", "false", "yes", "")] == [True, False, True, False, None, None]
    assert [GUESS.write(value) for value in (True, False)] == ["1", "0"]


@pytest.mark.parametrize("kind", [Text, Lines])
def test_text_is_cleaned_and_cut(kind: type[Text]) -> None:
    box = kind("text", "Text", max_characters=5)
    assert box.clean("a\ud800b\0c") == "a\ufffdb\ufffdc"
    assert box.read("a" * 9) == "a" * 5
    assert box.clean(None) == ""

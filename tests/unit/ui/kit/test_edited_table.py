"""A table that is typed: what its cells are worth."""

from bertplay.ui.kit.edited_table import clean


def test_a_cell_is_plain_text_and_an_untouched_one_is_empty() -> None:
    assert clean("It was good.") == "It was good."
    assert clean(None) == clean(float("nan")) == ""
    assert clean("a\ud800b\0") == "a\ufffdb\ufffd"

from bertplay.ui.kit.edited_table import cell_text


def test_a_cell_is_plain_text_and_an_untouched_one_is_empty() -> None:
    assert cell_text("It was good.") == "It was good."
    assert cell_text(None) == cell_text(float("nan")) == ""
    assert cell_text("a\ud800b\0") == "a\ufffdb\ufffd"

"""A cell of the confusion matrix is chosen without a mouse."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from bertplay.results.tuned_model import Confusion
    from bertplay.ui.parts.fine_tuning.after import choose_cell

    st.text(str(choose_cell(Confusion(("bad", "good"), ((3, 1), (0, 4)), ()), "r1")))


def test_the_list_has_each_cell_that_is_not_empty_and_mistakes_first() -> None:
    shown = AppTest.from_function(page).run()
    assert shown.text[0].value == "None"
    box = shown.selectbox[0]
    assert box.options == ["bad, taken for good: 1", "bad, taken for bad: 3", "good, taken for good: 4"]
    box.set_value(("bad", "good")).run()
    assert shown.text[0].value == "('bad', 'good')"
    assert not shown.exception

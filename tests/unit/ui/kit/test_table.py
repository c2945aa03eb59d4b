import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

import bertplay.ui.language  # noqa: F401  the session says which language a table is in
from bertplay.i18n import using_language
from bertplay.ui.kit.table import MAX_WRITTEN, written


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (24.1, "24.1", "24,1"),
        (1234.5, "1,234.5", "1\u202f234,5"),
        (7, "7", "7"),
        (-0.25, "-0.25", "-0,25"),
        (0.00001, "0.00001", "0,00001"),
        (1 / 3, "0.3333", "0,3333"),
        (0.0, "0", "0"),
        (2_000_000, "2,000,000", "2\u202f000\u202f000"),
    ],
)
def test_a_number_of_a_table_has_the_digits_it_needs(value: float, english: str, french: str) -> None:
    assert written(value) == english
    with using_language("fr"):
        assert written(value) == french


def page(locale: str, language: str, rows: int) -> None:
    """A page with one table, in a browser of that language."""
    from unittest.mock import PropertyMock, patch

    import streamlit as st
    from streamlit.runtime.context import ContextProxy

    from bertplay.ui.kit.link import LANGUAGE
    from bertplay.ui.kit.table import draw_table

    st.session_state[LANGUAGE] = language
    with patch.object(ContextProxy, "locale", PropertyMock(return_value=locale)):
        draw_table(
            [{"word": "a", "n": 1234, "share": 24.1}, {"word": None, "n": 2, "share": None}][:rows] * max(1, rows // 2), alt="Words."
        )


@pytest.mark.parametrize(
    ("locale", "language", "rows", "is_written", "is_localized"),
    [
        ("en-GB", "fr", 2, True, False),
        ("fr-CA", "fr", 2, False, True),
        ("en-GB", "en", 2, False, False),
        ("fr-CA", "en", 2, False, False),
        ("en-GB", "fr", MAX_WRITTEN + 2, False, True),
    ],
)
def test_numbers_of_a_table_follow_the_page_and_not_the_browser(
    locale: str, language: str, rows: int, is_written: bool, is_localized: bool
) -> None:
    shown = AppTest.from_function(page, args=(locale, language, rows)).run()
    assert not shown.exception
    table = shown.dataframe[0]
    assert len(table.value) == rows
    assert table.value["n"].dtype.kind == "i"  # a number still, to be sorted by
    assert ("localized" in table.proto.columns) is is_localized
    cells = table.proto.arrow_data.styler.display_values
    assert bool(cells) is is_written
    if is_written:
        read = convert_arrow_bytes_to_pandas_df(cells)
        assert read["n"].tolist() == ["1\u202f234", "2"]
        assert read["share"].tolist() == ["24,1", ""]
        assert read["word"].tolist() == ["a", ""]

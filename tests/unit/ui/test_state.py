"""What a link says."""

from hypothesis import given
from hypothesis import strategies as st

from bertplay.ui.state import indices, written


def test_hidden_words_in_a_link() -> None:
    assert indices("5.3.5") == (3, 5)
    assert indices("none") == indices("") == indices("x.-1.²") == ()
    assert written(()) == "none"


@given(st.sets(st.integers(0, 99_999), max_size=50))
def test_a_link_says_what_was_written_into_it(hidden: set[int]) -> None:
    assert indices(written(tuple(sorted(hidden)))) == tuple(sorted(hidden))

import pytest

from bertplay.i18n import using_language
from bertplay.summaries.models import parameters_in_words


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (1, "1 parameter", "1 paramètre"),
        (4_120, "4,120 parameters", "4\u202f120 paramètres"),
        (99_999, "99,999 parameters", "99\u202f999 paramètres"),
        (412_000, "0.4 million parameters", "0,4 million de paramètres"),
        (22_861_056, "22.9 million parameters", "22,9 millions de paramètres"),
        (1_760_000_000, "1,760.0 million parameters", "1\u202f760,0 millions de paramètres"),
    ],
)
def test_a_size_of_any_order_is_never_zero(count: int, english: str, french: str) -> None:
    assert parameters_in_words(count) == english
    with using_language("fr"):
        assert parameters_in_words(count) == french

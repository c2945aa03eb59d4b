import pytest

from bertplay.ui.kit.guess_first import Score, Verdict


@pytest.mark.parametrize(
    ("reader", "model", "score"),
    [
        (True, False, Score(1, 1, 0)),
        (False, True, Score(1, 0, 1)),
        (True, True, Score(1, 1, 1)),
        (None, True, Score()),
        (True, None, Score()),
    ],
)
def test_only_what_has_a_right_answer_counts(reader: bool | None, model: bool | None, score: Score) -> None:
    assert Score().after(Verdict("", reader, model)) == score


def test_rounds_add_up() -> None:
    assert Score(2, 1, 2).after(Verdict("", True, False)) == Score(3, 2, 2)

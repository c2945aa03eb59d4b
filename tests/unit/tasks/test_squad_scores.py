"""Exact match and F1 as the script of SQuAD computes them; the examples are worked by hand."""

from typing import Any

import pytest

from bertplay.files.tables import Row
from bertplay.tasks.squad_scores import gold_answers, normalized, score_answer


@pytest.mark.parametrize(
    ("answer", "gold", "exact", "f1"),
    [
        ("Normandy", ("Normandy", "in Normandy"), 1, 1),
        ("The  Normandy.", ("normandy",), 1, 1),  # case, article, punctuation, blanks
        ("the Norman dynasty", ("Norman",), 0, 2 / 3),  # precision 1/2, recall 1
        ("10th and 11th centuries", ("the 10th century",), 0, 1 / 3),  # 1 shared of 4 and 2 words
        ("to be or not to be", ("to be to",), 0, 2 * 3 / 9),  # "to" counts twice, as often as both have it
        ("Paris", ("Rome", "Paris France"), 0, 2 / 3),  # the best of the gold answers
        ("", ("",), 1, 1),
        ("Paris", ("",), 0, 0),
        ("", ("Paris",), 0, 0),
        ("The", ("",), 1, 1),  # nothing is left of it
    ],
)
def test_an_answer_is_scored_as_by_the_script_of_squad(answer: str, gold: tuple[str, ...], exact: float, f1: float) -> None:
    score = score_answer(answer, gold)
    assert (score.exact_match, score.f1) == (exact, pytest.approx(f1))


def test_what_is_left_of_an_answer() -> None:
    assert normalized("A man, another -- the U.S. theatre!") == "man another us theatre"


@pytest.mark.parametrize(
    ("value", "gold"),
    [
        ([{"text": "Oslo", "answer_start": 3}, {"text": "in Oslo"}], ("Oslo", "in Oslo")),
        ({"text": ["Oslo"], "answer_start": [3]}, ("Oslo",)),
        ("{'text': array(['Oslo', 'in Oslo'], dtype=object), 'answer_start': array([3], dtype=int32)}", ("Oslo", "in Oslo")),
        ("['Oslo']", ("Oslo",)),
        ("Oslo", ("Oslo",)),
        (1066, ("1066",)),
        ([], ("",)),
        ({"text": [], "answer_start": []}, ("",)),
        ("", None),
        (None, None),
    ],
)
def test_gold_answers_are_read_as_files_have_them(value: Any, gold: tuple[str, ...] | None) -> None:
    assert gold_answers(Row(1, {"answers": value}), "answers") == gold

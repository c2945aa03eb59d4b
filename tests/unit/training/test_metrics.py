"""F1 of entities against seqeval, and worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics import f1_score

from bertplay.training.metrics import accuracy, entity_f1, spans

TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


def test_spans_by_hand() -> None:
    assert spans(["B-PER", "I-PER", "O", "B-LOC"]) == [(0, 2, "PER"), (3, 4, "LOC")]
    assert spans(["B-PER", "B-PER", "I-LOC"]) == [(0, 1, "PER"), (1, 2, "PER"), (2, 3, "LOC")]
    assert spans(["O", "O"]) == []


def test_f1_by_hand() -> None:
    """Two entities, one found, one with a word too few, none invented: precision 1/2, recall 1/2."""
    truth, said = [["B-PER", "I-PER", "O", "B-LOC"]], [["B-PER", "O", "O", "B-LOC"]]
    assert entity_f1(truth, said) == pytest.approx(0.5)


@given(st.lists(st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(TAGS)), min_size=1, max_size=8), min_size=1, max_size=5))
@pytest.mark.filterwarnings("ignore")
def test_f1_is_that_of_seqeval(rows: list[list[tuple[str, str]]]) -> None:
    truth, said = [[a for a, _ in row] for row in rows], [[b for _, b in row] for row in rows]
    assert entity_f1(truth, said) == pytest.approx(float(f1_score(truth, said, zero_division=0)))


def test_accuracy() -> None:
    assert accuracy(["a", "b", "a"], ["a", "a", "a"]) == pytest.approx(2 / 3)
    assert accuracy([], []) == 0.0

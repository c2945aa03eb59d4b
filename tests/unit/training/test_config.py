"""A run's settings: what is refused, and that JSON brings the same back."""

import json

import pytest

from bertplay.errors import BadInput
from bertplay.training.config import DataSource, FineTuneConfig, Method, Task

REVIEWS = DataSource("sample:reviews")


def test_json_brings_the_same_run_back() -> None:
    config = FineTuneConfig(DataSource("a.csv", "b.csv", label_column="y"), Task.PAIRS, Method.BILSTM, seed=3, own_sentences=("Good.",))
    assert FineTuneConfig.from_json(json.loads(json.dumps(config.as_json()))) == config


@pytest.mark.parametrize(
    "wrong",
    [
        {"epochs": 0},
        {"learning_rate": float("nan")},
        {"batch_size": 1000},
        {"train_examples": 1},
        {"own_sentences": ("x" * 501,)},
        {"task": Task.ENTITIES, "method": Method.TFIDF},
        {"task": Task.MASKED_WORDS, "method": Method.MAJORITY},
    ],
)
def test_a_setting_out_of_range_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        FineTuneConfig(REVIEWS, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "values", [{}, {"data": {"train": ""}}, {"data": {"train": "x"}, "rate": 1}, {"data": {"train": "x"}, "task": "?"}]
)
def test_what_is_no_run_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        FineTuneConfig.from_json(values)


def test_the_name_of_a_sample_set() -> None:
    assert REVIEWS.sample == "reviews"
    assert DataSource("reviews.csv").sample == ""

"""Jobs: their names, what is refused, and JSON that reads back unchanged."""

import json

import pytest

from bertplay.errors import BadInput
from bertplay.training.jobs import (
    METHOD_NAMES,
    CopyFirstToken,
    DataSource,
    FineTune,
    Layer,
    Method,
    MiniPretraining,
    Task,
    TrainingJob,
    job_from_json,
    job_to_json,
)

REVIEWS = DataSource("sample:reviews")


@pytest.mark.parametrize(
    "job",
    [
        FineTune(DataSource("a.csv", "b.csv", label_column="y"), Task.PAIRS, Method.BILSTM, seed=3, probe_sentences=("Good.",)),
        MiniPretraining("book.txt", 20.0, 1, ("A [MASK].",)),
        CopyFirstToken(Layer.ATTENTION, 16, 5.0),
    ],
    ids=lambda job: job.kind,
)
def test_json_brings_the_same_job_back(job: TrainingJob) -> None:
    values = job_to_json(job)
    assert job_from_json(json.dumps(values)) == job_from_json(values) == job
    assert values["kind"] == job.kind


def test_epochs_and_rate_that_suit_the_task() -> None:
    assert (FineTune(REVIEWS).epochs, FineTune(REVIEWS).learning_rate) == (3, 3e-4)
    names = FineTune(DataSource("sample:entities"), Task.ENTITIES)
    assert (names.epochs, names.learning_rate) == (6, 3e-4)
    assert FineTune(DataSource("sample:entities"), Task.ENTITIES, epochs=2).epochs == 2


@pytest.mark.parametrize(
    ("job", "title"),
    [
        (FineTune(DataSource("sample:topics")), "Topics, 3 epochs, all weights"),
        (FineTune(DataSource("sample:topics"), train_examples=8, epochs=1, seed=2), "Topics, 8 examples, 1 epoch, all weights, seed 2"),
        (FineTune(DataSource("/x/dogs.csv"), method=Method.TFIDF), "dogs.csv, TF-IDF baseline"),
        (FineTune(REVIEWS, method=Method.FROZEN, model="roberta"), "Reviews, 3 epochs, frozen encoder, roberta"),
        (MiniPretraining("/x/novel.txt"), "Mini-pretraining, novel.txt, 60 s"),
        (CopyFirstToken(Layer.LSTM), "Copy the first token, LSTM, up to 128 tokens"),
    ],
)
def test_what_a_run_of_a_job_is_called(job: TrainingJob, title: str) -> None:
    assert str(job.title) == title
    assert job.method in METHOD_NAMES


@pytest.mark.parametrize(
    "wrong",
    [
        {"epochs": 101},
        {"learning_rate": float("nan")},
        {"batch_size": 1000},
        {"train_examples": 1},
        {"probe_sentences": ("x" * 501,)},
        {"task": Task.ENTITIES, "method": Method.TFIDF},
        {"task": Task.MASKED_WORDS, "method": Method.MAJORITY},
    ],
)
def test_a_setting_out_of_range_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        FineTune(REVIEWS, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": "poem"},
        {"kind": "fine_tune", "data": {"train": ""}},
        {"kind": "fine_tune", "data": {"train": "x"}, "rate": 1},
        {"kind": "fine_tune", "data": {"train": "x"}, "task": "?"},
        {"kind": "mini_pretraining", "text": "x", "seconds": 601},
        {"kind": "copy_first_token", "layer": "lstm", "max_distance": 7},
    ],
)
def test_what_is_no_job_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        job_from_json(values)


def test_the_name_of_a_sample_set() -> None:
    assert REVIEWS.sample == "reviews"
    assert DataSource("reviews.csv").sample == ""

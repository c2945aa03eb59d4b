"""An evaluation file has a header, columns and a format of its own; pairs and scales without a header, or without classes."""

from pathlib import Path

import pytest

from bertplay.training.data.checks import read_data
from bertplay.training.data.examples import Data
from bertplay.training.jobs import DataSource, Task

LABELS = ("good", "bad")
ROWS = "".join(f"Sentence {i} of training.,{LABELS[i % 2]}\n" for i in range(20))
OTHERS = "".join(f"Another {i} for evaluation.,{LABELS[i % 2]}\n" for i in range(6))


def read(folder: Path, train: str, evaluation: str = "", task: Task = Task.CLASSIFICATION, **source: object) -> Data:
    (folder / "train.csv").write_text(train)
    (folder / "eval.csv").write_text(evaluation)
    return read_data(task, DataSource(str(folder / "train.csv"), str(folder / "eval.csv") if evaluation else "", **source))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("train", "evaluation", "source"),
    [
        ("text,label\n" + ROWS, OTHERS, {}),
        (ROWS, "text,label\n" + OTHERS, {"has_header": False}),
        (ROWS, OTHERS, {"has_header": False}),
        ("foo,bar\n" + ROWS, "sentence,sentiment\n" + OTHERS, {"text_column": "foo", "label_column": "bar"}),
        ("foo,bar\n" + ROWS, "foo,bar\n" + OTHERS, {"text_column": "foo", "label_column": "bar"}),
        ("foo,bar\n" + ROWS, OTHERS, {"text_column": "foo", "label_column": "bar"}),
    ],
    ids=["header-none", "none-header", "none-none", "other-names", "same-names", "names-none"],
)
def test_an_evaluation_file_may_have_another_header(tmp_path: Path, train: str, evaluation: str, source: dict[str, object]) -> None:
    data = read(tmp_path, train, evaluation, **source)
    assert (len(data.train), len(data.held_out), data.labels) == (20, 6, ("bad", "good"))
    assert not any(problem.is_fatal for problem in data.problems)


def test_pairs_without_a_header_have_their_label_in_the_column_of_few_values(tmp_path: Path) -> None:
    rows = "".join(f"{LABELS[i % 2]},First {i} here.,The longer second one {i}.\n" for i in range(20))
    data = read(tmp_path, rows, task=Task.PAIRS, has_header=False)
    first = min((*data.train, *data.held_out), key=lambda example: example.line)
    assert (first.text, first.pair, first.label) == ("First 0 here.", "The longer second one 0.", "good")


def test_empty_columns_at_the_end_of_a_table_without_a_header_are_none(tmp_path: Path) -> None:
    data = read(tmp_path, ROWS.replace("\n", ",,\n"), has_header=False)
    assert len(data.train) + len(data.held_out) == 20


def test_labels_that_are_a_scale_are_refused_as_that(tmp_path: Path) -> None:
    rows = "".join(f"Sentence {i}.,{i / 10}\n" for i in range(30))
    first = read(tmp_path, "text,label\n" + rows).problems[0]
    assert (first.is_fatal, str(first.text)[:35]) == (True, "The labels are 30 different numbers")

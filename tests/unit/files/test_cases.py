"""Files as people have them, of kinds that similar tools often refuse or misread; skipped where they are not at hand."""

import pytest

from bertplay.files.labelled import Labelled, read_labelled
from bertplay.training.data.checks import read_data
from bertplay.training.data.examples import Data
from bertplay.training.jobs import DataSource, Task
from tests.cases import CASES

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not at hand")
FIRST = ("Anna", "Berg", "visits", "Bonn", ".")


def read(name: str, task: Task = Task.CLASSIFICATION, **source: object) -> Data:
    return read_data(task, DataSource(str(CASES / name), **source))  # type: ignore[arg-type]


def sentences(name: str) -> Labelled:
    return read_labelled((CASES / name).read_bytes(), name)


def size(data: Data) -> int:
    return len(data.train) + len(data.held_out)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("01_tsv_quotes.tsv", 19),
        ("01b_tsv_quotes_silent.tsv", 20),
        ("07_sep_line.csv", 16),
        ("08_space_before_quote.csv", 16),
        ("08b_space_before_quote_last.csv", 16),
        ("18_long.csv", 16),
    ],
)
def test_tables(name: str, count: int) -> None:
    data = read(name)
    assert size(data) == count
    assert data.labels == ("bad", "good")
    assert data.problems == ()
    assert not any(example.text.startswith('"The') for example in data.train)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("02_germeval.tsv", 10),
        ("02b_germeval_no_comments.conll", 10),
        ("02c_index_word_tag.conll", 12),
        ("03_empty_token.conll", 10),
        ("11b_multiconer.conll", 10),
        ("11c_hashtag_token.conll", 12),
        ("15_nbsp_spaces.conll", 12),
        ("19_kaggle_ner.csv", 10),
    ],
)
def test_tagged_words(name: str, count: int) -> None:
    data = read(name, Task.ENTITIES)
    assert size(data) == count
    first = min((*data.train, *data.held_out), key=lambda example: example.line)
    assert (first.words, first.tags) == (FIRST, ("B-PER", "I-PER", "O", "B-LOC", "O"))


def test_missing_labels_are_no_class() -> None:
    data = read("05_nan_label.jsonl")
    assert data.labels == ("bad", "good")
    assert len(data.problems) == 3
    data = read("17e_empty_cells.csv")
    assert [(problem.line, str(problem.text).split(";")[0]) for problem in data.problems] == [
        (18, "The text is empty"),
        (19, "The text is empty"),
        (20, "The label is empty"),
    ]


@pytest.mark.parametrize(
    ("name", "count", "labels", "problem_lines"),
    [
        ("01b_tsv_quotes_silent.tsv", 20, {"bad", "good"}, []),
        ("02_germeval.tsv", 10, {""}, []),
        ("02c_index_word_tag.conll", 12, {""}, []),
        ("03_empty_token.conll", 10, {""}, [20]),
        ("05_nan_label.jsonl", 19, {"bad", "good", ""}, []),
        ("05b_list_label.jsonl", 16, {""}, [*range(1, 17)]),
        ("07_sep_line.csv", 16, {"bad", "good"}, []),
        ("08_space_before_quote.csv", 16, {"bad", "good"}, []),
        ("11b_multiconer.conll", 10, {""}, []),
        ("13b_blank_lines.txt", 16, {""}, []),
        ("14_pairs_tab_separated.txt", 4, {"same", "other"}, []),
        ("17e_empty_cells.csv", 17, {"bad", "good", ""}, [18, 19]),
        ("19_kaggle_ner.csv", 10, {""}, []),
        ("30_no_header.csv", 6, {"bad", "good"}, []),
    ],
)
def test_sentences_to_embed_are_read_like_examples_to_learn(name: str, count: int, labels: set[str], problem_lines: list[int]) -> None:
    found = sentences(name)
    assert len(found.texts) == count
    assert set(found.labels) == labels
    assert [problem.line for problem in found.problems if problem.line] == problem_lines

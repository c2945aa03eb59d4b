"""Training data: what is read from files, what is wrong with them, and what is refused at once."""

import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from bertplay.errors import BadInput
from bertplay.files.decoding import MAX_BYTES
from bertplay.lessons.tutorials import tutorials
from bertplay.training.data.checks import read_data, subset
from bertplay.training.data.reading import table_in
from bertplay.training.data.samples import find_sample, samples
from bertplay.training.jobs import DataSource, Task

ROWS = "text,label\n" + "".join(f"sentence {i},{'yes' if i % 2 else 'no'}\n" for i in range(40))


def written(folder: Path, name: str, content: str | bytes) -> str:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(file)


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_the_sample_sets_are_sound(sample) -> None:  # type: ignore[no-untyped-def]
    data = read_data(sample.task, DataSource(f"sample:{sample.name}"))
    assert data.problems == ()
    assert data.licence == "CC0-1.0"
    assert sample.card.startswith("# ")
    sizes = {"reviews": (320, 80), "topics": (320, 80), "entities": (240, 60)}
    if sample.name in sizes:
        assert (len(data.train), len(data.held_out)) == sizes[sample.name]
    else:
        assert sum(len(e.text.split()) for e in (*data.train, *data.held_out)) >= 5_000
    if sample.task is Task.CLASSIFICATION:
        assert len(set(Counter(e.label for e in data.train).values())) == 1
        assert len(set(Counter(e.label for e in data.held_out).values())) == 1


@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_separators_are_found(name: str, separator: str, tmp_path: Path) -> None:
    data = read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, name, ROWS.replace(",", separator))))
    assert (len(data.train), len(data.held_out), data.labels) == (32, 8, ("no", "yes"))
    assert data.is_usable


def test_the_same_file_is_always_divided_alike(tmp_path: Path) -> None:
    source = DataSource(written(tmp_path, "a.csv", ROWS))
    first, second = (read_data(Task.CLASSIFICATION, source) for _ in range(2))
    assert first == second
    assert Counter(e.label for e in first.held_out) == {"yes": 4, "no": 4}


def test_lines_are_named_even_after_a_quoted_line_break(tmp_path: Path) -> None:
    content = ROWS + '"two\nlines",yes\n,yes\nno label,\n'
    data = read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.csv", content)))
    assert [(p.line, p.text.split(";")[0]) for p in data.problems] == [(44, "The text is empty"), (45, "The label is empty")]


def test_jsonl(tmp_path: Path) -> None:
    rows = [{"review": f"text {i}", "stars": i % 3} for i in range(30)]
    source = DataSource(written(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows))), text_column="review", label_column="stars")
    assert read_data(Task.CLASSIFICATION, source).labels == ("0", "1", "2")
    assert table_in(tmp_path / "a.jsonl").fields == ("review", "stars")


@pytest.mark.parametrize(
    ("line", "words"),
    [("Paris", "There is no tag"), ("Paris\tPLACE", "The tag 'PLACE' is not O"), ("Paris\t", "There is no tag")],
)
def test_a_bad_line_of_conll_leaves_its_sentence_out(line: str, words: str, tmp_path: Path) -> None:
    content = "".join(f"Anna\tB-PER\nlaughs{i}\tO\n\n" for i in range(10)) + f"In\tO\n{line}\n"
    data = read_data(Task.ENTITIES, DataSource(written(tmp_path, "a.conll", content)))
    assert data.is_usable
    assert len(data.train) + len(data.held_out) == 10
    assert data.problems[0].line == 32
    assert words in data.problems[0].text


def test_a_bad_line_of_a_table_is_left_out(tmp_path: Path) -> None:
    data = read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.csv", ROWS + "one cell\na,b,c\nanother,yes\n")))
    assert data.is_usable
    assert len(data.train) + len(data.held_out) == 41
    assert [(problem.line, problem.text.split(",")[0]) for problem in data.problems] == [(42, "It has 1 cells"), (43, "It has 3 cells")]


def test_a_bad_line_of_jsonl_is_left_out(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"text {i}", "label": str(i % 2)}) for i in range(20)]
    data = read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.jsonl", "\n".join([*lines, "oops", "[1]"]))))
    assert data.is_usable
    assert [problem.line for problem in data.problems] == [21, 22]


def test_what_is_also_tested_is_not_trained_on(tmp_path: Path) -> None:
    test = written(tmp_path, "test.csv", "text,label\nSentence  3,yes\nanother,no\n")
    data = read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.csv", ROWS), test))
    assert len(data.train) == 39
    assert [(p.line, p.is_fatal) for p in data.problems] == [(5, False)]
    assert "line 2" in data.problems[0].text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("text,label\n" + "".join(f"text {i},same\n" for i in range(20)), "same label, 'same'"),
        ("text,label\n" + "".join(f"text {i},label {i}\n" for i in range(30)), "30 labels"),
        ("text,label\nlonely,yes\n", "no held-out examples"),
    ],
)
def test_data_that_cannot_teach(content: str, words: str, tmp_path: Path) -> None:
    data = read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.csv", content)))
    assert not data.is_usable
    assert any(words in problem.text for problem in data.problems if problem.is_fatal)


def test_a_label_that_is_only_tested(tmp_path: Path) -> None:
    test = written(tmp_path, "test.csv", "text,label\nx y z,maybe\n")
    data = read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.csv", ROWS), test))
    assert [(p.line, p.is_fatal) for p in data.problems] == [(2, True)]


def excel() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (excel(), "an Excel file"),
        (b"text,label\nwith a \0 in it,yes\n", "Line 2 has a NUL"),
        (b"text,label\ncaf\x81,yes\n", "Line 2 is not written in UTF-8"),
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"text,label\n" + b"x" * (MAX_BYTES - 20) + b",yes\n", "more than 100,000 characters"),
        (b"x" * (MAX_BYTES + 1), "the maximum is"),
        (",".join(f"c{i}" for i in range(20_000)).encode() + b"\n", "20,000 columns"),
        (b"text,label\na,b,c\n", "Line 2: It has 3 cells"),
        (b"text,text\na,b\n", "no column of this name"),
        (b"text,label\n" + b"a,b\n" * 20_001, "more than 20,000"),
        (b"colour,label\na,b\n", "no column of this name"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=words):
        read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.csv", content)))


def test_a_missing_file_and_a_sample_of_another_task(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_data(Task.CLASSIFICATION, DataSource(str(tmp_path / "none.csv")))
    with pytest.raises(BadInput, match="no sample set"):
        read_data(Task.CLASSIFICATION, DataSource("sample:poems"))
    with pytest.raises(BadInput, match="another task"):
        read_data(Task.ENTITIES, DataSource("sample:reviews"))


def test_a_share_has_as_many_of_each_label(tmp_path: Path) -> None:
    data = read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.csv", ROWS)))
    few = subset(data, 8, seed=0)
    assert Counter(e.label for e in few.train) == {"yes": 4, "no": 4}
    assert few == subset(data, 8, seed=0) != subset(data, 8, seed=1)
    assert few.held_out == data.held_out
    assert subset(data, None, 0) is data


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + ROWS.replace("\n", "\r\n").encode()
    assert read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.csv", content))).is_usable


def test_the_words_about_kitchens_are_counted() -> None:
    """The sample's own line, the tutorial and the card say as many as there are."""
    cooking = find_sample("cooking")
    read, held_out = (len(file.read_text("utf-8").split()) for file in (cooking.train_file, cooking.test_file))
    assert cooking.about.startswith(f"{read:,} words about kitchens, and {held_out:,} held out")
    assert f"{read + held_out:,} English words, {read:,} of them to read" in cooking.card
    assert any(f"predicts masked words in {read:,} words about cooking" in tutorial.text for tutorial in tutorials())


VARIANTS = ["good", "good", "bad", "GOOD", '"  Good "', "bad"]


def test_labels_that_differ_in_case_or_blanks_are_named_and_merged(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("text,label\n" + "".join(f"Text {i} is fine.,{label}\n" for i, label in enumerate(VARIANTS * 3)))
    apart = read_data(Task.CLASSIFICATION, DataSource(str(file)))
    assert apart.labels == ("GOOD", "Good", "bad", "good")
    assert [str(problem.text) for problem in apart.problems] == [
        "'GOOD', 'Good' and 'good' differ only in case, spaces or decimals, and are learned as different labels unless they are merged."
    ]
    merged = read_data(Task.CLASSIFICATION, DataSource(str(file), merge_labels=True))
    assert merged.labels == ("bad", "good")
    assert [str(problem.text) for problem in merged.problems] == ["'GOOD', 'Good' and 'good' are one label: 'good'."]
    assert len(merged.train) + len(merged.held_out) == 18


def test_very_many_kinds_of_entities_are_the_wrong_column(tmp_path: Path) -> None:
    """Each kind has two rows of weights, and a row in every table of mistakes."""
    file = tmp_path / "many.conll"
    file.write_text("".join(f"word{i} B-K{i}\nand O\n\n" for i in range(400)), "utf-8")
    data = read_data(Task.ENTITIES, DataSource(str(file)))
    assert not data.is_usable
    assert any("kinds of entities; the maximum is 100" in str(problem.text) for problem in data.problems)


def test_a_kind_of_entity_that_is_only_tested_is_named(tmp_path: Path) -> None:
    train, test = tmp_path / "train.conll", tmp_path / "test.conll"
    train.write_text("Anna\tB-PER\nsings\tO\n\n")
    test.write_text("Otto\tB-PER\nsings\tO\n\nIn\tO\nBonn\tB-LOC\n\n")
    data = read_data(Task.ENTITIES, DataSource(str(train), str(test)))
    assert [(problem.line, problem.is_fatal) for problem in data.problems] == [(4, False)]
    assert "'LOC' is held out and not in the training examples" in str(data.problems[0].text)

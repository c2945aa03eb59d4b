"""What files say, what is wrong with them, and what is refused at once."""

import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from bertplay.errors import BadInput
from bertplay.lessons.tutorials import tutorials
from bertplay.training.config import DataSource, Task
from bertplay.training.data.checks import read_data, subset, usable_data
from bertplay.training.data.files import MOST_BYTES, columns_of
from bertplay.training.data.reading import begun
from bertplay.training.data.samples import find_sample, samples

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
    assert columns_of(tmp_path / "a.jsonl") == ("review", "stars")


def test_older_conll_tags_are_read_as_beginnings() -> None:
    assert begun(["I-PER", "I-PER", "O", "I-LOC", "I-PER"]) == ("B-PER", "I-PER", "O", "B-LOC", "B-PER")


@pytest.mark.parametrize(
    ("line", "words"),
    [("Paris", "There is no tag"), ("Paris\tPLACE", "The tag 'PLACE' is not known"), ("Paris\t", "is not known")],
)
def test_conll_problems_have_their_line(line: str, words: str, tmp_path: Path) -> None:
    content = "Anna\tB-PER\nlaughs\tO\n\n" * 10 + f"In\tO\n{line}\n"
    data = read_data(Task.ENTITIES, DataSource(written(tmp_path, "a.conll", content)))
    assert not data.is_usable
    assert data.problems[0].line == 32
    assert words in data.problems[0].text
    with pytest.raises(BadInput, match="Line 32"):
        usable_data(Task.ENTITIES, DataSource(str(tmp_path / "a.conll")))


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
        ("text,label\n" + "".join(f"text {i},{i}\n" for i in range(30)), "30 labels"),
        ("text,label\nlonely,yes\n", "no example to judge by"),
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
        (excel(), "zip or Excel"),
        (ROWS.encode("utf-16"), "UTF-16"),
        (ROWS.encode("utf-16-le"), "UTF-16"),
        (b"text,label\nwith a \0 in it,yes\n", "Line 2 holds a NUL"),
        ("text,label\ncafé,yes\n".encode("latin-1"), "Line 2 is not written in UTF-8"),
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"text,label\n" + b"x" * (MOST_BYTES - 20) + b",yes\n", "a cell has more than"),
        (b"x" * (MOST_BYTES + 1), "is the most"),
        (",".join(f"c{i}" for i in range(10_000)).encode() + b"\n", "10,000 columns"),
        (b"text,label\na,b,c\n", "Line 2 has 3 cells"),
        (b'text,label\n"open,yes\n', "quotation marks"),
        (b"text,text\na,b\n", "same name"),
        (b"text,label\n" + b"a,b\n" * 20_001, "more than 20,000"),
        (b"words,label\na,b\n", "no column of this name"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=words):
        read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.csv", content)))


def test_an_unknown_ending_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="kind of this file"):
        read_data(Task.CLASSIFICATION, DataSource(written(tmp_path, "a.docx", "text")))
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
    assert any(f"it reads {read:,} words about cooking" in tutorial.text for tutorial in tutorials())

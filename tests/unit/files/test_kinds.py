"""Tables and JSON of many kinds, small, with what they say, as programs and people save them."""

import gzip
import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from bertplay.errors import BadInput
from bertplay.files.decoding import decode
from bertplay.files.labelled import read_labelled
from bertplay.files.sheets import read_sheet
from bertplay.files.tables import Table, read_table

TEXTS = ("Fine soup, and warm.", "Cold soup again.", "Good bread, and a view.", "Rude waiter today.")
LABELS = ("good", "bad", "good", "bad")
ROWS = tuple(zip(TEXTS, LABELS, strict=True))
FILM = "この映画は"
QUOTED = "".join(f'"{text}",{label}\n' for text, label in ROWS)
OBJECTS = [{"text": text, "label": label} for text, label in ROWS]


def table_of(raw: str | bytes, name: str = "a.csv") -> Table:
    return read_table(decode(raw if isinstance(raw, bytes) else raw.encode(), name)[0], name, None)


def pairs_in(table: Table) -> list[tuple[str, str]]:
    text, label = table.find(("text",)) or "1", table.find(("label",)) or "2"
    return [(row.text(text), row.text(label)) for row in table.rows]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("text,label\n" + QUOTED, "a.csv"),
        (QUOTED, "a.csv"),
        ('"sep=,"\ntext,label\n' + QUOTED, "a.csv"),
        ("Reviews of May,\n,\ntext,label\n" + QUOTED, "a.csv"),
        ("# written by a program\ntext,label\n" + QUOTED, "a.csv"),
        ('"text","label"\n' + "".join(f'"{i}","{text}","{label}"\n' for i, (text, label) in enumerate(ROWS, 1)), "a.csv"),
        ('"text" "label"\n' + "".join(f'"{i}" "{text}" "{label}"\n' for i, (text, label) in enumerate(ROWS, 1)), "a.txt"),
        ("Unnamed: 0,text,label\n" + "".join(f'{i},"{text}",{label}\n' for i, (text, label) in enumerate(ROWS)), "a.csv"),
        ("\u00a0Text,Label\u200b\n" + "".join(f'"{text}",{label}\u200b\n' for text, label in ROWS), "a.csv"),
        ("text,label\n" + QUOTED + "\x1a", "a.csv"),
        (("text,label\n" + QUOTED).replace("\n", "\r"), "a.csv"),
        (("text,label\n" + QUOTED).encode("utf-32"), "a.csv"),
        (b"\xef\xbb\xbf\xef\xbb\xbf" + ("text,label\n" + QUOTED).encode(), "a.csv"),
        ("text|label\n" + "".join(f"{text}|{label}\n" for text, label in ROWS), "a.txt"),
        ("text,label\n" + "".join(f"'{text}','{label}'\n" for text, label in ROWS * 2), "a.csv"),
        (json.dumps(OBJECTS), "a.json"),
        (json.dumps({"data": OBJECTS}), "a.json"),
        (json.dumps({"columns": ["text", "label"], "data": ROWS}), "a.json"),
        (json.dumps({"columns": ["text", "label"], "index": [0, 1, 2, 3], "data": ROWS}), "a.json"),
        (json.dumps(ROWS), "a.json"),
        (json.dumps([("text", "label"), *ROWS]), "a.json"),
        (json.dumps({"data": [("text", "label"), *ROWS]}), "a.json"),
        ("".join(json.dumps(row) + "\n" for row in ROWS), "a.jsonl"),
        ("".join(json.dumps(row) + "\n" for row in [("id", "text", "label"), *((i, *row) for i, row in enumerate(ROWS))]), "a.jsonl"),
        (json.dumps({str(i): one for i, one in enumerate(OBJECTS)}), "a.json"),
        (json.dumps({name: {str(i): one[name] for i, one in enumerate(OBJECTS)} for name in ("text", "label")}), "a.json"),
        ("".join(json.dumps(one, indent=1) + "\n" for one in OBJECTS), "a.jsonl"),
        ("".join(json.dumps(one) + ",\n" for one in OBJECTS), "a.jsonl"),
        ("".join(json.dumps({"id": 1, "data": one}) + "\n" for one in OBJECTS), "a.jsonl"),
        ("".join(json.dumps({"data": {"review": {"text": t}}, "meta": {"label": w}}) + "\n" for t, w in ROWS), "a.jsonl"),
        (json.dumps({"features": [], "rows": [{"row_idx": i, "row": one} for i, one in enumerate(OBJECTS)]}), "a.json"),
        (json.dumps({"text": TEXTS, "label": LABELS}), "a.json"),
        (json.dumps(OBJECTS), "a.txt"),
        (
            json.dumps({"took": 1, "hits": {"total": 4, "hits": [{"_id": str(i), "_source": one} for i, one in enumerate(OBJECTS)]}}),
            "a.json",
        ),
        (json.dumps({"rasa_nlu_data": {"common_examples": OBJECTS, "regex_features": []}}), "a.json"),
        (json.dumps(json.dumps(OBJECTS)), "a.json"),
        (json.dumps(list(map(json.dumps, OBJECTS))), "a.json"),
        (f"DATA = {[tuple(row) for row in ROWS]}", "a.py"),
        (
            'StartDate,text,label\nStart Date,"What, and why?",Overall\n'
            + ",".join('"{""ImportId"":""QID1""}"' for _ in range(3))
            + "\n"
            + "".join(f'2024-05-01,"{text}",{label}\n' for text, label in ROWS),
            "a.csv",
        ),
        ("".join(json.dumps(one) + "\n" for one in OBJECTS), "a.csv"),
        ("text,label\n" + QUOTED, "a.jsonl"),
        ("text,label\n" + QUOTED, "a.conll"),
        ("text,label\n" + QUOTED + "\0\0\0", "a"),
        ("".join(f"__label__{label} {text}\n" for text, label in ROWS), "a.txt"),
        ("".join(f"__label__{label} , {text}\n" for text, label in ROWS), "a.train"),
        ("| text | label |\n| :--- | ---: |\n" + "".join(f"| {text} | {label} |\n" for text, label in ROWS), "a.md"),
        ("text,label\n" + "".join(f'"{text}" , {label} \n' for text, label in ROWS), "a.csv"),
        ("text;label\n" + "".join(f"'{text}';{label}\n" for text, label in ROWS * 2), "a.csv"),
        (b"text,label\n" + QUOTED.encode() + b"\xef\xbb\xbf" + QUOTED.encode(), "a.csv"),
        (("text,label\n" + QUOTED) * 2, "a.csv"),
        ("text | label\n--- | ---\n" + "".join(f"{text} | {label}\n" for text, label in ROWS), "a.txt"),
    ],
    ids=[
        *(
            "names",
            "no-names",
            "sep",
            "title",
            "comment",
            "row-names",
            "write.table",
            "unnamed",
            "zero-width",
            "dos",
            "mac",
            "utf-32",
            "marks",
        ),
        *("bars", "apostrophes", "list", "data", "split", "split-index", "values", "values-names", "data-values", "line-values"),
        *("line-values-names", "by-row", "columns", "indented", "commas", "nested"),
        *(
            "deeply-nested",
            "viewer",
            "lists",
            "json-txt",
            "elastic",
            "rasa",
            "twice",
            "strings",
            "python",
            "qualtrics",
            "jsonl-csv",
            "csv-jsonl",
            "csv-conll",
            "nul-end",
            "fasttext",
            "fasttext-commas",
        ),
        *("markdown", "blank-after", "apostrophes-some", "marks-between", "names-again", "markdown-bare"),
    ],
)
def test_every_kind_of_table_has_the_same_rows(raw: str | bytes, name: str) -> None:
    found = pairs_in(table_of(raw, name))
    assert found[: len(ROWS)] == list(ROWS)
    assert len(found) % len(ROWS) == 0


@pytest.mark.parametrize(
    ("raw", "rows"),
    [
        (
            "id,tweet,sentiment\n"
            + "".join(f'{i},"{text} \U0001f600\n\n#fun ""quoted""",{label}\n' for i, (text, label) in enumerate(ROWS)),
            [(f'{text} \U0001f600 #fun "quoted"', label) for text, label in ROWS],
        ),
        (
            'Timestamp,"What did you like, and why?",Rating\n'
            + "".join(f'2024/05/0{i + 1} 3:04:05 PM OEZ,"{text}",{label}\n' for i, (text, label) in enumerate(ROWS)),
            ROWS,
        ),
        ("Zeit;Frage 1: Was hat gefallen?;Klasse\n" + "".join(f"1{i},5;{text};{label}\n" for i, (text, label) in enumerate(ROWS)), ROWS),
        (
            "本文,ラベル\n" + "".join(f"{FILM * (i + 2)}。,{i % 2}\n" for i in range(4)),
            [(f"{FILM * (i + 2)}。", str(i % 2)) for i in range(4)],
        ),
        ("".join(json.dumps({"source": t, "job": w, "job-metadata": {"a": "x" * 99}}) + "\n" for t, w in ROWS), [(t, "") for t in TEXTS]),
    ],
    ids=["tweets", "form", "decimal-commas", "japanese", "objects"],
)
def test_what_is_a_text_and_what_names_it_is_found_by_the_cells(raw: str, rows: list[tuple[str, str]]) -> None:
    found = read_labelled(raw.encode(), "a.jsonl" if raw.startswith("{") else "a.csv")
    assert list(zip(found.texts, found.labels, strict=True)) == list(rows)


@pytest.mark.parametrize("name", ["a.txt", "train"])
@pytest.mark.parametrize("line", ["{i}\t{label}\t{text}\n", "{text}\t{label}\n", "{label}\t{text}\n"])
def test_a_text_whose_lines_have_the_same_tabs_is_a_table(name: str, line: str) -> None:
    raw = "".join(line.format(i=i, text=text, label=label) for i, (text, label) in enumerate(ROWS))
    assert read_labelled(raw.encode(), name).texts == TEXTS


def test_a_tab_in_each_line_of_prose_separates_nothing() -> None:
    assert read_sheet("A line\twith a tab.\nAnother\tone like it.\nThe\tlast.\n", "a.txt") is None


def test_a_lone_surrogate_of_json_is_replaced() -> None:
    (row,) = table_of('{"text": "Fine \\ud83d soup \\ud83d\\ude00", "tags": ["\\udc00"]}', "a.jsonl").rows
    assert row.cells == {"text": "Fine \ufffd soup \U0001f600", "tags": ["\ufffd"]}


def test_a_header_within_is_listed() -> None:
    (note,) = table_of(("text,label\n" + QUOTED) * 2).problems
    assert (note.line, note.text) == (6, "The header again; left out.")


def test_a_bar_in_a_cell_of_markdown_is_kept() -> None:
    assert pairs_in(table_of("| text | label |\n|---|---|\n| a \\| b | x |\n", "a.md")) == [("a | b", "x")]


def test_several_labels_of_fasttext_are_a_list_and_a_line_without_any_has_none() -> None:
    rows = table_of("__label__a __label__b One.\nTwo.\n", "a.txt").rows
    assert [(row.value("text"), row.value("label")) for row in rows] == [("One.", ["a", "b"]), ("Two.", None)]


def test_json_with_several_tables_is_refused_so_that_none_is_lost() -> None:
    with pytest.raises(BadInput, match=r"several tables\. Given: 'train, test'"):
        table_of(json.dumps({"train": OBJECTS, "test": OBJECTS}), "a.json")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (gzip.compress(QUOTED.encode()), "a gzip file, not plain text. Given: 'a.csv'. Unpack it"),
        (b"<!DOCTYPE html><html>404</html>", "a web page"),
        (b"\n<?xml version='1.0'?><data/>", "an XML file"),
        (b"{\\rtf1 text}", "a rich text file"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS"),
    ],
)
def test_what_is_no_table_is_named(raw: bytes, what: str) -> None:
    with pytest.raises(BadInput, match=f"This is {re.escape(what)}"):
        table_of(raw)


@pytest.mark.parametrize(
    ("inner", "what"), [("xl/workbook.xml", "an Excel file"), ("word/document.xml", "a Word file"), ("a.csv", "a zip")]
)
def test_what_is_in_a_zip_is_named(inner: str, what: str) -> None:
    with ZipFile(file := BytesIO(), "w") as archive:
        archive.writestr(inner, "x")
    with pytest.raises(BadInput, match=f"This is {what}"):
        table_of(file.getvalue())


def test_a_zip_of_a_later_version_is_named() -> None:
    with ZipFile(file := BytesIO(), "w") as archive:
        archive.writestr("a.csv", "x")
    raw = file.getvalue()
    version = raw.index(b"PK\x01\x02") + 6
    with pytest.raises(BadInput, match="This is a zip"):
        table_of(raw[:version] + b"\xff\x00" + raw[version + 2 :])


def test_marks_escaped_by_programs_are_read() -> None:
    assert table_of('text,label\n"He said \\"wow\\", and left",good\n' + QUOTED).rows[0].text("text") == 'He said "wow", and left'


def test_a_second_column_of_a_name_is_read_and_reported() -> None:
    table = table_of("text,note,note,label\na b,1,2,good\n")
    assert table.rows[0].cells == {"text": "a b", "note": "1", "note 2": "2", "label": "good"}
    assert table.problems[0].text == "Two columns are called 'note'; the second one is read as 'note 2'."


def test_what_is_above_the_names_is_listed() -> None:
    (note,) = table_of("# written by a program\ntext,label\n" + QUOTED).problems
    assert (note.line, note.given) == (1, "# written by a program")


def test_lists_of_words_are_no_table_and_break_nothing() -> None:
    raw = json.dumps([["Anna", "left"], ["He", "came", "to", "Bonn"], ["Good", "."], ["In", "Bonn", "too"]], indent=0).encode()
    with pytest.raises(BadInput, match=r"2 of 4 lines cannot be read\. Line 6: It has 4 cells, but the first line has 2"):
        read_labelled(raw, "a.json")


@pytest.mark.parametrize(
    ("raw", "rows"),
    [
        ({"reviews": TEXTS}, [(text, "") for text in TEXTS]),
        ({"text": TEXTS}, [(text, "") for text in TEXTS]),
        ([[text] for text in TEXTS], [(text, "") for text in TEXTS]),
        ({"good": TEXTS[::2], "bad": TEXTS[1:2]}, [(TEXTS[0], "good"), (TEXTS[2], "good"), (TEXTS[1], "bad")]),
        ({"text": {"0": TEXTS[0]}, "label": {"0": "good"}}, [(TEXTS[0], "good")]),
        ({str(i): {"Urteil": label, "Was meinen Sie dazu": text} for i, (text, label) in enumerate(ROWS)}, ROWS),
        ([(label, text) for text, label in ROWS], ROWS),
        ([(text, label == "good") for text, label in ROWS], [(text, str(label == "good").lower()) for text, label in ROWS]),
    ],
    ids=["one-name", "one-column", "one-cell", "by-label", "one-row", "by-row", "label-first", "boolean"],
)
def test_json_without_names_that_are_known_loses_and_merges_no_row(raw: object, rows: list[tuple[str, str]]) -> None:
    found = read_labelled(json.dumps(raw).encode(), "a.json")
    assert list(zip(found.texts, found.labels, strict=True)) == list(rows)


def test_a_cell_longer_than_the_library_takes_is_named_as_what_it_is() -> None:
    (problem,) = table_of(f"text,label\n{'word ' * 30_000},good\n" + QUOTED).problems
    assert problem.text == "A cell has more than 100,000 characters; the line is left out."

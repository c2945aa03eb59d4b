"""Tables as spreadsheets, pandas and corpora write them: nothing is merged, nothing is lost without a word."""

import csv
import io
import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertplay.errors import BadInput
from bertplay.files.sheets import read_sheet
from bertplay.files.tables import read_table

WORDS = st.text(alphabet=st.sampled_from("abcdefgh ,;|'\".!?é"), min_size=1, max_size=24).map(str.strip).filter(bool)
LABELS = st.sampled_from(["good", "bad", "so-so"])


def cells(text: str, name: str = "a.csv", **options: bool) -> list[list[str]]:
    return [list(row.cells.values()) for row in read_table(text, name, **options).rows]


@settings(max_examples=1_000, deadline=None)
@given(
    rows=st.lists(st.tuples(WORDS, LABELS), min_size=5, max_size=30),
    separator=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    ends=st.sampled_from(["\n", "\n\n"]),
    trailing=st.booleans(),
)
def test_every_row_of_a_mutated_table_is_read_or_listed(
    rows: list[tuple[str, str]], separator: str, quoting: int, ends: str, trailing: bool
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=ends)  # type: ignore[arg-type]
    extra = ("",) if trailing else ()
    writer.writerows([("text", "label", *extra), *((*row, *extra) for row in rows)])
    try:
        table = read_table(out.getvalue(), "a.csv")
    except BadInput:
        return
    listed = {problem.line for problem in table.problems}
    assert len(table.rows) + len(listed) == len(rows)
    if table.columns == ("text", "label"):
        known = {(text.replace('"', ""), label) for text, label in rows}
        assert {(row.cells["text"].replace('"', ""), row.cells["label"]) for row in table.rows} <= known


@pytest.mark.parametrize("name", ["a.tsv", "a.csv", "a.txt"])
def test_a_bare_quotation_mark_in_a_tsv_is_a_character(name: str) -> None:
    rows = "".join(f'"Not again {i}, he sighed.\tbad\nShe said "fine".\tgood\nWonderful evening\tgood\n' for i in range(5))
    assert len(cells("text\tlabel\n" + rows, name)) == 15


def test_a_stray_mark_in_a_quoted_file_costs_its_own_line() -> None:
    rows = [f'"sentence {i}, and more","{"good" if i % 2 else "bad"}"' for i in range(20)]
    rows[5] = '"never closed,"good"'
    table = read_table("\n".join(["text,label", *rows]), "a.csv")
    assert len(table.rows) == 19
    assert [problem.line for problem in table.problems] == [7]


def test_a_stray_mark_costs_its_own_line_where_a_later_cell_would_close_it() -> None:
    rows = [f"sentence {i}|{'good' if i % 2 else 'bad'}" for i in range(20)]
    rows[5], rows[12] = '"never closed|good', '"| and more"|bad'
    table = read_table("\n".join(["text|label", *rows]), "a.csv")
    assert len(table.rows) == 19
    assert table.rows[11].cells == {"text": "| and more", "label": "bad"}
    assert [problem.line for problem in table.problems] == [7]


def test_a_quoted_cell_may_hold_lines() -> None:
    text = 'text,label\n"one\ntwo, three",good\n' + "".join(f'"row {i}, more",bad\n' for i in range(6))
    table = read_table(text, "a.csv")
    assert table.rows[0].cells == {"text": "one\ntwo, three", "label": "good"}
    assert [row.line for row in table.rows][:3] == [2, 4, 5]
    poems = "".join(f'"A line, {i}\nanother, more\na third, still\na fourth, again\nthe end, yes",good\n' for i in range(6))
    assert len(read_table("text,label\n" + poems, "a.csv").rows) == 6


@pytest.mark.parametrize("cell", ["9" * 5_000, "[" * 2_000], ids=["digits", "brackets"])
def test_a_cell_that_looks_like_json_breaks_nothing(cell: str) -> None:
    assert cells(f'text,label\n{{"a":{cell}}},good\nb,bad\n') == [[f'{{"a":{cell}}}', "good"], ["b", "bad"]]


def test_a_cell_that_looks_like_an_address_takes_no_time() -> None:
    """8,000 characters took 38 seconds."""
    began = time.thread_time()
    assert cells(f"text,label\n{'a.' * 9_000},good\nb,bad\n")[1] == ["b", "bad"]
    assert time.thread_time() - began < 5


def test_the_line_of_excel_names_the_separator() -> None:
    table = read_table("sep=;\ntext;label\na, b;yes\nc;no\n", "a.csv")
    assert table.columns == ("text", "label")
    assert [row.line for row in table.rows] == [3, 4]


def test_a_table_without_a_header_has_numbered_columns() -> None:
    assert read_table("Fine food.,good\nCold soup.,bad\n", "a.csv", has_header=False).columns == ("1", "2")


def test_empty_columns_at_the_end_are_no_columns() -> None:
    table = read_table("text,label,,\na,yes,,\nb,no,,\n", "a.csv")
    assert table.columns == ("text", "label")
    assert len(table.rows) == 2


def test_nan_is_missing_and_a_list_of_objects_is_a_table() -> None:
    table = read_table('{"text": "a", "label": NaN}\n{"text": "b", "label": null}', "a.jsonl")
    assert [row.cells["label"] for row in table.rows] == [None, None]
    assert len(read_table('[{"text": "a"}, {"text": "b"}]', "a.json").rows) == 2


def test_more_than_a_tenth_of_bad_lines_refuses() -> None:
    with pytest.raises(BadInput, match=r"5 of 15 lines cannot be read. Line 12: It has 1 cells"):
        read_table("text,label\n" + "a,yes\n" * 10 + "one cell\n" * 5, "a.csv")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.csv", "a," * 1_000_000 + "b\n" + "1," * 1_000_000 + "2\n", "1,000,001 columns; the maximum is 16384"),
        ("a.csv", ",".join(f"c{i}" for i in range(9_000)) + "\n" + ("1," * 8_999 + "x\n") * 200, "9,000 columns; the maximum is"),
        ("a.jsonl", "\n".join(f'{{"c{i}": ""}}' for i in range(9_000)), "9,000 columns; the maximum is 111"),
        ("a.csv", "text,label\n" + '"a,b\n' * 200_000, "more than 20,000 examples"),
        ("a.csv", "[{'a': " + "[" * 90 + "1," * 2_000_000 + "]" * 90 + "}]", "2,000,001 columns"),
    ],
    ids=["columns", "cells", "columns of single rows", "open quotations", "Python"],
)
def test_a_table_made_to_cost_time_is_refused(name: str, text: str, problem: str) -> None:
    began = time.thread_time()
    with pytest.raises(BadInput, match=problem):
        read_table(text, name)
    assert time.thread_time() - began < 10


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "text,label\n" + "a " * 60_000 + ",b\n" + "c,d\n" * 9),
        ("a.jsonl", json.dumps({"text": ["a"] * 60_000, "label": "b"}) + "\n" + '{"text": "c", "label": "d"}\n' * 9),
        ("a.conll", "a B-X\n" * 60_000 + "\nc O\n" * 9),
    ],
)
def test_a_text_that_is_too_long_is_left_out_in_every_kind_of_file(name: str, text: str) -> None:
    table = read_sheet(text, name)
    assert table is not None
    assert (len(table.rows), [problem.line for problem in table.problems]) == (9, [1 + (name == "a.csv")])
    assert "more than 100,000 characters" in table.problems[0].text


def test_a_table_whose_first_row_is_empty_cells_is_read_or_refused() -> None:
    with pytest.raises(BadInput):
        read_table('{"text": "a", "l": "a", ", "label": 1}\n{"tebel": 1}\n{"text": "b", "label": null}\n, ', "a.csv", has_header=True)
    assert read_table(",\n,\n", "a.csv", has_header=True).columns == ()


@pytest.mark.parametrize(
    "text",
    ['"a" "b"\n"1"' + ' "x"' * 200, " " * 40_000 + "text,label\na,b\n", "a|b\n" + "\t" * 40_000 + "x\n", 'a,b\n"a' + '" ' * 20_000],
)
def test_no_pattern_takes_long_for_a_text_that_nearly_fits(text: str) -> None:
    began = time.thread_time()
    with suppress(BadInput):
        read_sheet(text, "a.csv")
    assert time.thread_time() - began < 5

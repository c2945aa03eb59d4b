"""A thousand tables, each written in another way: every row is found as it was written, or its line is listed; none is merged or lost."""

import re
from collections import Counter

import pytest

from bertplay.errors import BadInput
from bertplay.files.decoding import decode
from bertplay.files.tables import Table, read_table
from tests.unit.files.made_tables import MadeTable, make_table

COUNT = 1_000
GROUPS = 10
IDS = re.compile(r"row(\d+)x")


def read(made: MadeTable) -> Table:
    return read_table(decode(made.raw, made.name)[0], made.name, None)


def plain(text: str) -> str:
    """A text without punctuation and white space."""
    return re.sub(r'["\s]+', "", text)


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_row_of_a_table_is_read_as_it_was_written_or_listed(group: int) -> None:
    for seed in range(group, COUNT, GROUPS):
        check(make_table(seed))


def check(made: MadeTable) -> None:
    table = read(made)
    text, label = ("text", "label") if made.has_names else numbered(table)
    found: Counter[int] = Counter()
    for row in table.rows:
        ids = [int(number) for number in IDS.findall(row.text(text))]
        assert len(ids) == 1, f"{made.about}: rows are merged: {row}"
        number = ids[0]
        found[number] += 1
        if number not in made.broken:
            assert (plain(row.text(text)), row.text(label)) == (plain(made.rows[number][0]), made.rows[number][1]), made.about
            if '"' not in made.rows[number][0]:
                assert " ".join(row.text(text).split()) == " ".join(made.rows[number][0].split()), made.about
    listed = {int(number) for problem in table.problems if problem.line for number in IDS.findall(problem.given)}
    assert max(found.values()) == 1, made.about
    lost = set(range(len(made.rows))) - set(found) - listed
    assert not lost, f"{made.about}: rows {lost} are lost; {table.problems}"
    assert listed <= made.broken, f"{made.about}: rows {listed - made.broken} are refused; {table.problems}"


def numbered(table: Table) -> tuple[str, str]:
    """The columns of a table without names: of the texts, and of the labels."""
    text = next(column for column in table.columns if IDS.search(table.rows[0].text(column)))
    label = next(column for column in table.columns if table.rows[0].text(column) in ("good", "bad", "so-so"))
    return text, label


def test_a_table_of_which_every_line_is_broken_is_refused() -> None:
    with pytest.raises(BadInput, match="12 of 12 lines"):
        read_table("text,label\n" + "a,bad,good\n" * 12, "a.csv")

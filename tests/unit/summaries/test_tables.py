import csv
import io

from bertplay.i18n import lazy, using_language
from bertplay.summaries.base import Column, Table


def test_a_spreadsheet_reads_what_was_written_and_no_formula() -> None:
    rows = (('naïve, "x"', 0.25), ("=SUM(A1)", -1.5), ("=", 0.0), (lazy("accuracy"), None))
    with using_language("fr"):
        data = Table((Column("word"), Column("probability", "share")), rows).to_csv()
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert read == [["mot", "probabilité"], ['naïve, "x"', "0.25"], ["'=SUM(A1)", "-1.5"], ["=", "0.0"], ["exactitude", ""]]


def test_what_begins_like_a_formula_is_text_above_the_columns_too() -> None:
    """A column is called as in somebody's file, or as a label of somebody's model."""
    nasty = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)")
    read = csv.reader(io.StringIO(Table(tuple(map(Column, nasty)), (nasty,)).to_csv().decode("utf-8-sig"), newline=""))
    assert [cell[:1] for row in read for cell in row] == ["'"] * 2 * len(nasty)

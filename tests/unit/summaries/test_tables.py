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

"""Tables as CSV."""

import csv
import io

from bertplay.ui.table import as_csv


def test_a_spreadsheet_reads_what_was_written_and_no_formula() -> None:
    data = as_csv(("word", "probability"), [('naïve, "x"', 0.25), ("=SUM(A1)", -1.5), ("=", 0.0)])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["word", "probability"], ['naïve, "x"', "0.25"], ["'=SUM(A1)", "-1.5"], ["=", "0.0"]]

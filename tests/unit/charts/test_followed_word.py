"""The figure of a word followed through the layers: valid Vega-Lite over what the result has."""

from itertools import pairwise

import altair as alt

from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.followed_word import followed_lines
from bertplay.results.embeddings import Baseline, FollowedWord

BASE = (Baseline(0.2, 0.1, 0.3, 9), Baseline(0.4, 0.2, 0.6, 9))
FOUND = FollowedWord("m", "bank", ("bank",), ("a", "b", "c"), (1, 2, 4), ((0.8, 1.0), (0.9, 0.7)), BASE)


def test_it_is_valid_and_has_the_cosines() -> None:
    rows, drawing = rows_and_drawing(followed_lines(FOUND, 1.0, {0: ""}))
    alt.Chart.from_dict(drawing | {"data": {"name": "rows"}})
    cosines = rows[rows["kind"] == "cosine"]
    assert cosines[["layer", "line", "cosine"]].to_numpy().tolist() == [[0, "1", 0.8], [0, "2", 1.0], [1, "1", 0.9], [1, "2", 0.7]]
    band = rows[rows["kind"] == "baseline"]
    assert band[["low", "cosine", "high"]].to_numpy().tolist() == [[0.1, 0.2, 0.3], [0.2, 0.4, 0.6]]


def test_every_line_is_named_once_and_the_lit_one_has_its_arrow() -> None:
    rows = followed_lines(FOUND, 1.0, {0: ""}).data
    named = rows[rows["name"] != ""]
    assert set(named["name"]) == {"sentence 2  ←", "sentence 4", "any two words", "word2vec"}
    assert set(named["layer"]) == {1}
    assert named.set_index("name")["light"]["sentence 4"] < named.set_index("name")["light"]["sentence 2  ←"]
    spots = sorted(named["spot"])
    assert min(b - a for a, b in pairwise(spots)) >= 0.08 - 1e-9


def test_a_word_that_the_table_lacks_has_no_line_of_it() -> None:
    assert set(followed_lines(FOUND).data["kind"]) == {"cosine", "baseline"}

"""Figures for a projector: what is measured in pixels grows, and nothing else."""

import numpy as np
import pandas as pd
import pytest

from bertplay.charts.bars import bars
from bertplay.charts.enlarged import TIMES, enlarged_figure, with_larger_defaults
from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.sentence_contrast import contrast_scatter
from bertplay.results import WordContrast


def test_text_and_rows_of_bars_grow_and_the_bars_still_begin_after_their_words() -> None:
    rows = pd.DataFrame({"word": ["door"], "place": [1], "probability": [0.6], "label": ["60%"]})
    _rows, drawing = rows_and_drawing(bars(rows, "probability", "One bar."))
    larger = with_larger_defaults(drawing)
    assert larger["height"]["step"] == drawing["height"]["step"] * TIMES
    small, large = (spec["layer"][1]["mark"] for spec in (drawing, larger))
    assert (large["fontSize"], large["limit"]) == (small["fontSize"] * TIMES, small["limit"] * TIMES)
    bar = larger["layer"][0]
    assert bar["mark"]["height"] == {"band": 0.66}
    assert bar["encoding"]["x"]["scale"]["range"] == [180.0, {"expr": "max(width - 168.0, 210.0)"}]
    assert bar["encoding"]["color"] == drawing["layer"][0]["encoding"]["color"]
    assert larger["config"]["axis"]["labelFontSize"] == 18


def test_a_plotly_figure_grows_and_the_kept_one_stays() -> None:
    both = np.float32([-1, -2, -20])
    figure = contrast_scatter(WordContrast("bert", "a cat", "a dog", ("one", "two", "far"), both, both, (0, 1, 2)))
    height, name = figure.layout.height, figure.data[1].textfont.size
    larger = enlarged_figure(figure)
    assert (larger.layout.height, larger.data[1].textfont.size) == pytest.approx((height * TIMES, name * TIMES))
    assert larger.layout.xaxis.title.text == "probability with “cat”"
    assert larger.data[0].marker.size == figure.data[0].marker.size * TIMES
    assert (figure.layout.height, figure.data[1].textfont.size) == (height, name)

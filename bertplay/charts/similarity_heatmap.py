from typing import Any

import numpy as np

from bertplay.charts.heatmap import downwards
from bertplay.charts.plotly_theme import diverging_scale, finished, shortened, wrapped
from bertplay.i18n import _, number
from bertplay.results.embeddings import SentenceComparison

MAX_NUMBERS = 12
"""Sentences whose cosines are written into the cells."""
MAX_LETTERS = 17


def similarity_heatmap(found: SentenceComparison, *, centred: bool) -> Any:
    """The cosine of every sentence with every other, from -1 to 1; the sentences are read in the hover label."""
    import plotly.graph_objects as go

    matrix = found.centred if centred else found.cosines
    n = len(matrix)
    texts = [wrapped(text) for text in found.texts[:n]]
    written = [[number(value, ".2f") for value in row] for row in matrix]
    cells = go.Heatmap(
        z=matrix,
        zmin=-1,
        zmax=1,
        colorscale=diverging_scale(through_nothing=True),
        xgap=1,
        ygap=1,
        text=written,
        texttemplate="%{text}" if n <= MAX_NUMBERS else None,
        customdata=[[[texts[i], texts[j]] for j in range(n)] for i in range(n)],
        hovertemplate="<b>%{text}</b><br>%{customdata[0]}<br>↔<br>%{customdata[1]}<extra></extra>",
        showscale=n > MAX_NUMBERS,
        colorbar={"title": {"text": _("cosine"), "side": "right"}, "thickness": 10, "len": 0.9, "tickvals": [-1, -0.5, 0, 0.5, 1]},
    )
    numbers = {"tickvals": list(range(n)), "fixedrange": True, "ticks": "", "showgrid": False, "zeroline": False, "range": [-0.5, n - 0.5]}
    names = [shortened(f"{i + 1}  {text}", MAX_LETTERS) for i, text in enumerate(found.texts[:n])] if n <= MAX_NUMBERS else None
    counted = [str(i + 1) for i in range(n)]
    return finished(
        go.Figure(cells),
        described(found, matrix),
        min(max(34 * n, 260), 600),
        xaxis=numbers | {"side": "top", "ticktext": counted, "tickangle": 0},
        yaxis=downwards(numbers | {"ticktext": names or counted}),
    )


def described(found: SentenceComparison, matrix: Any) -> str:
    """How many sentences, and which two are most similar."""
    n = len(matrix)
    if n < 2:
        return _("The cosine of one sentence with itself.")
    i, j = np.unravel_index(int(np.argmax(matrix - 3 * np.eye(n))), matrix.shape)
    return _(
        "The cosines of {n} sentences with each other; the most similar are {one} and {other}: {cosine:.2f}.",
        n=n,
        one=min(i, j) + 1,
        other=max(i, j) + 1,
        cosine=float(matrix[i, j]),
    )

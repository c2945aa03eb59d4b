"""One word of a sentence against the same word in other sentences, drawn layer by layer."""

from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.embeddings import layer_axis
from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.layer_walk import spots_with_room
from bertplay.charts.light import Marks, marked, strengths
from bertplay.charts.palette import ink
from bertplay.results.embeddings import FollowedWord
from bertplay.wording import cached_by_language, t

COSINE, BASELINE, TABLE = "cosine", "baseline", "table"
COLUMNS = ["layer", "kind", "line", "cosine", "light"]
NAMES = 96
"""Pixels kept for the names behind the lines."""


def followed_lines(found: FollowedWord, table: float | None = None, lit: Marks | None = None) -> Any:
    """The cosine with each other sentence by layer, over what any two words have, beside that of a table of words.

    table   what word2vec has for the word in any two sentences; None when it lacks the word
    lit     the sentences that are lit, counted from 0 without the first
    """
    others = range(len(found.numbers) - 1)
    light = strengths(len(others), lit)
    rows = [(layer, COSINE, str(i + 1), cosines[i], light[i]) for layer, cosines in enumerate(found.cosines) for i in others]
    rows += [(layer, BASELINE, "", one.mean, 1.0) for layer, one in enumerate(found.baselines)]
    rows += [(layer, TABLE, "", table, 1.0) for layer in range(len(found.cosines)) if table is not None]
    names = [marked(t("sentence {number}", number=found.numbers[i + 1]), lit, i) for i in others]
    ends = pd.DataFrame(rows, columns=COLUMNS)
    ends["low"], ends["high"] = (
        [
            getattr(found.baselines[layer], side) if kind == BASELINE else None
            for layer, kind in zip(ends["layer"], ends["kind"], strict=True)
        ]
        for side in ("low", "high")
    )
    named = dict(zip([(COSINE, str(i + 1)) for i in others], names, strict=True))
    named |= {(BASELINE, ""): t("any two words"), (TABLE, ""): "word2vec"}
    return with_rows(drawn_followed(), with_names(ends, named).assign(ink="ink"))


def with_names(rows: pd.DataFrame, named: dict[tuple[str, str], str]) -> pd.DataFrame:
    """The rows with a name at the end of each line, and a spot for it where it covers no other."""
    last = rows["layer"] == rows["layer"].max()
    ends = rows[last].sort_values("cosine", ascending=False)
    spots = dict(zip(ends.index, spots_with_room(ends["cosine"].tolist(), 1.0), strict=True))
    name = [named[kind, line] if end else "" for kind, line, end in zip(rows["kind"], rows["line"], last, strict=True)]
    return rows.assign(name=name, spot=[spots.get(i, 0.0) for i in rows.index])


@cached_by_language
def drawn_followed() -> Any:
    """The drawing of `followed_lines`, without rows."""
    base = alt.Chart(ROWS).encode(x=layer_axis())
    scale = alt.Scale(domain=[0, 1], clamp=True, nice=False)
    height = alt.Y("cosine:Q", title=t("cosine"), axis=alt.Axis(tickCount=5), scale=scale)
    tooltip = [alt.Tooltip("layer:O", title=t("layer")), alt.Tooltip("cosine:Q", title=t("cosine"), format=".2f")]
    unrelated, table = (base.transform_filter(f"datum.kind == '{kind}'").encode(color=ink()) for kind in (BASELINE, TABLE))
    band = unrelated.mark_area(opacity=0.12).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    floor = unrelated.mark_line(strokeDash=[5, 4], opacity=0.7).encode(y=height, tooltip=tooltip)
    ceiling = table.mark_line(strokeDash=[2, 3], opacity=0.7).encode(y=height, tooltip=tooltip)
    lines = (
        base.transform_filter(f"datum.kind == '{COSINE}'")
        .mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=45))
        .encode(y=height, color=alt.Color("line:N", legend=None), opacity=alt.Opacity("light:Q", scale=None), tooltip=tooltip)
    )
    names = base.transform_filter("datum.name != ''").mark_text(align="left", dx=10, fontSize=13)
    names = names.encode(y=alt.Y("spot:Q", scale=scale), text="name:N", color=ink())
    description = t(
        "Lines over the layers: the cosine of a word's vector in the first sentence with those in the others, and that of any two words."
    )
    layers = alt.layer(band, floor, ceiling, lines, names).resolve_scale(color="independent")
    return layers.properties(height=230, description=description, padding={"right": NAMES})

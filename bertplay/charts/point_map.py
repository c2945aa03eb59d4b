"""Points in two or three dimensions, layer after layer: all layers are frames of one figure, so its zoom and camera stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bertplay.charts.plotly_theme import COLORS, FAINT, TRANSPARENT, category_colors, finished, literal, shortened
from bertplay.i18n import N_, _, number
from bertplay.results import Floats

GREY = "rgb(128,128,128)"
"""The colour of lines in three dimensions, where plotly does not blend colours with the background."""
EYE = (1.5, 1.5, 1.0)
"""The first camera position in three dimensions."""
SYMBOLS = ("circle", "square", "diamond", "cross")
"""What plotly has in two and in three dimensions: with five colours, twenty categories look different."""
MAX_CATEGORIES = COLORS * len(SYMBOLS)
MAX_IN_LEGEND = 8
HEIGHT_2D, HEIGHT_3D = 540, 600
FADED = 0.13
EDGE = 1.08
STEP_MS, GLIDE_MS = 1_100, 650
TITLE = N_("axis {n}: {share} of the variance")
LABEL_SIZE = (620, 380, 6.2, 15)
"""Pixels: the figure's width and height about, a letter's width, a line's height."""


@dataclass(frozen=True, slots=True, eq=False)
class PointMap:
    """What is drawn.

    points      [steps, n, 2 or 3]
    shares      [steps, 2 or 3] of the variance that each axis shows; empty where axes mean nothing
    steps       how each step is called, in full and on the slider
    hovers      n texts with plotly's markup, already escaped
    labels      n short texts as they were written
    categories  their names, as they were written; members [steps, n]: which of them each point belongs to
    """

    points: Floats
    shares: Floats
    steps: tuple[tuple[str, str], ...]
    hovers: tuple[str, ...]
    labels: tuple[str, ...]
    categories: tuple[str, ...]
    members: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MapView:
    """How a map is opened.

    step      index of the step that is shown first
    labels    whether points have names; where points are close, the first of them
    selected  points that stay strong and get their names while all others fade: what was clicked first, its neighbours after it
    """

    step: int = 0
    labels: bool = False
    selected: tuple[int, ...] = ()


def draw_map(found: PointMap, view: MapView, description: str) -> Any:
    """The figure. A point's customdata is its index, so clicks and lassos are read from it."""
    import plotly.graph_objects as go

    points = scaled(found.points)
    groups = traces_of(found, view)
    names = named_points(found, points[view.step], view)
    traces = [trace(found, group, names, points.shape[2]) for group in groups]
    for one, group in zip(traces, groups, strict=True):
        one.update(coordinates(points, found.members, view.step, group))
    frames = [
        {
            "name": str(step),
            "data": [coordinates(points, found.members, step, group) for group in groups],
            "traces": list(range(len(groups))),
            "layout": axis_titles(found, step),
        }
        for step in range(len(found.steps))
    ]
    figure = go.Figure(traces, frames=frames)
    is_flat = points.shape[2] == 2
    finished(figure, description, HEIGHT_2D if is_flat else HEIGHT_3D, zooms=True, dragmode="pan" if is_flat else "orbit")
    figure.update_layout(flat_axes(points) if is_flat else solid_axes())
    figure.update_layout(axis_titles(found, view.step), showlegend=1 < len(found.categories) <= MAX_IN_LEGEND)
    return with_player(figure, found, view.step) if len(found.steps) > 1 else figure


@dataclass(frozen=True, slots=True, eq=False)
class TraceGroup:
    """The points of one trace: those that belong to a category at any step, and either stay strong or fade."""

    category: int
    indices: npt.NDArray[np.int64]
    is_faded: bool


def traces_of(found: PointMap, view: MapView) -> list[TraceGroup]:
    """One group a category; two where some points are selected, the faded ones first so that they lie below."""
    is_selected = np.isin(np.arange(found.points.shape[1]), view.selected)
    states = (True, False) if view.selected else (False,)
    groups = []
    for is_faded in states:
        for category in range(len(found.categories)):
            is_member = (found.members == category).any(axis=0)
            is_shown = is_member & (is_selected != is_faded) if view.selected else is_member
            groups.append(TraceGroup(category, np.flatnonzero(is_shown), is_faded))
    return groups


def trace(found: PointMap, group: TraceGroup, names: set[int], dimensions: int) -> dict[str, Any]:
    """How the points of a group look, without where they are."""
    size = 5 if found.points.shape[1] > 300 else 9
    category = min(group.category, MAX_CATEGORIES - 1)
    looks = {
        "type": "scatter" if dimensions == 2 else "scatter3d",
        "mode": "markers+text" if names.intersection(group.indices.tolist()) else "markers",
        "name": shortened(found.categories[group.category], 32),
        "legendgroup": str(group.category),
        "showlegend": not group.is_faded,
        "customdata": group.indices.tolist(),
        "hovertext": [found.hovers[i] for i in group.indices],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "text": [label(found.labels[i], dimensions) if i in names else "" for i in group.indices.tolist()],
        "textposition": "top center",
        "textfont": {"size": 11},
        "marker": {
            "size": size if dimensions == 2 else size * 0.6,
            "color": category_colors()[category % COLORS],
            "symbol": SYMBOLS[category // COLORS],
            "opacity": FADED if group.is_faded else 0.85,
        },
    }
    return looks if dimensions == 3 else looks | {"cliponaxis": False, "unselected": {"marker": {"opacity": FADED}}}


def label(text: str, dimensions: int) -> str:
    """A name beside a point. In three dimensions plotly knows tags, but no entities: there a space of no width breaks a tag or a colour."""
    return literal(text) if dimensions == 2 else text.translate({ord("<"): "<\u200b", ord("#"): "#\u200b"})


def coordinates(points: Floats, members: npt.NDArray[np.int64], step: int, group: TraceGroup) -> dict[str, Any]:
    """Where the points of a group are at a step; nowhere while they belong to another category."""
    place = points[step, group.indices].astype(np.float32)
    place[members[step, group.indices] != group.category] = np.nan
    return dict(zip("xyz", place.T.copy(), strict=False)) | {"type": "scatter" if points.shape[2] == 2 else "scatter3d"}


def scaled(points: Floats) -> Floats:
    """The points of every step around 0, the farthest at distance 1, all axes on one scale; identical points stay at 0."""
    middle = points - (points.max(axis=1, keepdims=True) + points.min(axis=1, keepdims=True)) / 2
    longest = np.abs(middle).max(axis=(1, 2), keepdims=True)
    within: Floats = (middle / np.where(longest > 0, longest, 1)).astype(np.float32)
    return within


def named_points(found: PointMap, points: Floats, view: MapView) -> set[int]:
    """The points that get names: those selected, or all that have room where they are first shown."""
    if view.selected or not view.labels:
        return set(view.selected)
    width, height, letter, line = LABEL_SIZE
    seen = points if points.shape[1] == 2 else projected(points)
    x, y = seen[:, 0] * width / 2, seen[:, 1] * height / 2
    chosen: list[int] = []
    for i in range(len(points)):
        half = letter * len(found.labels[i]) / 2
        if all(abs(y[i] - y[j]) >= line or abs(x[i] - x[j]) >= half + letter * len(found.labels[j]) / 2 + 6 for j in chosen):
            chosen.append(i)
    return set(chosen)


def projected(points: Floats) -> Floats:
    """Points in space as they are first seen: across and up, without perspective, in half the size that a plane would have."""
    forward = np.array(EYE) / -np.linalg.norm(EYE)
    right = np.cross(forward, [0, 0, 1])
    right /= np.linalg.norm(right)
    seen: Floats = (points @ np.stack([right, np.cross(right, forward)], axis=1) / 2).astype(np.float32)
    return seen


def axis_titles(found: PointMap, step: int) -> dict[str, Any]:
    """What each axis shows of the variance of a layer; for three dimensions in the corner: a frame with a scene resets its camera."""
    dimensions = found.points.shape[2]
    if len(found.shares) and found.points[step].any():
        titles = [_(TITLE, n=i + 1, share=number(found.shares[step, i], ".0%")) for i in range(dimensions)]
    else:
        titles = [""] * dimensions
    if dimensions == 2:
        return {"xaxis": {"title": {"text": titles[0]}}, "yaxis": {"title": {"text": titles[1]}}}
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "bottom", "showarrow": False}
    return {"annotations": [place | {"text": "<br>".join(titles), "align": "left", "font": {"size": 11}}]}


def flat_axes(points: Floats) -> dict[str, Any]:
    """Two axes of one scale, in all layers the same."""
    plain = {"showticklabels": False, "ticks": "", "zeroline": True, "showgrid": False}
    high = max(float(np.abs(points[..., 1]).max()), 0.3) * EDGE
    return {
        "xaxis": plain | {"range": [-EDGE, EDGE], "title": {"standoff": 4}},
        "yaxis": plain | {"range": [-high, high], "scaleanchor": "x", "title": {"standoff": 4}},
    }


def solid_axes() -> dict[str, Any]:
    """Three axes of one scale."""
    plain = {"showticklabels": False, "range": [-EDGE, EDGE], "showbackground": False, "showspikes": False}
    plain |= {"zeroline": False, "gridcolor": GREY, "nticks": 5}
    camera = {"eye": dict(zip("xyz", EYE, strict=True)), "center": {"x": 0, "y": 0, "z": -0.12}}
    axes = {f"{name}axis": plain | {"title": {"text": _("axis {n}", n=i + 1)}} for i, name in enumerate("xyz")}
    return {"scene": axes | {"aspectmode": "cube", "camera": camera, "bgcolor": TRANSPARENT}}


def with_player(figure: Any, found: PointMap, step: int) -> Any:
    """A slider over the layers, and a button that plays them."""
    moment = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": GLIDE_MS}}
    play = {"frame": {"duration": STEP_MS, "redraw": True}, "transition": {"duration": GLIDE_MS}, "fromcurrent": True, "mode": "immediate"}
    stop = {"mode": "immediate", "frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}}
    bottom = 96
    top = -46 / (figure.layout.height - bottom - 30)
    buttons = [
        {"label": "▶", "method": "animate", "args": [None, play]},
        {"label": "❚❚", "method": "animate", "args": [[None], stop]},
    ]
    menu = {
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "x": 0,
        "xanchor": "left",
        "y": top,
        "yanchor": "top",
        "pad": {"t": 4},
        "bordercolor": FAINT,
    }
    slider = {
        "active": step,
        "x": 0.02,
        "len": 0.98,
        "y": top,
        "yanchor": "top",
        "pad": {"l": 84, "t": 0},
        "bgcolor": FAINT,
        "bordercolor": FAINT,
        "tickcolor": FAINT,
        "currentvalue": {"prefix": _("Layer") + ": ", "font": {"size": 13}},
        "steps": [
            {"label": short, "value": full, "method": "animate", "args": [[str(i)], moment]} for i, (full, short) in enumerate(found.steps)
        ],
    }
    return figure.update_layout(updatemenus=[menu | {"buttons": buttons}], sliders=[slider], margin={"b": bottom})


def merged(names: Sequence[str], others: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Labels as categories, in the order of their first appearance, and the category of each; the last of too many is for all the rest."""
    categories = list(dict.fromkeys(names))
    if len(categories) > MAX_CATEGORIES:
        categories = [*categories[: MAX_CATEGORIES - 1], others]
    places = {name: i for i, name in enumerate(categories)}
    return tuple(categories), tuple(places.get(name, len(categories) - 1) for name in names)

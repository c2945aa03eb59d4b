"""Where a model's parameters are: an icicle that unfolds on a click, from the whole model down to single matrices."""

import re
from dataclasses import dataclass
from typing import Any

from bertplay.charts.plotly_theme import category_colors, finished, literal
from bertplay.i18n import N_, _, number
from bertplay.results.layers import Block, ParameterCount, WeightMatrix

HEIGHT = 560
ATTENTION, FEED_FORWARD, NORM, REST = "attention", "feed-forward", "norm", "rest"
PARTS = {
    ATTENTION: N_("Self-attention"),
    FEED_FORWARD: N_("Feed-forward"),
    NORM: N_("Layer norm"),
    REST: N_("Other weights"),
}
COLORS = {ATTENTION: 0, FEED_FORWARD: 4, NORM: 2, REST: 3}
"""Which of the theme's categories each has."""
NAMES = (
    (NORM, re.compile("norm", re.IGNORECASE)),
    (ATTENTION, re.compile(r"attention|attn|rel_attn", re.IGNORECASE)),
    (FEED_FORWARD, re.compile(r"ffn|intermediate|feed_?forward|\bmlp\b|\bff\b|output\.dense", re.IGNORECASE)),
)
"""What the name of a weight within a layer says of it; the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Node:
    """One rectangle. Its count includes everything below it."""

    id: str
    parent: str
    label: str
    count: int
    note: str
    color: int


def parameter_icicle(count: ParameterCount) -> Any:
    """The whole model, its blocks, a layer's parts, each matrix with its shape. A click unfolds one; the id of a node is in the click."""
    import plotly.graph_objects as go

    nodes = nodes_of(count)
    total = count.body + count.heads
    colors = category_colors()
    icicle = go.Icicle(
        ids=[node.id for node in nodes],
        parents=[node.parent for node in nodes],
        labels=[node.label for node in nodes],
        values=[node.count for node in nodes],
        branchvalues="total",
        sort=False,
        maxdepth=3,
        tiling={"orientation": "h", "pad": 1},
        marker={"colors": [colors[node.color] for node in nodes]},
        text=[number(node.count, ",") for node in nodes],
        customdata=[[number(node.count, ","), number(node.count / total, ".1%"), node.note] for node in nodes],
        texttemplate="%{label}  %{text}",
        textposition="middle left",
        textfont={"size": 13},
        hovertemplate="<b>%{label}</b><br>%{customdata[0]} (%{customdata[1]})%{customdata[2]}<extra></extra>",
        pathbar={"thickness": 26},
        root={"color": colors[0]},
        leaf={"opacity": 1},  # plotly pales the last rectangles, until white names cannot be read on them
    )
    return finished(go.Figure(icicle), described(count), HEIGHT, margin={"t": 30}, uniformtext={"minsize": 10, "mode": "hide"})


def nodes_of(count: ParameterCount) -> list[Node]:
    """Every rectangle, parents before children."""
    total = count.body + count.heads
    nodes = [Node("all", "", _("all parameters"), total, "", 0)]
    for block in count.blocks:
        color = color_of(block)
        note = "<br>" + _("one set of weights, used by every layer: counted and drawn once") if block.id == "shared" else ""
        nodes.append(Node(block.id, "all", title_of(block), block.count, note, color))
        matrices = count.of_block(block.id)
        is_layer = block.id.startswith(("layer ", "shared"))
        if is_layer:
            nodes += part_nodes(block, matrices)
        for matrix in matrices:
            part = part_of(matrix)
            place = (f"{block.id}/{part}", COLORS[part]) if is_layer else (block.id, color)
            nodes.append(matrix_node(matrix, *place))
    return nodes


def part_nodes(block: Block, matrices: tuple[WeightMatrix, ...]) -> list[Node]:
    """The parts of a layer."""
    counts = {part: sum(matrix.count for matrix in matrices if part_of(matrix) == part) for part in PARTS}
    return [Node(f"{block.id}/{part}", block.id, _(PARTS[part]), count, "", COLORS[part]) for part, count in counts.items() if count]


def matrix_node(matrix: WeightMatrix, parent: str, color: int) -> Node:
    """One matrix with its shape and what it is for."""
    shape = " × ".join(number(side, ",") for side in matrix.shape)
    note = f"<br>{shape}" + (f"<br>{_(matrix.role)}" if matrix.role else "")
    return Node(f"{parent}/{matrix.name}", parent, literal(short(matrix.name)), matrix.count, note, color)


def part_of(matrix: WeightMatrix) -> str:
    """Which part of its layer a matrix is in."""
    return next((part for part, pattern in NAMES if pattern.search(matrix.name)), REST)


def color_of(block: Block) -> int:
    """Embeddings, layers, pooler, heads: a colour for each kind."""
    kind = block.id.partition(" ")[0]
    return {"embeddings": 1, "layer": 0, "shared": 0, "pooler": 2, "heads": 3}.get(kind, 4)


def title_of(block: Block) -> str:
    """The name of a block in the reader's language."""
    kind, _unused, place = block.id.partition(" ")
    return _("Layer {layer}", layer=place) if kind == "layer" else _(block.title)


def short(name: str) -> str:
    """The end of a name: "bert.encoder.layer.0.attention.self.query.weight" -> "attention.self.query.weight"."""
    parts = name.split(".")
    numbers = [i for i, part in enumerate(parts) if part.isdigit()]
    return ".".join(parts[numbers[-1] + 1 :] if numbers else parts[1:])


def described(count: ParameterCount) -> str:
    """The parameter count and the largest blocks."""
    largest = sorted(count.blocks, key=lambda block: -block.count)[:2]
    return _(
        "{total:,} parameters, unfolded from the whole model to single matrices; the largest blocks are {blocks}.",
        total=count.body + count.heads,
        blocks=", ".join(f"{title_of(block)} ({number(block.count, ',')})" for block in largest),
    )

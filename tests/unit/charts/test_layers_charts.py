"""The figures of the layers from inside: sound, in the theme's colours, with every row of the result."""

import numpy as np
import pytest

from bertplay.charts.attention import MOST_NAMES, attention_matrix, head_scatter
from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.layer_walk import embedding_strips, growth_lines, movement_cells, spots_with_room
from bertplay.charts.switches import guesses_beside, order_bars, turned_bars
from bertplay.models.loaded import LoadedModel
from bertplay.results.layers import Switches
from bertplay.tasks.attention import map_attention, view_of
from bertplay.tasks.layer_walk import SHOWN_DIMENSIONS, walk_layers
from bertplay.tasks.switches import compare_orders, flip_switches
from bertplay.ui.components.head_grid import SIDE, thumbnail
from bertplay.ui.components.model_plan import short

TEXT = "the dog saw the [MASK]"
NAMES = ["growth", "strips", "movement", "matrix", "scatter", "intact", "switched", "turned", "with", "without"]


@pytest.fixture(scope="module")
def charts(tiny_model: LoadedModel) -> dict[str, object]:
    walk, maps = walk_layers(tiny_model, TEXT), map_attention(tiny_model, TEXT)
    answer = flip_switches(tiny_model, TEXT, Switches(positions=False))
    sides = order_bars(compare_orders(tiny_model, "dog saw man", "man saw dog"))
    assert walk.embeddings is not None
    drawn = (
        growth_lines(walk, 5), embedding_strips(walk.embeddings, 5), movement_cells(walk), attention_matrix(view_of(maps, 1, "1")),
        head_scatter(maps, 2, "1"), *guesses_beside(answer.intact[0], answer.switched[0]), turned_bars(answer), *sides,
    )  # fmt: skip
    return dict(zip(NAMES, drawn, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_sound_tells_what_it_is_and_names_no_colour(charts: dict[str, object], name: str) -> None:
    rows, drawing = rows_and_drawing(charts[name])
    charts[name].to_dict(validate=True)  # type: ignore[attr-defined]
    assert drawing["description"]
    assert "data" not in str(drawing).replace("datum", "")
    assert not [word for word in ("#", "white", "black", "rgb(") if word in str(drawing)]
    assert len(rows)


def test_the_figures_have_every_row(charts: dict[str, object]) -> None:
    rows = {name: rows_and_drawing(chart)[0] for name, chart in charts.items()}
    assert len(rows["growth"]) == 3 * 3  # layers and the embeddings, three words
    assert len(rows["strips"]) == 5 * SHOWN_DIMENSIONS
    assert rows["strips"]["depth"].abs().max() == pytest.approx(1)
    assert len(rows["movement"]) == 7 * 3  # pieces, two layers and the whole way
    assert list(rows["turned"]["word"]) == ["[CLS]", "the", "dog", "saw", "the", "[MASK]", "[SEP]"]
    assert list(rows["scatter"]["chosen"]) == [0, 0, 1, 0]


def test_the_matrix_has_every_weight_that_can_be_seen(tiny_model: LoadedModel) -> None:
    view = view_of(map_attention(tiny_model, TEXT), 1, "1")
    cells = rows_and_drawing(attention_matrix(view))[0].query("kind == 'cell'")
    shown = np.zeros_like(view.weights)
    shown[cells["row"], cells["column"]] = cells["weight"]
    np.testing.assert_allclose(shown, view.weights, atol=0.001)
    assert set(cells["from"]) <= {piece.text for piece in view.pieces}


def test_a_long_text_is_drawn_without_names_and_in_small_thumbnails(tiny_model: LoadedModel) -> None:
    view = view_of(map_attention(tiny_model, "the dog saw " * 30), 1, "mean")
    assert len(view.pieces) > MOST_NAMES
    assert set(rows_and_drawing(attention_matrix(view))[0].query("kind == 'looks'")["from"]) == {""}
    dots = thumbnail(view.weights)
    assert dots.shape == (SIDE, SIDE)
    assert dots.max() == round(255 * float(view.weights.max()) ** 0.5)  # the darkest of several pieces is the one that is drawn


def test_names_beside_lines_do_not_cover_each_other() -> None:
    assert spots_with_room([0.5, 0.02, 0.01], 0.5) == pytest.approx([0.5, 0.05, 0.01])
    spots = spots_with_room([0.0] * 5, 1.0)
    assert np.diff(spots[::-1]).min() >= 0.08 - 1e-9


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("bert.encoder.layer.0.attention.self.query.weight", "attention.self.query.weight"),
        ("bert.embeddings.LayerNorm.bias", "embeddings.LayerNorm.bias"),
        ("cls.predictions.bias", "predictions.bias"),
    ],
)
def test_a_name_is_shown_without_what_its_block_says(name: str, end: str) -> None:
    assert short(name) == end

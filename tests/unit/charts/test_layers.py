"""The altair figures of the page on layers and attention: valid, in the theme's colours, with every row of the result."""

import numpy as np
import pytest

from bertplay.charts.ablations import ablation_bars, order_bars, predictions_side_by_side
from bertplay.charts.attention import head_scatter
from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.logit_lens import embedding_strips, logit_lens_lines, movement_cells, spots_with_room
from bertplay.models.loaded import LoadedModel
from bertplay.results.ablations import Ablation
from bertplay.tasks.ablations import ablate, compare_orders
from bertplay.tasks.attention import map_attention
from bertplay.tasks.logit_lens import SHOWN_DIMENSIONS, apply_logit_lens

TEXT = "the dog saw the [MASK]"
NAMES = ["growth", "strips", "movement", "scatter", "intact", "switched", "turned", "with", "without"]


@pytest.fixture(scope="module")
def charts(tiny_model: LoadedModel) -> dict[str, object]:
    lens, maps = apply_logit_lens(tiny_model, TEXT), map_attention(tiny_model, TEXT)
    answer = ablate(tiny_model, TEXT, Ablation(positions=False))
    sides = order_bars(compare_orders(tiny_model, "dog saw man", "man saw dog"))
    assert lens.embeddings is not None
    drawn = (
        logit_lens_lines(lens, 5), embedding_strips(lens.embeddings, 5), movement_cells(lens),
        head_scatter(maps, 2, "1"), *predictions_side_by_side(answer.intact[0], answer.ablated[0]), ablation_bars(answer), *sides,
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
    assert len(rows["movement"]) == 7 * 3  # tokens, two layers and the whole way
    assert list(rows["turned"]["word"]) == ["[CLS]", "the", "dog", "saw", "the", "[MASK]", "[SEP]"]
    assert list(rows["scatter"]["chosen"]) == [0, 0, 1, 0]


def test_names_beside_lines_do_not_cover_each_other() -> None:
    assert spots_with_room([0.5, 0.02, 0.01], 0.5) == pytest.approx([0.5, 0.05, 0.01])
    spots = spots_with_room([0.0] * 5, 1.0)
    assert np.diff(spots[::-1]).min() >= 0.08 - 1e-9

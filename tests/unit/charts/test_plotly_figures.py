"""Plotly figures: they show the result, text that a person wrote stays text, and a click reports what was clicked."""

import json
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from bertplay.charts.attention_heatmap import attention_heatmap, attention_overview, tiled
from bertplay.charts.attention_steps import query_and_keys, weights_and_values
from bertplay.charts.head_finder import head_shares
from bertplay.charts.logit_lens_heatmap import MAX_COLUMNS, logit_lens_heatmap
from bertplay.charts.margins import margins, text_width
from bertplay.charts.parameter_icicle import nodes_of, parameter_icicle
from bertplay.charts.plotly_theme import alt_of, config_of, literal, wrapped
from bertplay.charts.point_map import MapView, merged, named_points, scaled
from bertplay.charts.sentence_contrast import contrast_scatter, names_of, names_with_room
from bertplay.charts.similarity_heatmap import similarity_heatmap
from bertplay.charts.word_map import word_map
from bertplay.i18n import using_language
from bertplay.models.loaded import LoadedModel
from bertplay.results import WordContrast
from bertplay.results.attention import AttentionView
from bertplay.results.embeddings import Baseline, Occurrence, Omitted, SentenceComparison, WordMap
from bertplay.tasks.attention import map_attention, view_of
from bertplay.tasks.attention_steps import trace_attention
from bertplay.tasks.head_finder import find_heads
from bertplay.tasks.logit_lens import apply_logit_lens
from bertplay.tasks.parameter_count import count_parameters, parameter_count_of
from bertplay.tasks.sentence_contrast import contrast_sentences

HOSTILE = ("<b>bold</b> king", '<a href="javascript:alert(1)">king</a>', "the king costs $x$", "king #000001 %{x} &lt;")
MARKUP = re.compile(r"</?(?!b>|i>|br>|extra>)\w[^>]*>")
"""Tags that no figure writes itself."""
RANDOM = np.random.default_rng(0)


def floats(*shape: int) -> Any:
    return RANDOM.standard_normal(shape).astype(np.float32)


def mapped(dimensions: int) -> WordMap:
    """The word "king" in four hostile sentences, at three steps; the first puts all on one point."""
    places = tuple(Occurrence(i, text.index("king"), text.index("king") + 4, text[:5]) for i, text in enumerate(HOSTILE))
    points = floats(3, 4, dimensions)
    points[0] = 0
    groups = np.array([[0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 0, 0]])
    return WordMap("bert", "king", HOSTILE, places, "pca", (-1, 0, 1), points, np.full((3, dimensions), 0.25), groups, Omitted())


def compared(n: int) -> SentenceComparison:
    cosines = np.eye(n, dtype=np.float32)
    none = Baseline(0, 0, 0, 1)
    return SentenceComparison("bert", "mean", 1, (HOSTILE * n)[:n], cosines, cosines, "", (), none, none, ())


CONTRAST = WordContrast(
    "bert", "the <b> [MASK]", "the $x$ [MASK]", HOSTILE, np.float32([-1, -5, -3, -9]), np.float32([-5, -1, -3.1, -9]), (0, 1, 2)
)


def attended(model: LoadedModel) -> AttentionView:
    return view_of(map_attention(model, "<b> king & $x$ queen"), 1, "1")


FIGURES = {
    "word_map_2d": lambda m: word_map(mapped(2), labels=True),
    "word_map_3d": lambda m: word_map(mapped(3), labels=True, color="sentence"),
    "word_map_groups": lambda m: word_map(mapped(2), color="groups", selected=(2, 0)),
    "similarity": lambda m: similarity_heatmap(compared(4), centred=True),
    "similarity_large": lambda m: similarity_heatmap(compared(20), centred=False),
    "attention": lambda m: attention_heatmap(attended(m)),
    "heads": lambda m: head_shares(find_heads(m, ["<b> king & $x$ queen"])),
    "query and keys": lambda m: query_and_keys(trace_attention(m, "<b> king & $x$ queen", layer=1, head=1, token=2)),
    "weights and values": lambda m: weights_and_values(trace_attention(m, "<b> king & $x$ queen", layer=1, head=1, token=2)),
    "attention_overview": lambda m: attention_overview(map_attention(m, "the king <b>"), (2, 1)),
    "logit_lens": lambda m: logit_lens_heatmap(apply_logit_lens(m, "the <b> king of $x$ is [MASK]", top_k=3), 2),
    "parameters": lambda m: parameter_icicle(count_parameters(m)),
    "contrast": lambda m: contrast_scatter(CONTRAST),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_sound_says_what_it_is_and_shows_text_as_text(tiny_model: LoadedModel, name: str, language: str) -> None:
    with using_language(language):
        figure = FIGURES[name](tiny_model)
        config = config_of(figure)
    go.Figure(figure.to_dict())  # raises for a property that plotly does not have
    assert len(alt_of(figure).split()) > 5
    assert figure.layout.uirevision
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert config["typesetMath"] is False
    assert config["locale"] == language
    drawn = json.loads(figure.to_json())
    del drawn["layout"]["meta"], drawn["layout"]["template"]
    for trace in [*drawn["data"], *(trace for frame in drawn.get("frames") or () for trace in frame["data"])]:
        if trace["type"] == "scatter3d":
            names = " ".join(trace.pop("text", ()))  # WebGL knows tags but no entities: a space of no width breaks them
            assert not MARKUP.search(names)
            assert not re.search(r"<[bi/a]|#0", names)
    shown = json.dumps(drawn, ensure_ascii=False)
    assert not MARKUP.findall(shown.replace('\\"', '"'))
    assert "$" not in shown
    assert "king #" not in shown  # Streamlit would exchange the colour


def test_what_is_escaped_reads_as_it_was_written() -> None:
    assert literal("<b>$x$ & #1") == "&lt;b&gt;&#36;x&#36; &amp; &#35;1"
    assert wrapped("a <i> king", (6, 10)) == "a &lt;i&gt; <b>king</b>"
    long = wrapped("word " * 200 + "king", (1000, 1004))
    assert long.count("<b>") == long.count("</b>") == 1
    assert max(map(len, long.split("<br>"))) < 60


def test_names_on_an_axis_have_room_without_being_measured() -> None:
    across = {"ticktext": ["a", "&lt;king&gt;"], "tickangle": -90, "side": "top", "title": {"text": "to", "standoff": 6}}
    found = margins(across, {"ticktext": ["漢字", "ab"]})
    assert found["t"] == pytest.approx(8 + text_width("<king>") + 26)
    assert (found["l"], found["b"]) == (8 + 24, 8)
    hidden = margins(across | {"showticklabels": False}, {})
    assert (hidden["t"], hidden["l"]) == (8 + 26, 8)


def test_french_numbers_reach_plotly() -> None:
    with using_language("fr"):
        config = config_of(word_map(mapped(2)))
    assert config["locales"]["fr"]["format"]["decimal"] == ","
    assert config["locales"]["fr"]["dictionary"]["Pan"] == "Déplacer"


def test_a_map_has_a_frame_for_each_layer_and_the_shares_on_its_axes() -> None:
    figure = word_map(mapped(2), step=1)
    assert [step.value for step in figure.layout.sliders[0].steps] == ["the word alone", "0 (embeddings)", "1 (last)"]
    assert figure.layout.sliders[0].active == 2
    assert [frame.layout.xaxis.title.text for frame in figure.frames] == ["", *["axis 1: 25% of the variance"] * 2]
    assert figure.layout.yaxis.scaleanchor == "x"
    assert np.abs(scaled(mapped(2).points)[1:]).max(axis=(1, 2)) == pytest.approx(1)


@pytest.mark.parametrize("dimensions", [2, 3])
def test_every_point_is_in_one_trace_of_each_frame_at_its_place(dimensions: int) -> None:
    found = mapped(dimensions)
    for color in ("sense", "groups", "sentence"):
        figure = word_map(found, color=color)
        for step, frame in enumerate(figure.frames):
            seen = {}
            for trace, moved in zip(figure.data, frame.data, strict=True):
                seen |= {i: x for i, x in zip(trace.customdata, moved.x, strict=True) if not np.isnan(x)}
            np.testing.assert_allclose([seen[i] for i in range(4)], scaled(found.points)[step, :, 0])


def test_the_selected_stay_strong_and_have_their_names() -> None:
    figure = word_map(mapped(2), color="sentence", selected=(2, 0))
    strong = {i for trace in figure.data if trace.marker.opacity > 0.5 for i in trace.customdata}
    named = {i for trace in figure.data for i, text in zip(trace.customdata, trace.text, strict=True) if text}
    assert strong == named == {0, 2}


def test_labels_are_asked_for_and_cover_none() -> None:
    assert not any("text" in trace.mode for trace in word_map(mapped(2)).data)
    found = FIGURES["word_map_2d"](None)
    assert any("text" in trace.mode for trace in found.data)
    close = type("Found", (), {"labels": ("one", "two", "far")})
    assert named_points(close, np.float32([[0, 0], [0, 0], [0, 1]]), MapView(labels=True)) == {0, 2}  # type: ignore[arg-type]


def test_too_many_categories_share_the_last() -> None:
    categories, members = merged([str(i) for i in range(30)], "others")
    assert (len(categories), categories[-1], members[18:21], members[-1]) == (20, "others", (18, 19, 19), 19)


def test_cells_of_attention_are_the_weights_and_a_click_says_which(tiny_model: LoadedModel) -> None:
    view = attended(tiny_model)
    cells, points = attention_heatmap(view).data
    np.testing.assert_allclose(np.square(cells.z), view.weights, atol=1e-6)
    n = len(view.tokens)
    assert points.customdata[n + 2] == [1, 2]
    assert (points.x[n + 2], points.y[n + 2]) == (2, 1)


def test_the_overview_has_every_head_at_its_place(tiny_model: LoadedModel) -> None:
    maps = map_attention(tiny_model, "the king")
    picture, side = tiled(maps.weights)
    assert side == 4
    np.testing.assert_array_equal(picture[6:10, 6:10], np.round(1 + 254 * np.sqrt(maps.weights[1, 1])))
    assert (picture[4:6] == 0).all()
    points = attention_overview(maps).data[1]
    assert points.customdata[3] == [2, 2]
    large, side = tiled(np.full((12, 12, 128, 128), 1 / 128, dtype=np.float32))
    assert (side, large.nbytes) == (20, 262 * 262)


def test_the_lens_shows_first_predictions_and_scrolls(tiny_model: LoadedModel) -> None:
    lens = apply_logit_lens(tiny_model, "the king of the sea is [MASK] here", top_k=3)
    figure = logit_lens_heatmap(lens, 5)
    cells, points, strip = figure.data
    assert (cells.xaxis or "x", strip.xaxis) == ("x", figure.layout.xaxis.matches)
    assert cells.z[2][7] == pytest.approx(lens.layers[2].predictions[7][0].probability ** 0.5)
    assert points.customdata[len(lens.tokens) + 4] == [1, 4]
    low, high = figure.layout.xaxis.range
    assert high - low == MAX_COLUMNS
    assert low < 5 < high
    assert figure.layout.xaxis2.rangeslider.visible
    assert len(logit_lens_heatmap(apply_logit_lens(tiny_model, "a king")).data) == 2


def test_parameters_add_up_at_every_node() -> None:
    shapes = [
        ("b.embeddings.word.weight", (7, 4)),
        ("b.encoder.layer.0.attention.q.weight", (4, 4)),
        ("b.encoder.layer.0.output.dense.bias", (4,)),
    ]
    found = parameter_count_of("m", [*shapes, ("b.albert_layer_groups.0.ffn.weight", (4, 8)), ("head.weight", (4, 2))], "b.")
    nodes = nodes_of(found)
    for node in nodes:
        below = [one.count for one in nodes if one.parent == node.id]
        assert not below or sum(below) == node.count, node
    assert nodes[0].count == found.body + found.heads == 28 + 16 + 4 + 32 + 8
    assert next(node.note for node in nodes if node.id == "shared").startswith("<br>one set of weights")


def test_similarities_are_numbered_when_they_are_few() -> None:
    assert similarity_heatmap(compared(4), centred=True).data[0].texttemplate == "%{text}"
    assert similarity_heatmap(compared(20), centred=True).data[0].texttemplate is None


def test_the_contrast_is_by_probability_and_named_by_the_differing_word(tiny_model: LoadedModel) -> None:
    assert names_of("The nurse said [MASK].", "The engineer said [MASK].") == ("with “nurse”", "with “engineer”")
    assert names_of("a [MASK]", "a [MASK]") == ("in the first sentence", "in the second sentence")
    assert names_of("a [MASK].", "a red [MASK].") == ("without “red”", "with “red”")
    contrast = contrast_sentences(tiny_model, "the king was [MASK]", "the queen was [MASK]")
    figure = contrast_scatter(contrast)
    points = figure.data[0]
    assert figure.layout.xaxis.title.text == "probability with “king”"
    np.testing.assert_allclose(points.x, np.exp2(contrast.first[list(points.customdata)]), rtol=1e-4)
    assert points.customdata[-1] == contrast.differing[0]


def test_names_do_not_cover_each_other() -> None:
    close = np.float32([-1, -1, -20])
    assert names_with_room(WordContrast("bert", "a", "b", ("one", "two", "far"), close, close, (0, 1, 2))) == [0, 2]

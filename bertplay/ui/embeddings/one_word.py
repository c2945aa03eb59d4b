"""One word in context: a map of its vectors in many sentences, from layer to layer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from bertplay.calls.embeddings import MAP_WORD, NEAREST_OCCURRENCES, WORD_VECTORS
from bertplay.i18n import N_, _, lazy, ngettext
from bertplay.models.spec import Ability
from bertplay.results.embeddings import NearestOccurrences, WordMap
from bertplay.summaries.base import Column, Summary, Table
from bertplay.summaries.embeddings import CENTRED, COSINE, SENSE, SENTENCE
from bertplay.summaries.word_senses import summarize_nearest
from bertplay.tasks.projection import available_methods
from bertplay.tasks.word_in_context import WordQuery
from bertplay.ui.embeddings.files import vector_files
from bertplay.ui.embeddings.sentences import WordInputs, draw_word
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import Choice, Number, Tab, Toggle, View, answer, draw, draw_summary_table, finish

TITLES = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}
METHOD = Choice("method", N_("Projection"), default="pca", options={name: TITLES[name] for name in available_methods()}, show=str)
DIMENSIONS = Choice("dimensions", N_("Dimensions"), default="2", options={"2": "2D", "3": "3D"}, show=str)
COLORS = {"sense": N_("Sense"), "groups": N_("k-means group"), "sentence": N_("Sentence")}
COLOR = Choice("color", N_("Colour"), default="sense", options=COLORS)
GROUPS = Number("groups", N_("Groups"), default=2, low=2, high=8, form="box", width=110)
LABELS = Toggle("labels", N_("Labels"))
HIGHLIGHT = Choice("highlight", N_("Highlight a sense or a sentence"), default="", options={"": ""}, form="select", show=str)
LAYER = Number("layer", N_("Layer for neighbours and downloads"), default=0, low=0, high=0)
MAX_PICKED = 2_000
HOW = N_(
    "Each point is the word in one sentence. Its vector has a few hundred numbers; the map shows two or three directions of that space. "
    "Press ▶ or move the slider of the figure: the map of each layer is rotated and mirrored to fit the one before, so a point that "
    "moves has changed its neighbours. Hover over a point to read its sentence, click it for its nearest neighbours, or draw around "
    "several with the lasso to list them.\n\n**The word alone** is the row of the embedding matrix: the same vector in every sentence, "
    "which is all that word2vec has. **Layer 0** adds a vector for the position, so there only the position distinguishes two "
    "occurrences. Neighbours are searched in the space of all dimensions, not on the map."
)


@dataclass(frozen=True, slots=True)
class MapInputs:
    """A word in its sentences, and how its map is drawn."""

    word: WordInputs
    method: str
    dimensions: int
    color: str
    groups: int
    labels: bool


def draw_inputs(view: View) -> MapInputs | None:
    """The word, then the settings of the map."""
    word = draw_word(view)
    if word is None:
        return None
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        method, dimensions, color = METHOD.draw(view), int(DIMENSIONS.draw(view)), COLOR.draw(view)
        groups = GROUPS.draw(view) if color == "groups" else 1
        labels = LABELS.draw(view)
    return MapInputs(word, method, dimensions, color, groups, labels)


def show(view: View, inputs: MapInputs) -> None:
    """The map, what is highlighted on it, and the sentences."""
    from bertplay.charts.word_map import word_map

    query, layers = inputs.word.query, inputs.word.layers
    call = MAP_WORD(view.model, query=query, method=inputs.method, dimensions=inputs.dimensions, groups=inputs.groups)
    with st.spinner(_("Computing the vectors")):
        result = answer(view, call)
    map_place = st.container()
    highlighted = members_of(result, replace(HIGHLIGHT, options=options_of(result)).draw(view))
    layer = replace(LAYER, default=layers, high=layers).draw(view) if len(result.occurrences) > 1 else 0
    selected = highlighted
    n = len(result.occurrences)
    if len(highlighted) == 1 and n > 1 and not view.is_stored:
        selected += on_map(result, ask_nearest(view, result, inputs, highlighted[0]), layer)
    with map_place:
        figure = word_map(result, step=0, color=inputs.color, labels=inputs.labels, selected=selected)  # type: ignore[arg-type]
        event = draw(figure, view.key("map"), on_select=lambda: keep_picked(view, query, n), selection_mode=("points", "lasso"))
    picked = picked_points(event, n) or highlighted or kept_picked(view, query)
    show_picked(view, result, inputs, picked, layer)
    with st.expander(ngettext("{n:,} sentence as a table", "All {n:,} sentences as a table", len(result.occurrences))):
        draw_summary_table(sentences_table(result, range(len(result.occurrences))), view.key("sentences"))
    vectors = WORD_VECTORS(view.model, query=query, layer=layer)
    finish(view, call, result, HOW, files=vector_files(view, vectors, f"word_vectors_layer_{layer}"))


def options_of(found: WordMap) -> dict[str, str]:
    """What can be highlighted: nothing, whole senses, single sentences with their number, which tells equal ones apart."""
    senses = list(dict.fromkeys(one.label for one in found.occurrences if one.label))
    counts = {sense: sum(one.label == sense for one in found.occurrences) for sense in senses}
    options = {"": _("nothing")}
    options |= {f"sense{i + 1}": _("{name}: all {n:,}", name=sense, n=counts[sense]) for i, sense in enumerate(senses)}
    for i, one in enumerate(found.occurrences):
        sense = f"{one.label}: " if one.label else ""
        options[str(i + 1)] = f"{i + 1}. {sense}{found.sentences[one.sentence][:200]}"
    return options


def members_of(found: WordMap, choice: str) -> tuple[int, ...]:
    """The occurrences that a choice of the list names."""
    if not choice.startswith("sense"):
        return (int(choice) - 1,) if choice else ()
    senses = list(dict.fromkeys(one.label for one in found.occurrences if one.label))
    return tuple(i for i, one in enumerate(found.occurrences) if one.label == senses[int(choice.removeprefix("sense")) - 1])


def picked_points(event: Any, n: int) -> tuple[int, ...]:
    """The occurrences that were clicked or lassoed; those of an older figure are passed over."""
    points = event.selection.points if event else []
    indices = dict.fromkeys(int(point["customdata"]) for point in points if isinstance(point.get("customdata"), int | float))
    return tuple(i for i in indices if 0 <= i < n)[:MAX_PICKED]


def keep_picked(view: View, query: WordQuery, n: int) -> None:
    """Remember what was clicked or lassoed: the map of the loaded model is another figure than the stored one, and starts without it."""
    st.session_state[view.key("picked")] = query, picked_points(st.session_state[view.key("map")], n)


def kept_picked(view: View, query: WordQuery) -> tuple[int, ...]:
    """What was picked last of these occurrences."""
    asked, picked = st.session_state.get(view.key("picked"), (None, ()))
    return picked if asked == query else ()


def ask_nearest(view: View, found: WordMap, inputs: MapInputs, index: int) -> NearestOccurrences:
    """The nearest to an occurrence, at every layer."""
    one = found.occurrences[index]
    return view.ask(NEAREST_OCCURRENCES(view.model, query=inputs.word.query, sentence=one.sentence, start=one.start))


def on_map(found: WordMap, nearest: NearestOccurrences, layer: int) -> tuple[int, ...]:
    """The neighbours at a layer, by their index on the map; t-SNE and UMAP leave some out."""
    places = {(one.sentence, one.start): i for i, one in enumerate(found.occurrences)}
    there = (nearest.occurrences[near.index] for near in nearest.layers[layer])
    return tuple(places[one.sentence, one.start] for one in there if (one.sentence, one.start) in places)


def show_picked(view: View, found: WordMap, inputs: MapInputs, picked: tuple[int, ...], layer: int) -> None:
    """One occurrence with its nearest neighbours, once the model is loaded; of several, their sentences."""
    if len(picked) == 1 and len(found.occurrences) > 1 and not view.is_stored:
        nearest = ask_nearest(view, found, inputs, picked[0])
        st.text(plain(found.sentences[nearest.chosen.sentence]))
        rows = tuple((near.cosine, near.centred, nearest.occurrences[near.index].label, near.text) for near in nearest.layers[layer])
        said = summarize_nearest(nearest, layer).sentence
        st.text(plain(_(said)))
        draw_summary_table(Summary(said, table=Table((COSINE, CENTRED, SENSE, SENTENCE), rows)), view.key("nearest"))
    elif picked:
        st.markdown(ngettext("**{n:,} selected**", "**{n:,} selected**", len(picked)))
        draw_summary_table(sentences_table(found, picked), view.key("picked"))


def sentences_table(found: WordMap, indices: Iterable[int]) -> Summary:
    """Sentences with the sense of the word in each, and its k-means group at the last layer where there are several."""
    has_groups = bool(found.groups.max())
    columns = (Column(N_("number"), "count"), SENSE, *((Column(N_("k-means group"), "count"),) if has_groups else ()), SENTENCE)
    rows = tuple(
        (
            i + 1,
            found.occurrences[i].label,
            *((int(found.groups[-1, i]) + 1,) if has_groups else ()),
            found.sentences[found.occurrences[i].sentence],
        )
        for i in indices
    )
    return Summary(lazy("The sentences, with the sense of the word in each."), table=Table(columns, rows))


ONE_WORD = Tab("one_word", N_("One word in context"), draw_inputs, show, needs=Ability.EMBEDDING)

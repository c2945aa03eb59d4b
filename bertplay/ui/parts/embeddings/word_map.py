"""One word in many sentences, on a map: at layer 0 position alone tells its vectors apart, later its sense does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from bertplay.models.catalog import find_model
from bertplay.results.embeddings import WORD_ALONE, Omitted, WordMap
from bertplay.tasks.projection import MOST_TO_EMBED, methods_here
from bertplay.ui import state
from bertplay.ui.components.word_map import MOST_CATEGORIES, is_one_point, title_of, word_map
from bertplay.ui.parts.embeddings.ask import WordAsked, ask_word, choose_among, choose_step
from bertplay.ui.parts.embeddings.keep import as_npy, download
from bertplay.ui.parts.embeddings.look import choose_look, highlight_none, looked_at
from bertplay.ui.parts.embeddings.remembered import Watch, remembered
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, draw_table
from bertplay.wording import english, mark, number, t, t_n

if TYPE_CHECKING:
    from bertplay.tasks.word_in_context import Asked

TITLES = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}
COLORS = {"sense": mark("by sense"), "groups": mark("by k-means")}
HOW = mark(
    "Each point is the word in one sentence, drawn from the hundreds of numbers that the layer has for it. Move the slider: the map "
    "is only turned and mirrored to fit the layer before, so a point that moves has changed its company. Point at one to read its "
    "sentence, or go to it with the arrow keys; draw around some, or find them in the list, to see them alone."
)
ALONE = mark(
    "Before any sentence is read, the word is one row of a table: the same numbers in every sentence. This is all that word2vec has, "
    "and so all senses share one point."
)
POSITION = mark(
    "Here the word differs from sentence to sentence only by its place in it: its row of the table plus a vector for the position."
)


def show_map(model: str) -> None:
    """The word, the slider over the layers, the map, the sentences chosen on it."""
    from bertplay.tasks.word_senses import map_word

    asked = ask_word(model)
    last = find_model(model).layers
    step = choose_step(state.MAP_STEP, {i: title_of(i, last) for i in range(WORD_ALONE, last + 1)}, t("Layer"), last)
    method, dimensions, color, groups = how_to_draw()
    task = as_task(asked)

    def compute(watch: Watch) -> WordMap:
        return get_backend().call(model, map_word, task, method=method, dimensions=dimensions, groups=groups, watch=watch)

    question = ("map", model, task, method, dimensions, groups)
    found = remembered(question, len(task.texts), compute)
    say_omitted(found.omitted, method)
    categories, members = colored(found, step, color)
    looked = looked_at(found)
    word_map(found, step, categories, members, looked)
    st.caption(what_it_shows(found, step))
    choose_look(found, looked, categories, members)
    show_sentences(found, looked.lit or range(len(found.occurrences)), step, bool(looked.lit))
    keep(found, model, task, step)
    options = english(f"Asked({task.word!r}, {list(task.texts[:3])!r}, every={task.every}, inflections={task.inflections})")
    st.caption(t(HOW))
    show_program(map_program(model, options, method, dimensions))


def how_to_draw() -> tuple[str, int, str, int]:
    """The method, the dimensions, what colours tell, and into how many groups k-means divides."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        method = choose_among(state.MAP_METHOD, {name: TITLES[name] for name in methods_here()}, t("Map"))
        dimensions = choose_among(state.MAP_DIMENSIONS, {"2": "2D", "3": "3D"}, t("Dimensions"))
        color = choose_among(state.MAP_COLOR, COLORS, t("Colour"))
        groups = 1
        if color == "groups":
            groups = int(st.number_input(t("Groups"), 2, MOST_CATEGORIES, 2, key=state.MAP_GROUPS, bind="query-params", width=110))
    return method, int(dimensions), color, groups


def as_task(asked: WordAsked) -> "Asked":
    """What the task is given."""
    from bertplay.tasks.word_in_context import Asked

    return Asked(asked.word, asked.given.texts, asked.given.labels, asked.every, asked.forms)


def say_omitted(omitted: Omitted, method: str) -> None:
    """What was left out, where something was."""
    if omitted.without_word:
        st.text(t_n("{n:,} sentence does not have the word.", "{n:,} sentences do not have the word.", omitted.without_word))
    if omitted.behind_window:
        st.text(
            t_n(
                "{n:,} place stands behind what the model reads at once.",
                "{n:,} places stand behind what the model reads at once.",
                omitted.behind_window,
            )
        )
    if omitted.too_many:
        say_too_many(omitted.too_many, method)


def say_too_many(n: int, method: str) -> None:
    """How many places are over the limit, and whose limit it is."""
    if method == "pca":
        st.text(
            t_n("{n:,} place is left out: {most:,} are the limit.", "{n:,} places are left out: {most:,} are the limit.", n, most=2_000)
        )
        return
    st.text(
        t_n(
            "{n:,} place is left out: {method} draws {most}, evenly taken.",
            "{n:,} places are left out: {method} draws {most}, evenly taken.",
            n,
            method=TITLES[method],
            most=MOST_TO_EMBED,
        )
    )


def colored(found: WordMap, step: int, color: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The categories of the legend, and which of them each occurrence belongs to; the rarest senses share the last colour."""
    if color == "groups":
        members = found.groups[found.steps.index(step)].tolist()
        return tuple(t("group {number}", number=i + 1) for i in range(max(members) + 1)), tuple(members)
    names = list(dict.fromkeys(one.label for one in found.occurrences))
    if names == [""]:
        return (), (0,) * len(found.occurrences)
    if len(names) > MOST_CATEGORIES:
        names = [*names[: MOST_CATEGORIES - 1], t("others")]
    places = {name: i for i, name in enumerate(names)}
    return tuple(name or t("no sense given") for name in names), tuple(places.get(one.label, len(names) - 1) for one in found.occurrences)


def what_it_shows(found: WordMap, step: int) -> str:
    """How much of the layer the map shows, and what to know of it."""
    if is_one_point(found, step):
        return t(ALONE)
    if not len(found.shares):
        return t("Only who is near to whom counts here: distances between groups and the axes mean nothing.")
    shares = found.shares[found.steps.index(step)]
    axes = ", ".join(number(share, ".0%") for share in shares)
    said = t(
        "The axes show {axes} of the variance of this layer, {together:.0%} together; the rest is not on the map.",
        axes=axes,
        together=shares.sum(),
    )
    return f"{t(POSITION)} {said}" if step == 0 and found.steps[0] == WORD_ALONE else said


def show_sentences(found: WordMap, indices: Sequence[int], step: int, is_chosen: bool) -> None:
    """The sentences drawn around, or all of them behind a fold."""
    import pandas as pd

    groups = found.groups[found.steps.index(step)]
    rows = [(found.occurrences[i].label, int(groups[i]) + 1, found.sentences[found.occurrences[i].sentence]) for i in indices]
    table = pd.DataFrame(rows, columns=[t("sense"), t("group"), t("sentence")])
    if found.groups.max() == 0:
        table = table.drop(columns=t("group"))
    alt = t("The sentences, with the sense and the group of the word in each.")
    if is_chosen:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(t_n("**{n:,} chosen**", "**{n:,} chosen**", len(rows)), width="content")
            st.button(t("Choose none"), type="tertiary", icon=":material/close:", on_click=highlight_none)
        draw_table(table, alt=alt, key="chosen_sentences")
        return
    with st.expander(t("All {n:,} as a table", n=len(rows))):
        draw_table(table, alt=alt, key="all_sentences")


def keep(found: WordMap, model: str, task: "Asked", step: int) -> None:
    """The coordinates of all layers, and the vectors of this one."""
    from bertplay.tasks.word_senses import word_vectors_at

    def coordinates() -> bytes:
        axes = [english(f"axis {i + 1}") for i in range(found.points.shape[2])]
        rows = [
            (
                layer,
                one.sentence + 1,
                one.start,
                one.label,
                int(found.groups[s, i]) + 1,
                *map(float, found.points[s, i]),
                found.sentences[one.sentence],
            )
            for s, layer in enumerate(found.steps)
            for i, one in enumerate(found.occurrences)
        ]
        return as_csv(("layer", "sentence", "start", "sense", "group", *axes, "text"), rows)

    def vectors() -> np.ndarray:
        return get_backend().call(model, word_vectors_at, task, step)

    with st.container(horizontal=True, gap="small"):
        download("map.csv", t("Map as CSV"), coordinates)
        download("map.npy", t("Map as .npy"), lambda: as_npy(found.points))
        download("word_vectors.csv", t("Vectors as CSV"), lambda: as_csv([f"v{i}" for i in range(vectors().shape[1])], vectors().tolist()))
        download("word_vectors.npy", t("Vectors as .npy"), lambda: as_npy(vectors()))


def map_program(model: str, asked: str, method: str, dimensions: int) -> str:
    """The first three sentences, as the page lays them all out."""
    program = task_program(model, "bertplay.tasks.word_senses", "map_word", method=method, dimensions=dimensions)
    return program.replace(english("map_word, method"), english(f"map_word, {asked}, method")).replace(
        "\n\nbackend", english("\nfrom bertplay.tasks.word_in_context import Asked\n\nbackend")
    )

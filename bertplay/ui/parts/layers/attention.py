"""Attention: all heads as thumbnails, one of them as arcs over the sentence and as a matrix, and what all heads do on the whole."""

import streamlit as st

from bertplay.charts.attention import attention_matrix, head_scatter
from bertplay.results.layers import AttentionMaps, AttentionView
from bertplay.ui import state
from bertplay.ui.components.attention_arcs import attention_arcs, picked_piece
from bertplay.ui.components.head_grid import head_grid, picked_head
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.layers.asked import Asked
from bertplay.ui.parts.layers.gate import is_answered, say_who_was_right
from bertplay.ui.parts.layers.wording import about_cut
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, later, mark, percent, t

FIRST_HEAD = "1.1"
WARNING = mark(
    "Attention is not an explanation. It says from where a head fetches, not what it fetches nor what the model makes of it. Much of it "
    "rests on [CLS] and [SEP], where a head that finds nothing looks; and quite other weights can give the same answer (Jain and Wallace "
    "2019)."
)
GRID = mark("A row of each picture is a piece that looks, a column one that is looked at. Click one to see it large.")
ROLLOUT = mark(
    "Rollout follows attention down to the embeddings: half of every layer passes straight on, half is what its heads bring on average "
    "(Abnar and Zuidema 2020)."
)
SPREAD = mark(
    "Entropy says among how many pieces a head spreads its looks (0 bits: one; 3 bits: like eight alike), distance how far away they are; "
    "both are means over all pieces, [CLS] and [SEP] included."
)
PAPER = mark(
    "In bert-base-uncased head 8-11 looks from a determiner to its noun in 94.3% of all cases, head 8-10 from an object to its verb in "
    "86.8% (Clark et al. 2019). No head here was trained for such a thing either: look whether one does it."
)


def show_attention(asked: Asked) -> None:
    """The grid, the chosen head, the scatter."""
    from bertplay.tasks.attention import map_attention, view_of

    maps = get_backend().call(asked.model, map_attention, asked.text)
    if maps.cut:
        st.text(about_cut(maps.cut))
    if not is_answered(mark("Which layer looks most at [CLS] and [SEP]?"), layer_names(maps), asked):
        return
    say_who_was_right(layer_names(maps)[int(maps.on_special.mean(axis=1).argmax())], asked)
    st.warning(t(WARNING), icon=":material/info:")
    special = not st.toggle(t("Hide [CLS] and [SEP]"), key=state.WORDS_ONLY, bind="query-params")
    layer, head = chosen_head(maps)
    rows = [[view_of(maps, i, name, special=special) for name in head_names(maps)] for i in range(1, len(maps.weights) + 1)]
    head_grid(rows, (layer, head), take_head)
    st.caption(t(GRID))
    view = rows[layer - 1][head_names(maps).index(head)]
    show_view(maps, view)
    st.markdown(t("**All heads, how widely and how far they look**"))
    draw(head_scatter(maps, layer, head), key="head_scatter")
    st.caption(t(SPREAD))
    st.caption(t(PAPER))
    download_table("attention", lambda: table_of(view))
    named = {"layer": layer, "head": head, "special": special}
    show_program(task_program(asked.model, "bertplay.tasks.attention", "view_attention", asked.text, **named))


def show_view(maps: AttentionMaps, view: AttentionView) -> None:
    """One head: arcs over the sentence, the matrix, and in words where the chosen piece looks."""
    st.markdown(f"**{title_of(view)}**")
    if view.head == "rollout":
        st.caption(t(ROLLOUT))
    elif view.head != "mean":
        i, j = view.layer - 1, int(view.head) - 1
        share = percent(float(maps.on_special[i, j]))
        st.text(
            t(
                "On average over the pieces: its look is spread over {bits:.1f} bits, {distance:.1f} pieces away, "
                "{share} of it on [CLS] and [SEP].",
                bits=maps.entropy[i, j],
                distance=maps.distance[i, j],
                share=share,
            )
        )
    chosen = chosen_looker(view)
    attention_arcs(view, chosen, take_looker)
    st.text(plain(in_words(view, chosen)))
    draw(attention_matrix(view), key=f"attention_matrix_{len(view.pieces)}")
    if not view.places or view.places[0] != 0:
        st.caption(t("[CLS] and [SEP] are left out, not counted away: rows keep their weights and sum to less than 100%."))


def in_words(view: AttentionView, chosen: int | None) -> str:
    """door looks at: the 71% · heavy 12% · …; or how to choose a piece."""
    if chosen is None:
        return t("Drawn are the strongest looks of all. Point at a piece to follow it, click to keep it.")
    row = view.weights[chosen]
    best = row.argsort()[::-1][:4]
    looks = " · ".join(f"{view.pieces[i].text} {percent(float(row[i]))}" for i in best)
    piece, rest = view.pieces[chosen].text, float(view.left_out[chosen])
    if rest > 0:
        return t("{piece} looks at: {looks} · left out {share}", piece=piece, looks=looks, share=percent(rest))
    return t("{piece} looks at: {looks}", piece=piece, looks=looks)


def title_of(view: AttentionView) -> str:
    """What is shown large."""
    if view.head == "mean":
        return t("Layer {layer}, all heads averaged", layer=view.layer)
    if view.head == "rollout":
        return t("Layer {layer}, rollout up to here", layer=view.layer)
    return t("Layer {layer}, head {head}", layer=view.layer, head=view.head)


def head_names(maps: AttentionMaps) -> list[str]:
    """The columns of the grid."""
    return [*(str(i + 1) for i in range(maps.weights.shape[1])), "mean", "rollout"]


def layer_names(maps: AttentionMaps) -> list[str]:
    """What can be answered, to be told where it is shown."""
    return [later("layer {layer}", layer=i + 1) for i in range(len(maps.weights))]


def chosen_head(maps: AttentionMaps) -> tuple[int, str]:
    """Layer and head of the link, "2.mean"; the first head of the first layer otherwise."""
    state.seed(state.HEAD, FIRST_HEAD)
    layer, _, head = str(st.session_state[state.HEAD]).partition(".")
    layers = [str(i + 1) for i in range(len(maps.weights))]
    if layer not in layers or head not in head_names(maps):
        layer, head = FIRST_HEAD.split(".")
    state.publish(state.HEAD, f"{layer}.{head}", FIRST_HEAD)
    return int(layer), head


def take_head() -> None:
    """A click on a thumbnail."""
    st.session_state[state.HEAD] = picked_head()


def chosen_looker(view: AttentionView) -> int | None:
    """The piece that is followed, as an index of the view; the link counts the pieces of the text."""
    state.seed(state.LOOKER, "")
    asked = str(st.session_state[state.LOOKER])
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else -1
    chosen = view.places.index(place) if place in view.places else None
    state.publish(state.LOOKER, "" if chosen is None else asked, "")
    st.session_state[state.SHOWN_PLACES] = view.places
    return chosen


def take_looker() -> None:
    """A click on a piece."""
    picked, places = picked_piece(), st.session_state[state.SHOWN_PLACES]
    st.session_state[state.LOOKER] = "" if picked is None or picked >= len(places) else str(places[picked])


def table_of(view: AttentionView) -> bytes:
    """One row for each pair of pieces."""
    n = len(view.pieces)
    rows = [
        (view.places[i], view.pieces[i].text, view.places[j], view.pieces[j].text, float(view.weights[i, j]))
        for i in range(n)
        for j in range(n)
    ]
    return as_csv(("from", "piece", "at", english("piece looked at"), "weight"), rows)

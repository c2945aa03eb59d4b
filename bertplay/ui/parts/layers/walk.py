"""The walk: pieces, three embeddings and their sum, and layer by layer what the word head would say and how far vectors move."""

import streamlit as st

from bertplay.charts.layer_walk import embedding_strips, growth_lines, movement_cells
from bertplay.results.layers import LayerWalk
from bertplay.ui import state
from bertplay.ui.components.lens_grid import lens_grid, picked_place
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.layers.asked import Asked
from bertplay.ui.parts.layers.gate import is_answered, say_who_was_right
from bertplay.ui.parts.layers.wording import about_cut
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import english, later, mark, percent, t

TOP_K = 5
MOST_ROWS = 14
"""Pieces whose movement is shown at once; more are scrolled."""
WARNING = mark(
    "A lens, not a mind-reader: the word head was trained on the last layer alone. What it says of the layers before is what *it* makes of "
    "vectors that it never saw in training. Bold: not the piece that stands there. Click a column to follow its place."
)
NO_LENS = mark(
    "No lens for this model: it was trained without a word head, or its head cannot be asked after every layer. XLNet's reads a second "
    "stream, which follows only the places that are to be guessed."
)
SUM = mark(
    "Each piece begins as three rows looked up in three tables and added: which word, which place, which of two texts. Shown are the first "
    "{shown} of {width} dimensions; the upper four rows are on one scale."
)
MOVED = mark(
    "How far each vector moves in each layer; the last column, on a scale of its own, from the embeddings to the last layer. Point at a "
    "cell for the distance and the cosine: 1 is the same direction as before, 0 none of it left."
)


def show_walk(asked: Asked) -> None:
    """The lens over the whole sentence, then one place of it, then the distances."""
    from bertplay.tasks.layer_walk import walk_layers

    walk = get_backend().call(asked.model, walk_layers, asked.text, top_k=TOP_K)
    if walk.cut:
        st.text(about_cut(walk.cut))
    place = chosen_place(walk)
    if walk.layers:
        if not is_answered(question(walk), moments(walk), asked):
            return
        say_who_was_right(moments(walk)[settled_after(walk, first_place(walk))], asked)
        lens_grid(walk, place, take_place)
        st.caption(t(WARNING))
    else:
        st.info(t(NO_LENS), icon=":material/block:")
    show_place(walk, place)
    st.markdown(t("**How far the vectors move**"))
    with st.container(height=420 if len(walk.pieces) > MOST_ROWS else "content", border=False):
        draw(movement_cells(walk), key="movement_cells")
    st.caption(t(MOVED))
    download_table("layers", lambda: table_of(walk))
    show_program(task_program(asked.model, "bertplay.tasks.layer_walk", "walk_layers", asked.text, top_k=TOP_K))


def show_place(walk: LayerWalk, place: int) -> None:
    """One piece: how its guess grows, and what it began with."""
    st.markdown(t("**Piece {place}, followed**", place=place))
    if walk.layers:
        st.text(plain(in_words(walk, place)))
        draw(growth_lines(walk, place), key="growth_lines")
        show_guesses(walk, place)
    if walk.embeddings is None:
        st.text(t("The embeddings of this family are put together in another way and not taken apart here; a BERT's are."))
        return
    draw(embedding_strips(walk.embeddings, place), key="embedding_strips")
    st.caption(t(SUM, shown=walk.embeddings.words.shape[1], width=walk.embeddings.width))


def show_guesses(walk: LayerWalk, place: int) -> None:
    """The five guesses at one place after every layer: what the lens tells where a mouse points, for who has none."""
    with st.expander(t("Its guesses after every layer, as a table")):
        ranks = [str(rank + 1) for rank in range(TOP_K)]
        rows = [
            {t("layer"): layer.layer}
            | {rank: f"{plain(guess.word)}  {percent(guess.probability)}" for rank, guess in zip(ranks, layer.guesses[place], strict=False)}
            for layer in walk.layers
        ]
        draw_table(rows, alt=t("For each layer: the first guesses at this piece, with their probabilities."))


def question(walk: LayerWalk) -> str:
    """What the reader is asked before the lens is shown; told there."""
    first = first_place(walk)
    if walk.pieces[first].is_special:
        return mark("From which moment on is the final guess at the mask in front?")
    return later("From which moment on is the final guess at piece {place} in front?", place=first)


def moments(walk: LayerWalk) -> list[str]:
    """What can be answered, to be told where it is shown: the embeddings, then each layer."""
    return [mark("embeddings") if layer.layer == 0 else later("layer {layer}", layer=layer.layer) for layer in walk.layers]


def settled_after(walk: LayerWalk, place: int) -> int:
    """The first layer from which on the best guess at a place is the last layer's."""
    best = [layer.guesses[place][0].word for layer in walk.layers]
    other = [number for number, word in enumerate(best) if word != best[-1]]
    return other[-1] + 1 if other else 0


def in_words(walk: LayerWalk, place: int) -> str:
    """[MASK]: in the end “door”, in front since layer 2."""
    settled = settled_after(walk, place)
    piece, word = walk.pieces[place].text, walk.layers[-1].guesses[place][0].word
    if settled == 0:
        return t("{piece}: in the end {word}, in front from the embeddings on.", piece=piece, word=word)
    return t("{piece}: in the end {word}, in front since layer {layer}.", piece=piece, word=word, layer=settled)


def chosen_place(walk: LayerWalk) -> int:
    """The piece of the link; else the first."""
    first = first_place(walk)
    state.seed(state.PLACE, "")
    asked = str(st.session_state[state.PLACE])
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 and int(asked) < len(walk.pieces) else first
    state.publish(state.PLACE, str(place), str(first))
    return place


def first_place(walk: LayerWalk) -> int:
    """The first mask, else the first piece of the text."""
    masks = [i for i, piece in enumerate(walk.pieces) if piece.is_special and piece.start < piece.end]
    return masks[0] if masks else min(1, len(walk.pieces) - 1)


def take_place() -> None:
    """A click on a column."""
    st.session_state[state.PLACE] = str(picked_place())


def table_of(walk: LayerWalk) -> bytes:
    """One row for each piece and layer."""
    rows = []
    for number in range(len(walk.distance) + 1):
        for place, piece in enumerate(walk.pieces):
            guess = walk.layers[number].guesses[place][0] if walk.layers else None
            moved = (float(walk.distance[number - 1, place]), float(walk.cosine[number - 1, place])) if number else (None, None)
            rows.append((number, place, piece.text, guess and guess.word, guess and guess.probability, *moved))
    return as_csv(("layer", "place", "piece", english("best guess"), "probability", english("distance moved"), "cosine"), rows)

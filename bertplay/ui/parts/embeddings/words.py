"""Words without context: neighbours and sums in the input embedding."""

import streamlit as st

from bertplay.charts.embeddings import neighbour_dots
from bertplay.lessons.sense_samples import FIRST_SUM, SUMS
from bertplay.results.embeddings import WordNeighbours
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import offer_examples, word_input
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import mark, t

SHOWN = 10
WHY = mark(
    "The first thing BERT does with a piece is to look up its row in a table: one row for each piece, the same in every sentence. "
    "Tables like this were the whole of word2vec and GloVe. Words used alike get rows alike, and differences can even be added: from "
    "man to woman is about the way from king to queen. But “bank” has one row for money and for rivers; only the layers above tell "
    "them apart."
)
HOW = mark(
    "Ranked by centred cosine, after the mean of all words is taken away; the words of the sum themselves are left out, as everybody does: "
    "without that, the nearest to “king - man + woman” is often “king” itself."
)


def show_words(model: str) -> None:
    """The word or sum, its neighbours, and what a table of whole words would say."""
    from bertplay.tasks.word_table import nearest_words

    state.seed(state.WORD_SUM, FIRST_SUM)
    offer_examples(state.SUM_EXAMPLE, dict(enumerate(SUMS)), take_sum)
    expression = word_input(t("A word, or a sum of words"), state.WORD_SUM, max_chars=200, persist_state="session", live="300ms")
    state.publish(state.WORD_SUM, expression, FIRST_SUM)
    found = get_backend().call(model, nearest_words, without_surrogates(expression), top_k=SHOWN)
    say_missing(found)
    draw(neighbour_dots(found.nearest, found.baseline, found.baseline_centred), key="word_neighbours")
    st.caption(t(HOW))
    st.markdown(t(WHY))
    rows = [(near.text, near.cosine, near.centred) for near in found.nearest]
    download_table("words", lambda: as_csv(("word", "cosine", "centred"), rows))
    show_program(task_program(model, "bertplay.tasks.word_table", "nearest_words", without_surrogates(expression), top_k=SHOWN))


def take_sum() -> None:
    """The chosen sum goes into the box, and the choice is free again."""
    chosen = st.session_state[state.SUM_EXAMPLE]
    if chosen is not None:
        st.session_state[state.SUM_EXAMPLE] = None
        st.session_state[state.WORD_SUM] = SUMS[chosen]


def say_missing(found: WordNeighbours) -> None:
    """Words that the table does not have."""
    for one in found.terms:
        if len(one.pieces) > 1:
            st.text(
                plain(
                    t(
                        "{word}: a table of whole words would say “missing”. WordPiece has {pieces}; their mean stands for it, and "
                        "is worth little: only the layers above put pieces together.",
                        word=one.word,
                        pieces=" ".join(one.pieces),
                    )
                )
            )

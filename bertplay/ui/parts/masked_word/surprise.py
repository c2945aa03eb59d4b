"""How surprising is each word: every word hidden in turn."""

import streamlit as st

from bertplay.charts.palette import MOST_BITS
from bertplay.charts.surprise import surprise_bars
from bertplay.ui.components.shaded_sentence import shaded_sentence
from bertplay.ui.figure import draw
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.wording import about_cut
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, mark, t

HOW = mark(
    "Each word is hidden in turn while all others are seen: the fewer chances the model gives it, the more bits it surprises (1 bit: one "
    "chance in two; 10 bits: one in a thousand). The pseudo-perplexity is 2 to the mean bits of a piece: 1 for a text without surprise."
)


def show_surprise(asked: Asked) -> None:
    """The sentence coloured by surprise, and a bar a word. Words hidden above are shown to the model here."""
    from bertplay.tasks.surprise import score_surprise

    result = get_backend().call(asked.model, score_surprise, asked.text)
    if result.cut:
        st.text(about_cut(result.cut, mark("the first ones")))
    shades = [(word.start, word.end, min(word.bits / MOST_BITS, 1.0), t("{bits:.1f} bits", bits=word.bits)) for word in result.words]
    shaded_sentence(asked.text, shades)
    st.text(t("Pseudo-perplexity: {figure:,.1f}", figure=result.pseudo_perplexity))
    draw(surprise_bars(result), key="surprise_bars")
    st.caption(t(HOW))
    rows = [(word.word, word.bits, word.pieces, word.guess.word, word.guess.probability) for word in result.words]
    download_table("surprise", lambda: as_csv(("word", "bits", "pieces", "expected", english("probability of the expected")), rows))
    show_program(task_program(asked.model, "bertplay.tasks.surprise", "score_surprise", asked.text))

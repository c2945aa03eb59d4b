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

HOW = (
    "Each word is hidden in turn while all others are seen: the fewer chances the model gives it, the more bits it surprises (1 bit: one "
    "chance in two; 10 bits: one in a thousand). The pseudo-perplexity is 2 to the mean bits of a piece: 1 for a text without surprise."
)


def show_surprise(asked: Asked) -> None:
    """The sentence coloured by surprise, and a bar a word. Words hidden above are shown to the model here."""
    from bertplay.tasks.surprise import score_surprise

    result = get_backend().call(asked.model, score_surprise, asked.text)
    if result.cut:
        st.text(about_cut(result.cut, "the first ones"))
    shaded_sentence(asked.text, [(word.start, word.end, min(word.bits / MOST_BITS, 1.0), f"{word.bits:.1f} bits") for word in result.words])
    st.text(f"Pseudo-perplexity: {result.pseudo_perplexity:,.1f}")
    draw(surprise_bars(result), key="surprise_bars")
    st.caption(HOW)
    rows = [(word.word, word.bits, word.pieces, word.guess.word, word.guess.probability) for word in result.words]
    download_table("surprise", lambda: as_csv(("word", "bits", "pieces", "expected", "probability of the expected"), rows))
    show_program(task_program(asked.model, "bertplay.tasks.surprise", "score_surprise", asked.text))

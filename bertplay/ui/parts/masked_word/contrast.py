"""Two sentences against each other: the same mask, every word of the vocabulary."""

import streamlit as st

from bertplay.charts.sentence_contrast import contrast_scatter
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import word_input
from bertplay.ui.figure import draw
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, mark, t

HOW = mark(
    "Each point is a word of the vocabulary. On the dashed line it is as probable in one sentence as in the other; the further away, the "
    "more one word of the sentence changes it. One step on an axis doubles the probability."
)


def show_contrast(asked: Asked) -> None:
    """Ask for the second sentence, and draw both."""
    from bertplay.tasks.sentence_contrast import contrast_sentences

    label = t("The second sentence, with [MASK] at the same place")
    second = word_input(
        label, state.SECOND, max_chars=2_000, bind="query-params", live=True, placeholder=english("In Maine they like to buy [MASK].")
    )
    if not second.strip():
        st.caption(t("Write the sentence above once more with one word changed, and [MASK] where the word is to be guessed."))
        return
    second = without_surrogates(second)
    result = get_backend().call(asked.model, contrast_sentences, asked.masked, second)
    draw(contrast_scatter(result), key="contrast_scatter")
    st.caption(t(HOW))
    rows = [(result.words[i], float(result.first[i]), float(result.second[i])) for i in result.differing]
    download_table("two_sentences", lambda: as_csv(("word", english("log2 in the first"), english("log2 in the second")), rows))
    show_program(task_program(asked.model, "bertplay.tasks.sentence_contrast", "contrast_sentences", asked.masked, second))

"""Words I name: how probable is each of them at the mask?"""

import streamlit as st

from bertplay.charts.named_words import named_bars
from bertplay.errors import BadInput
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import word_input
from bertplay.ui.figure import draw
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, later, mark, t

HOW = mark(
    "A word that is one piece of the vocabulary has its probability at the mask. A word of several pieces gets as many masks, filled "
    "from left to right: P(un ##aff ##able) = P(un) · P(##aff given un) · P(##able given un ##aff). The number of masks tells the "
    "model how long the word is, so words of different lengths compare only roughly."
)


def show_named(asked: Asked) -> None:
    """Ask for words, and draw them."""
    from bertplay.tasks.named_words import score_words

    written = word_input(
        t("Words, with commas between"),
        state.NAMED,
        max_chars=1_000,
        bind="query-params",
        live=True,
        placeholder=english("cold, hot, constitution"),
    )
    mask_index = choose_mask(asked.masks)
    words = named(written)
    if not words:
        st.caption(t("Name a few words, and see which of them the model finds likely at the mask."))
        return
    result = get_backend().call(asked.model, score_words, asked.masked, words, mask_index=mask_index)
    draw(named_bars(result), key="named_bars")
    st.caption(t(HOW))
    rows = [(s.word, s.probability, s.rank, " ".join(s.pieces), s.is_known) for s in result.words]
    download_table("named_words", lambda: as_csv(("word", "probability", "rank", "pieces", english("can be written")), rows))
    show_program(task_program(asked.model, "bertplay.tasks.named_words", "score_words", asked.masked, words, mask_index=mask_index))


def choose_mask(masks: int) -> int:
    """Which mask is meant, from 0; asked only when there are several."""
    if masks < 2:
        return 0
    return int(st.number_input(t("Mask, counted from the left"), 1, masks, key=state.MASK, bind="query-params", width=220)) - 1


def named(written: str) -> list[str]:
    """The words of a list with commas, each once. Raises BadInput for more than 50.

    named("cold, hot , cold,") -> ["cold", "hot"]
    """
    words = list(dict.fromkeys(word.strip() for word in without_surrogates(written).split(",") if word.strip()))
    if len(words) > 50:
        raise BadInput(mark("These are too many words."), value=later("{n} words", n=len(words)), remedy=mark("Name at most 50."))
    return words

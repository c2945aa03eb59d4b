"""All masks together: the best combinations of words, beside each mask judged alone."""

import streamlit as st

from bertplay.charts.joint_words import joint_bars
from bertplay.ui.controls import how_many_guesses
from bertplay.ui.figure import draw
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import mark, t

WHY = mark(
    "Judged alone, a mask does not know what the other became, so the best words may not fit each other. Together they follow the "
    "chain rule: the first mask is filled, then the next is guessed with that word in place, P(a, b) = P(a) · P(b given a). "
    "“alone” is what the same words get without it; where the two differ, the words depend on each other."
)


def show_joint(asked: Asked) -> None:
    """The combinations as bars."""
    from bertplay.tasks.joint_words import guess_jointly

    if asked.masks < 2:
        st.info(t("Hide at least two words: then the guesses can depend on each other."), icon=":material/touch_app:")
        return
    words, slider = st.columns([5, 2], gap="medium")
    with slider:
        top_k = how_many_guesses()
    words.text(t("The best words for all masks together, and what the same words get when each mask is judged alone."))
    result = get_backend().call(asked.model, guess_jointly, asked.masked, top_k=top_k)
    draw(joint_bars(result), key="joint_bars")
    found = t("Found by a beam search that keeps the {n} best beginnings.", n=result.beam)
    st.caption(f"{t(WHY)} {found}")
    rows = [(rank, " ".join(guess.words), guess.probability, guess.alone) for rank, guess in enumerate(result.combinations, 1)]
    download_table("together", lambda: as_csv(("rank", "words", "probability", "alone"), rows))
    show_program(task_program(asked.model, "bertplay.tasks.joint_words", "guess_jointly", asked.masked, top_k=top_k))

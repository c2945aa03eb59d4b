"""The guesses: for each mask the most probable words."""

import streamlit as st

from bertplay.charts.masked_word import class_bars
from bertplay.results import MaskedWordGuesses, MaskGuesses
from bertplay.ui.controls import how_many_guesses
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.wording import about_cut, in_brief, ordinal, place_of_hidden, sureness
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import guesses_program, model_name, show_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import mark, t

MOST_MASKS = 6
"""Figures drawn at once; the table has all masks."""


def show_guesses(asked: Asked) -> None:
    """k, one figure a mask, the table, and the program."""
    from bertplay.tasks.masked_word import guess_masked_words

    words, slider = st.columns([5, 2], gap="medium")
    with slider:
        top_k = how_many_guesses()
    result = get_backend().call(asked.model, guess_masked_words, asked.masked, top_k=top_k, hidden=asked.behind)
    with words, st.container(gap=None):
        st.text(in_words(result))
    show_figures(result.masks)
    if any(guess.word.startswith("##") for mask in result.masks for guess in mask.guesses):
        st.caption(t("A guess that begins with ## is a piece that would carry on the word before it."))
    download_table("guesses", lambda: table_of(result))
    name, window = model_name(asked.model)
    seen = asked.masked[result.cut.start : result.cut.end] if result.cut else asked.masked
    show_program(guesses_program(name, seen, top_k, window))


def in_words(result: MaskedWordGuesses) -> str:
    """What the figures say, for one mask; and that a text was cut."""
    lines = [about_cut(result.cut, mark("those around the masks"))] if result.cut else []
    if len(result.masks) > 1:
        lines.append(t("{n:,} masks, each judged alone: it does not know what stands at the others.", n=len(result.masks)))
        return "\n".join(lines)
    [mask] = result.masks
    if mask.hidden:
        lines.append(plain(place_of_hidden(mask.hidden)))
    return "\n".join([*lines, sureness(mask)])


def show_figures(masks: tuple[MaskGuesses, ...]) -> None:
    """One figure over the whole width, or two in a row on one scale."""
    if len(masks) == 1:
        draw(class_bars(masks[0]), key="guess_bars")
        return
    longest = max(mask.guesses[0].probability for mask in masks[:MOST_MASKS])
    for start in range(0, len(masks[:MOST_MASKS]), 2):
        for column, mask in zip(st.columns(2, gap="medium"), masks[start : min(start + 2, MOST_MASKS)], strict=False):
            with column:
                st.markdown(f"**{ordinal(mask.index)}**")
                st.text(plain(in_brief(mask)))
                draw(class_bars(mask, longest), key=f"guess_bars_{mask.index}")
    if len(masks) > MOST_MASKS:
        st.text(t("These are the first {shown} of {n:,} masks; the table has them all.", shown=MOST_MASKS, n=len(masks)))


def table_of(result: MaskedWordGuesses) -> bytes:
    """One row a guess."""
    rows = [
        (mask.index + 1, rank, guess.word, guess.probability) for mask in result.masks for rank, guess in enumerate(mask.guesses, start=1)
    ]
    return as_csv(("mask", "rank", "word", "probability"), rows)

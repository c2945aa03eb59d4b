"""A trained vocabulary at work: words cut by a small and a large one, and where two rules differ."""

import pandas as pd
import streamlit as st

from bertplay.results.wordpiece import TrainedVocabulary, TrainingDifference
from bertplay.tasks.wordpiece_differences import cut_twice
from bertplay.ui import state
from bertplay.ui.components.piece_rows import Row, piece_rows
from bertplay.ui.parts.wordpiece.cells import chips
from bertplay.ui.parts.wordpiece.inputs import line
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import english, mark, t, t_n

WORDS = english("walkers talking unhappiness rereading baker")
MOST_LETTERS = 300
MOST_WORDS = 12
NAMES = {"frequency": mark("frequency"), "likelihood": mark("likelihood"), "ratio": mark("ratio")}
"""The rules, inside a sentence."""


def show_words(trained: TrainedVocabulary, size: int, smallest: int) -> None:
    """The reader's words, cut by a small vocabulary and by the one that was chosen."""
    st.subheader(t("The same words, small and large"), anchor=False)
    text = line(t("Words to cut"), state.CUT_WORDS, WORDS, most=MOST_LETTERS)
    small = max(smallest, (smallest + size) // 3)
    found = cut_twice(text, trained.pieces(small), trained.pieces(size))
    columns = st.columns(2, gap="medium")
    for column, pieces, many in zip(columns, ("one", "other"), (small, size), strict=True):
        with column:
            st.markdown(t_n("**{n:,} piece**", "**{n:,} pieces**", many))
            piece_rows([Row(chips(getattr(word, pieces), trained.pieces(many))) for word in found[:MOST_WORDS]], key=f"cut_by_{pieces}")
    st.caption(t("A broken line: the word has a character that the training text does not have, so it is unknown."))


def show_difference(one: TrainedVocabulary, other: TrainedVocabulary, found: TrainingDifference) -> None:
    """Where two rules part ways, and the words they cut differently."""
    here, there = t(NAMES[one.rule]), t(NAMES[other.rule])
    st.subheader(t("Where {here} and {there} differ", here=here, there=there), anchor=False)
    if found.step is None:
        st.text(t("Nowhere on this text: both merge the same pairs in the same order."))
        return
    first, second = one.merges[found.step], other.merges[found.step]
    st.text(
        t(
            "They part at merge {step:,}: by {here} {one}, by {there} {other}.",
            step=found.step + 1,
            here=here,
            one=f"{first.left} + {first.right}",
            there=there,
            other=f"{second.left} + {second.right}",
        )
        + "\n"
        + t_n(
            "Of {size:,} pieces they share {shared:,}, and {n:,} word is cut differently.",
            "Of {size:,} pieces they share {shared:,}, and {n:,} words are cut differently.",
            len(found.words),
            size=found.size,
            shared=found.shared,
        )
    )
    rows = [(word.word, word.count, " ".join(word.one), " ".join(word.other)) for word in found.words]
    columns = ("word", "times", english(f"by {one.rule}"), english(f"by {other.rule}"))
    shown = [t("word"), t("times"), t("by {rule}", rule=here), t("by {rule}", rule=there)]
    draw_table(
        pd.DataFrame(rows, columns=shown),
        alt=t("The words that the two rules cut differently, with both cuts."),
        height=260 if len(rows) > 6 else "auto",
    )
    download_table("rules", lambda: as_csv(columns, rows), has_figure=False)

"""A trained vocabulary at work: words cut by a small and a large one, and where two rules differ."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from bertplay.results.wordpiece import TrainedVocabulary, TrainingDifference
from bertplay.tasks.wordpiece_differences import cut_twice
from bertplay.ui import state
from bertplay.ui.components.piece_rows import Row, piece_rows
from bertplay.ui.parts.wordpiece.cells import chips
from bertplay.ui.parts.wordpiece.inputs import line
from bertplay.ui.table import as_csv, download_table

WORDS = "walkers talking unhappiness rereading baker"
MOST_LETTERS = 300
MOST_WORDS = 12


def show_words(trained: TrainedVocabulary, size: int, smallest: int) -> None:
    """The reader's words, cut by a small vocabulary and by the one that was chosen."""
    st.subheader("The same words, small and large", anchor=False)
    text = line("Words to cut", state.CUT_WORDS, WORDS, most=MOST_LETTERS)
    small = max(smallest, (smallest + size) // 3)
    found = cut_twice(text, trained.pieces(small), trained.pieces(size))
    columns = st.columns(2, gap="medium")
    for column, pieces, number in zip(columns, ("one", "other"), (small, size), strict=True):
        with column:
            st.markdown(f"**{number:,} pieces**")
            piece_rows([Row(chips(getattr(word, pieces), trained.pieces(number))) for word in found[:MOST_WORDS]], key=f"cut_by_{pieces}")
    st.caption("A broken line: the word has a character that the training text does not have, so it is unknown.")


def show_difference(one: TrainedVocabulary, other: TrainedVocabulary, found: TrainingDifference, titles: Mapping[str, str]) -> None:
    """Where two rules part ways, and the words they cut differently."""
    here, there = titles[one.rule].lower(), titles[other.rule].lower()
    st.subheader(f"Where {here} and {there} differ", anchor=False)
    if found.step is None:
        st.text("Nowhere on this text: both merge the same pairs in the same order.")
        return
    first, second = one.merges[found.step], other.merges[found.step]
    st.text(
        f"They part at merge {found.step + 1}: by {here} {first.left} + {first.right}, by {there} {second.left} + {second.right}.\n"
        f"Of {found.size:,} pieces they share {found.shared:,}, and {len(found.words):,} words are cut differently."
    )
    rows = [(word.word, word.count, " ".join(word.one), " ".join(word.other)) for word in found.words]
    columns = ("word", "times", f"by {here}", f"by {there}")
    st.dataframe(pd.DataFrame(rows, columns=list(columns)), hide_index=True, height=260 if len(rows) > 6 else "auto")
    download_table("rules", lambda: as_csv(columns, rows), has_figure=False)

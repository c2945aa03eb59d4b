"""Where two rules of training differ on one text."""

import streamlit as st

from bertplay.i18n import N_, _, lazy
from bertplay.results.wordpiece import TrainedVocabulary
from bertplay.summaries import Column, Summary, Table
from bertplay.ui.kit.tab import View, draw_summary_table, say

NAMES = {"frequency": N_("frequency"), "likelihood": N_("likelihood"), "ratio": N_("ratio")}
"""The rules, inside a sentence."""


def show_difference(view: View, one: TrainedVocabulary, other: TrainedVocabulary, size: int) -> None:
    """The first merge that differs, and the words that are tokenized differently at a size."""
    from bertplay.tasks.wordpiece_differences import compare_trainings

    found = compare_trainings(one, other, size)
    st.subheader(_("Where the rules differ"), anchor=False)
    names = {"one": lazy(NAMES[one.rule]), "other": lazy(NAMES[other.rule])}
    if found.step is None:
        say(view, Summary(lazy("On this text {one} and {other} merge the same pairs in the same order.", **names)), name="difference")
        return
    first, second = one.merges[found.step], other.merges[found.step]
    said = N_("They diverge at merge {step:,}: {one} joins {left}, {other} joins {right}; {n:,} words are then tokenized differently.")
    sentence = lazy(
        said,
        step=found.step + 1,
        left=f"{first.left} + {first.right}",
        right=f"{second.left} + {second.right}",
        n=len(found.words),
        **names,
    )
    columns = (Column(N_("word")), Column(N_("occurrences"), "count"), Column(NAMES[one.rule]), Column(NAMES[other.rule]))
    table = Table(columns, tuple((word.word, word.count, " ".join(word.one), " ".join(word.other)) for word in found.words))
    summary = Summary(sentence, table=table)
    say(view, summary, name="difference")
    if table.rows:
        draw_summary_table(summary, view.key("difference"))

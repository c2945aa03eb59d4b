"""Vocabulary: search it, and see what it consists of."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.wordpiece import DESCRIBE_VOCABULARY, SEARCH_VOCABULARY
from bertplay.i18n import N_, _, lazy
from bertplay.lessons.examples import Example
from bertplay.models.spec import Ability
from bertplay.results.wordpiece import Share, VocabularyMatches
from bertplay.summaries.wordpiece import summarize_makeup
from bertplay.ui.kit.tab import Choice, Tab, Text, View, answer, draw, draw_summary_table, finish, offer_examples, say

QUERIES = ("play", "un", "constitut", "ing", "19", "ä")
QUERY = Text("text", N_("Search"), default=QUERIES[0], max_characters=100)
MATCH = Choice(
    "match",
    N_("Tokens that"),
    default="prefix",
    options={"prefix": N_("begin with it"), "contains": N_("contain it"), "continuation": N_("continue a word with it")},
)
EXAMPLES = tuple(Example(query, {"text": query}) for query in QUERIES)
MAX_BARS = 9
HOW = N_(
    "The vocabulary was learned from the training text before the model was trained. It has the most useful tokens: frequent words as a "
    "whole, and parts of rarer ones. Tokens that begin with ## continue a word."
)


def draw_inputs(view: View) -> Call[VocabularyMatches]:
    """The query."""
    query = QUERY.draw(view)
    offer_examples(view, EXAMPLES, show=str)
    return SEARCH_VOCABULARY(view.model, query=query, how=MATCH.draw(view))


def show(view: View, call: Call[VocabularyMatches]) -> None:
    """What matches as a table; then what all tokens are."""
    from bertplay.charts.wordpiece import length_bars, share_bars

    matches = answer(view, call)
    draw_summary_table(call.task.summarize(matches), view.key("matches"))
    st.subheader(_("What it consists of"), anchor=False)
    makeup = view.ask(DESCRIBE_VOCABULARY(view.model))
    say(view, summarize_makeup(makeup), name="makeup")
    draw(share_bars(makeup.kinds), view.key("kinds"))
    scripts, lengths = st.columns(2, gap="large")
    with scripts:
        st.markdown(_("**Scripts**"))
        draw(share_bars(largest(makeup.scripts)), view.key("scripts"))
    with lengths:
        st.markdown(_("**Lengths**"))
        draw(length_bars(makeup), view.key("lengths"))
    finish(view, call, matches, HOW)


def largest(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """The largest shares, and all others as one."""
    if len(shares) <= MAX_BARS:
        return shares
    rest = shares[MAX_BARS - 1 :]
    return (*shares[: MAX_BARS - 1], Share(lazy("{n} others", n=len(rest)), sum(share.count for share in rest), ()))


VOCABULARY = Tab("vocabulary", N_("Vocabulary"), draw_inputs, show, needs=Ability.EMBEDDING, loads=False)

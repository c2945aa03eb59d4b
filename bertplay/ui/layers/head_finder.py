"""Find a head: all heads ranked by how much of their attention follows a pattern on the reader's sentences."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.layers import FIND_HEADS
from bertplay.i18n import N_, _, percent
from bertplay.models.spec import Ability
from bertplay.results.attention import HeadRanking
from bertplay.summaries.attention import PATTERNS
from bertplay.ui.kit.tab import Choice, Lines, Tab, Text, View, answer, draw, draw_table, finish, link, turn_to

MAX_SENTENCES, MAX_HEADS = 40, 10
SENTENCES = Lines(
    "sentences",
    N_("Sentences, one per line"),
    default="Anna was late because she had lost her key.\nPeter said that he would come tomorrow.\n"
    "Maria opened the door and saw her brother.\nWhen Tom was ten, his family moved to Berlin.",
    height=130,
    max_characters=5_000,
)
PATTERN = Choice("pattern", N_("Attention from"), default="pronoun", options=PATTERNS, form="select")
SOURCE = Text("source", N_("From this word"), default="her", max_characters=50)
TARGET = Text("target", N_("to this one"), default="Anna", max_characters=50)
HOW = N_(
    "For each token that the pattern applies to, its attention to the pattern's targets is added up; a head's share is the mean of these "
    "sums. Names are words with a capital letter that are not among the most common first words of a sentence, and all names before a "
    "pronoun count: if there are two, the share does not show which one is meant. A high share says what a head does in these sentences, "
    "not what it is for (see “Ablations” for what happens without it)."
)


def draw_inputs(view: View) -> Call[HeadRanking] | None:
    """The pattern, and the sentences."""
    pattern = PATTERN.draw(view)
    source = target = ""
    if pattern == "words":
        first, second = st.columns(2, gap="medium")
        with first:
            source = SOURCE.draw(view).strip()
        with second:
            target = TARGET.draw(view).strip()
    lines = [line.strip() for line in SENTENCES.draw(view).splitlines() if line.strip()]
    if len(lines) > MAX_SENTENCES:
        st.caption(_("The first {shown} of {n:,} sentences are used.", shown=MAX_SENTENCES, n=len(lines)))
    if not lines or (pattern == "words" and not (source and target)):
        st.info(_("Type at least one sentence, and the words to look for."), icon=":material/edit:")
        return None
    return FIND_HEADS(view.model, texts=lines[:MAX_SENTENCES], pattern=pattern, source=source, target=target)


def show(view: View, call: Call[HeadRanking]) -> None:
    """All heads as cells, the first ones as a table; a click on either opens the head in the attention tab."""
    from bertplay.charts.head_finder import head_shares

    result = answer(view, call)
    st.caption(_("Share of attention in percent, for every head. Click a cell or a row to see that head in “Attention”."))
    cells, table = view.key("cells"), view.key("first")
    draw(head_shares(result), cells, on_select=lambda: open_cell(view, cells, result), selection_mode="points")
    draw_table(
        first_heads(result),
        alt=_("The heads that follow the pattern most, one per row."),
        key=table,
        on_select=lambda: open_row(view, table, result),
        selection_mode="single-row",
    )
    finish(view, call, result, HOW)


def first_heads(found: HeadRanking) -> list[dict[str, str]]:
    """The first heads, with the place where each follows the pattern most."""
    rows = []
    for layer, head in found.ranked[:MAX_HEADS]:
        text, from_, to = found.example(layer, head)
        tokens, weight = found.tokens[text], float(found.strongest_weight[layer - 1, head - 1])
        example = f"“{tokens[from_].text}” → “{tokens[to].text}” {percent(weight)}"
        share = percent(float(found.share[layer - 1, head - 1]))
        rows.append({_("head"): f"{layer}.{head}", _("share of attention"): share, _("most clearly"): example})
    return rows


def open_cell(view: View, key: str, found: HeadRanking) -> None:
    """A click on a cell."""
    points = st.session_state[key].selection.points
    if points:
        open_head(view, found, *points[0]["customdata"])


def open_row(view: View, key: str, found: HeadRanking) -> None:
    """A click on a row."""
    rows = st.session_state[key].selection.rows
    if rows:
        open_head(view, found, *found.ranked[rows[0]])


def open_head(view: View, found: HeadRanking, layer: int, head: int) -> None:
    """Open a head in the attention tab, at the token that follows the pattern most."""
    text, token, _to = found.example(layer, head)
    turn_to(view.page, "attention")
    link.fill_inputs({"text": found.texts[text], "head": f"{layer}.{head}", "token": str(token)})


HEAD_FINDER = Tab("head_finder", N_("Find a head"), draw_inputs, show, needs=Ability.ATTENTION)

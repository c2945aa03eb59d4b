"""The vocabulary: search it, and what it is made of."""

import pandas as pd
import streamlit as st

from bertplay.charts.wordpiece import length_bars, share_bars
from bertplay.lessons.wordpiece import TextSample
from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.wordpiece import Share, VocabularyMatches
from bertplay.tasks.wordpiece_vocabulary import describe_vocabulary, search_vocabulary
from bertplay.ui import state
from bertplay.ui.controls import choose_one
from bertplay.ui.figure import draw
from bertplay.ui.parts.wordpiece.inputs import line
from bertplay.ui.parts.wordpiece.programs import task_program
from bertplay.ui.snippet import show_program
from bertplay.ui.table import as_csv, download_table

HOW = {"prefix": "begin so", "contains": "contain it", "continuation": "carry on a word so"}
EXAMPLES = tuple(TextSample(query, query) for query in ("play", "un", "constitut", "ing", "19", "ä"))
MOST_ROWS = 2_000
MOST_BARS = 9


def show(tokenizer: TokenizerFile) -> None:
    """The search, then three figures."""
    query = line("Look for", state.QUERY, EXAMPLES[0].text, most=100, examples=EXAMPLES)
    how = choose_one("Pieces that", state.HOW, HOW, "prefix")
    show_matches(tokenizer, search_vocabulary(tokenizer, query, how))
    show_program(task_program("wordpiece_vocabulary", "search_vocabulary", tokenizer, query, how))
    st.subheader("What it is made of", anchor=False)
    makeup = describe_vocabulary(tokenizer)
    st.text(f"{makeup.size:,} pieces.")
    draw(share_bars(makeup.kinds), key="kind_bars")
    st.markdown("**Scripts**")
    draw(share_bars(largest(makeup.scripts)), key="script_bars")
    st.markdown("**Lengths**")
    draw(length_bars(makeup), key="length_bars")
    rows = [
        (sort, share.name, share.count, " ".join(share.examples))
        for sort, shares in (("kind", makeup.kinds), ("script", makeup.scripts))
        for share in shares
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=["by", "sort", "pieces", "some of them"]),
        hide_index=True,
        height=260,
    )
    download_table("vocabulary_makeup", lambda: as_csv(("by", "sort", "pieces", "examples"), rows))


def largest(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """The largest shares, and all others as one."""
    if len(shares) <= MOST_BARS:
        return shares
    rest = shares[MOST_BARS - 1 :]
    return (*shares[: MOST_BARS - 1], Share(f"{len(rest)} others", sum(share.count for share in rest), ()))


def show_matches(tokenizer: TokenizerFile, found: VocabularyMatches) -> None:
    """How many, and the first of them as a table."""
    shown = f", the first {MOST_ROWS:,} are below" if len(found.pieces) > MOST_ROWS else ""
    st.text(f"{len(found.pieces):,} of {len(tokenizer.vocabulary):,} pieces{shown}." if found.pieces else "No piece is like that.")
    if not found.pieces:
        return
    columns = {"piece": found.pieces[:MOST_ROWS], "id": found.ids[:MOST_ROWS]}
    if any(count is not None for count in found.counts):
        columns["times in the training text"] = found.counts[:MOST_ROWS]
    st.dataframe(pd.DataFrame(columns), hide_index=True, height=260 if len(found.pieces) > 6 else "auto")
    rows = zip(found.pieces, found.ids, found.counts, strict=True)
    download_table("vocabulary", lambda: as_csv(("piece", "id", "times"), rows), has_figure=False)

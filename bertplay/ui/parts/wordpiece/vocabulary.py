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
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import later, mark, t

HOW = {"prefix": mark("begin so"), "contains": mark("contain it"), "continuation": mark("carry on a word so")}
EXAMPLES = tuple(TextSample(query, query) for query in ("play", "un", "constitut", "ing", "19", "ä"))
MOST_ROWS = 2_000
MOST_BARS = 9
ALL_SHOWN = mark("{n:,} of {total:,} pieces.")
WITH_MORE = mark("{n:,} of {total:,} pieces, the first {most:,} are below.")


def show(tokenizer: TokenizerFile) -> None:
    """The search, then three figures."""
    query = line(t("Look for"), state.QUERY, EXAMPLES[0].text, most=100, examples=EXAMPLES)
    how = choose_one(mark("Pieces that"), state.HOW, HOW, "prefix")
    show_matches(tokenizer, search_vocabulary(tokenizer, query, how))
    show_program(task_program("wordpiece_vocabulary", "search_vocabulary", tokenizer, query, how))
    st.subheader(t("What it is made of"), anchor=False)
    makeup = describe_vocabulary(tokenizer)
    st.text(t("{size:,} pieces.", size=makeup.size))
    draw(share_bars(makeup.kinds), key="kind_bars")
    st.markdown(t("**Scripts**"))
    draw(share_bars(largest(makeup.scripts)), key="script_bars")
    st.markdown(t("**Lengths**"))
    draw(length_bars(makeup), key="length_bars")
    rows = [
        (by, share.name, share.count, " ".join(share.examples))
        for by, shares in ((mark("kind"), makeup.kinds), (mark("script"), makeup.scripts))
        for share in shares
    ]
    draw_table(
        pd.DataFrame([(t(by), t(name), *rest) for by, name, *rest in rows], columns=[t("by"), t("sort"), t("pieces"), t("some of them")]),
        height=260,
        alt=t("The pieces of the vocabulary by kind and by script, with some examples."),
    )
    download_table("vocabulary_makeup", lambda: as_csv(("by", "sort", "pieces", "examples"), rows))


def largest(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """The largest shares, and all others as one."""
    if len(shares) <= MOST_BARS:
        return shares
    rest = shares[MOST_BARS - 1 :]
    return (*shares[: MOST_BARS - 1], Share(later("{n} others", n=len(rest)), sum(share.count for share in rest), ()))


def show_matches(tokenizer: TokenizerFile, found: VocabularyMatches) -> None:
    """How many, and the first of them as a table."""
    if not found.pieces:
        st.text(t("No piece is like that."))
        return
    said = WITH_MORE if len(found.pieces) > MOST_ROWS else ALL_SHOWN
    st.text(t(said, n=len(found.pieces), total=len(tokenizer.vocabulary), most=MOST_ROWS))
    columns = {t("piece"): found.pieces[:MOST_ROWS], t("id"): found.ids[:MOST_ROWS]}
    if any(count is not None for count in found.counts):
        columns[t("times in the training text")] = found.counts[:MOST_ROWS]
    draw_table(pd.DataFrame(columns), alt=t("The pieces that were found, with their ids."), height=260 if len(found.pieces) > 6 else "auto")
    rows = zip(found.pieces, found.ids, found.counts, strict=True)
    download_table("vocabulary", lambda: as_csv(("piece", "id", "times"), rows), has_figure=False)

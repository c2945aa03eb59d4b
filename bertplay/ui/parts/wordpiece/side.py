"""Tokenizers side by side: the reader's text and our samples through every model that is here."""

import pandas as pd
import streamlit as st

from bertplay.charts.wordpiece import comparison_dots
from bertplay.lessons.wordpiece import samples
from bertplay.models.catalog import catalog
from bertplay.models.spec import Run
from bertplay.models.tokenizer_file import TokenizerFile, open_tokenizer
from bertplay.results.wordpiece import TokenizedSample, TokenizerComparison
from bertplay.tasks.wordpiece_compare import compare_tokenizers
from bertplay.ui import state
from bertplay.ui.components.piece_rows import Row, piece_rows
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.wordpiece.cells import side_by_side
from bertplay.ui.parts.wordpiece.inputs import paragraphs
from bertplay.ui.parts.wordpiece.programs import task_program
from bertplay.ui.snippet import show_program
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import as_told, english, mark, t, t_as, t_n

YOURS = mark("Your text")
COLUMNS = (
    mark("model"),
    mark("text"),
    mark("characters"),
    mark("words"),
    mark("pieces"),
    mark("pieces a word"),
    mark("pieces a character"),
    "unknown",
)
HOW = mark(
    "A vocabulary is made for the text it was trained on: there a word is little more than one piece. A language or a trade that it "
    "hardly saw falls into many pieces, which makes a text longer and slower for the model, and its words harder to know. “Unknown” "
    "are pieces that stand for what cannot be written at all; one such piece may hide a whole word, so few pieces are not always good. "
    "Chinese writes no spaces between words, so it has no pieces a word."
)


def show(tokenizer: TokenizerFile) -> None:
    """The reader's text cut by each, then the figure over all texts. A fine-tuned model cuts as the one it came from does."""
    text = paragraphs(t("Your text"), state.SIDE_TEXT, samples("text")[0].text, examples=samples("text"), height=90)
    here = [entry.id for entry in catalog() if entry.is_here and entry.spec and not isinstance(entry.spec.source, Run)]
    texts = {**({YOURS: text} if text.strip() else {}), **{sample.title: sample.text for sample in samples("sample")}}
    found = compare_tokenizers(here, texts)
    show_yours(found)
    draw(comparison_dots(found), key="comparison_dots")
    st.caption(t(HOW))
    rows = [cells_of(row) for row in found.samples]
    shown = pd.DataFrame(
        [(as_told(model), t(str(sample)), *figures) for model, sample, *figures in rows],
        columns=[*map(t, COLUMNS[:-1]), t_as("pieces", "unknown")],
    )
    draw_table(shown, height=320, alt=t("For each model and each text: how many pieces it needs."))
    download_table("tokenizers", lambda: as_csv(COLUMNS, rows))
    show_others(found)
    show_program(task_program("wordpiece_compare", "compare_tokenizers", None, here, {YOURS: text if text.strip() else english("Hello")}))


def show_yours(found: TokenizerComparison) -> None:
    """The reader's text in the pieces of each model."""
    mine = [row for row in found.samples if row.sample == YOURS]
    rows = [
        Row(
            side_by_side(row.first_pieces, open_tokenizer(row.model).unknown),
            plain(as_told(row.model_title)),
            note=t_n("{n:,} piece", "{n:,} pieces", row.pieces),
        )
        for row in mine
    ]
    if rows:
        piece_rows(rows, key="side_rows", picture="tokenizers_side_by_side")


def cells_of(row: TokenizedSample) -> tuple[object, ...]:
    """One line of the table."""
    by_word = round(row.pieces_per_word, 2) if row.words else None
    by_character = round(row.pieces / row.characters, 2) if row.characters else None
    return (row.model_title, row.sample, row.characters, row.words or None, row.pieces, by_word, by_character, row.unknown)


def show_others(found: TokenizerComparison) -> None:
    """The models whose tokenizer is not on this machine, and what would bring it."""
    absent = [t("{what}: {said}", what=entry.title, said=t(entry.reason)) for entry in catalog() if not entry.is_here]
    absent += [t("{what}: {said}", what=model, said=t(reason)) for model, reason in found.absent]
    if absent:
        with st.expander(t("Models that are not at hand")):
            for reason in absent:
                st.text(plain(reason))

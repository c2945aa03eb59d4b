"""Why pieces: counts of a word and of its pieces, and a table of whole words beside WordPiece."""

import pandas as pd
import streamlit as st

from bertplay.charts.wordpiece import count_bars
from bertplay.lessons.wordpiece import TextSample, samples
from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.wordpiece import MissingWords, WordCount, WordCounts
from bertplay.tasks.wordpiece_counts import PIECES_FILE, TABLE_SIZES, WORDS_FILE, count_words, find_missing
from bertplay.ui import state
from bertplay.ui.controls import choose_one
from bertplay.ui.feedback import explain_errors
from bertplay.ui.figure import draw
from bertplay.ui.parts.wordpiece.inputs import line, paragraphs
from bertplay.ui.parts.wordpiece.programs import task_program
from bertplay.ui.snippet import show_program
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import english, later, mark, number, t

MOST_FIGURES = 4
WORDS = tuple(TextSample(word, word) for word in ("unconstitutionally", "unaffable", "photosynthesis", "constitution"))
SIZES = {str(size): later("{n:,}", n=size) for size in TABLE_SIZES}
HOW = mark(
    "A piece is counted where the training text was really cut to it, so a piece that is a whole word elsewhere may stand here rarely. "
    "One step of the scale is ten times as often."
)
TABLE = mark(
    "Before pieces, a model had a table of the most frequent words and wrote one sign, “missing”, for every other word. "
    "WordPiece has a smaller table and misses next to nothing: only a character that stands in none of its pieces."
)


def show(tokenizer: TokenizerFile) -> None:
    """Counts first, then the table of words."""
    text = line(t("A word, or a few"), state.COUNTED, WORDS[0].text, most=400, examples=WORDS)
    if text.strip():
        with explain_errors():
            show_counts(tokenizer, text)
    else:
        st.info(t("Type a word above, or take one of the examples."), icon=":material/edit:")
    st.subheader(t("A table of whole words"), anchor=False)
    st.markdown(t(TABLE))
    show_table(tokenizer)


def show_counts(tokenizer: TokenizerFile, text: str) -> None:
    """A figure a word."""
    found = count_words(tokenizer, text)
    for index, word in enumerate(found.words[:MOST_FIGURES]):
        st.text(about(word, found))
        draw(count_bars(word, found.listed_from), key=f"count_bars_{index}")
    if len(found.words) > MOST_FIGURES:
        st.text(t("These are the first {shown} of {n} words; the table has them all.", shown=MOST_FIGURES, n=len(found.words)))
    st.caption(f"{t(HOW)} {source(tokenizer)}")
    download_table("word_counts", lambda: counts_table(found))
    show_program(task_program("wordpiece_counts", "count_words", tokenizer, text))


def about(word: WordCount, found: WordCounts) -> str:
    """The word in figures, and its rarest piece."""
    counted = [piece for piece in word.pieces if piece.count is not None]
    seen = (
        t("{word} stands at most {n:,} times among {total:,} words", word=word.word, n=found.listed_from, total=found.total)
        if word.count is None
        else t(
            "{word} is number {rank:,}: it stands {count:,} times among {total:,} words",
            word=word.word,
            rank=word.rank,
            count=word.count,
            total=found.total,
        )
    )
    if len(word.pieces) == 1 or not counted:
        return f"{seen}."
    rarest = min(counted, key=lambda piece: piece.count or 0)
    return t(
        "{seen}; even the rarest of its {n} pieces, {piece}, stands {count:,} times.",
        seen=seen,
        n=len(word.pieces),
        piece=rarest.piece,
        count=rarest.count,
    )


def source(tokenizer: TokenizerFile) -> str:
    """Whose text was counted."""
    if (tokenizer.folder / PIECES_FILE).is_file():
        return t("Counted in the text that this model was pretrained on.")
    if (tokenizer.folder / WORDS_FILE).is_file():
        return t("Words counted in the text that this model was pretrained on; its pieces were not counted.")
    return t("This model came without counts: the words are those of the text of our small BERT, and its pieces were not counted.")


def show_table(tokenizer: TokenizerFile) -> None:
    """A text, the size of the table, the shares, and every word."""
    examples = samples("reading")
    text = paragraphs(t("A text of yours"), state.TABLE_TEXT, examples[0].text, examples=examples)
    size = int(choose_one(mark("Words in the table"), state.TABLE_SIZE, SIZES, "30000"))
    if not text.strip():
        st.info(t("Type or paste a text, or take one of the examples."), icon=":material/edit:")
        return
    found = find_missing(tokenizer, text, size)
    if not found.words:
        st.text(t("There is no word in this text."))
        return
    table, pieces = st.columns(2)
    table.metric(t("Missing in a table of {n:,} words", n=found.table_size), number(found.missing / found.total, ".1%"), border=True)
    pieces.metric(t("Unknown to {n:,} pieces", n=found.vocabulary_size), number(found.unknown / found.total, ".1%"), border=True)
    draw_table(
        words_frame(found),
        alt=t("The words of the text: what a table of words says to each, and what WordPiece says."),
        height=300 if len(found.words) > 7 else "auto",
    )
    rows = [(word.word, word.count, word.rank, " ".join(word.pieces), word.is_known) for word in found.words]
    download_table(
        "word_table",
        lambda: as_csv(("word", "times", english("place in the table"), "pieces", english("known to WordPiece")), rows),
        has_figure=False,
    )


def words_frame(found: MissingWords) -> pd.DataFrame:
    """The words as a table to be read."""
    return pd.DataFrame(
        {
            t("word"): [word.word for word in found.words],
            t("times"): [word.count for word in found.words],
            t("the table says"): [t("missing") if word.rank is None else t("no. {rank:,}", rank=word.rank) for word in found.words],
            t("WordPiece says"): [" ".join(word.pieces) for word in found.words],
        }
    )


def counts_table(found: WordCounts) -> bytes:
    """A row a word, then a row for each of its pieces."""
    rows = [
        (word.word, name, count)
        for word in found.words
        for name, count in ((word.word, word.count), *((piece.piece, piece.count) for piece in word.pieces))
    ]
    return as_csv(("word", "counted", "times"), rows)

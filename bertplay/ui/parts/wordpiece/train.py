"""Train a vocabulary: merge after merge on the reader's text, by three rules, and what it makes of words."""

import pandas as pd
import streamlit as st

from bertplay.charts.wordpiece import growth_lines
from bertplay.lessons.wordpiece import samples
from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.results.wordpiece import Merge, TrainedVocabulary
from bertplay.tasks.wordpiece_differences import compare_trainings, measure_growth
from bertplay.tasks.wordpiece_training import MOST_CHARACTERS, MOST_PIECES, train_wordpiece
from bertplay.ui import state
from bertplay.ui.components.piece_rows import Row, piece_rows
from bertplay.ui.controls import choose_one
from bertplay.ui.feedback import explain_errors
from bertplay.ui.figure import draw
from bertplay.ui.parts.wordpiece.cells import chips
from bertplay.ui.parts.wordpiece.inputs import paragraphs
from bertplay.ui.parts.wordpiece.programs import task_program
from bertplay.ui.parts.wordpiece.trained_words import show_difference, show_words
from bertplay.ui.snippet import show_program
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import mark, number, t, t_n

RULES = {"frequency": mark("Frequency"), "likelihood": mark("Likelihood"), "ratio": mark("Ratio")}
ABOUT = {
    "frequency": mark(
        "Merges the pair that is seen most often. The tokenizers library does this, and so does every model that was trained "
        "with it, ours too."
    ),
    "likelihood": mark(
        "Merges the pair that makes the text most probable, as the papers of WordPiece say (Schuster and Nakajima 2012, Wu et al. "
        "2016). Google never published its own code for it."
    ),
    "ratio": mark(
        "Merges the pair whose count is greatest next to the counts of its two pieces. Many courses call this the score of "
        "WordPiece; it is the gain of the likelihood for a single occurrence, and it falls for rare pairs."
    ),
}
HOW = mark(
    "A training begins with the characters of the text and then joins the best pair of neighbours to a new piece, everywhere, again and "
    "again, until the vocabulary is as large as it should be. Only the rule that says which pair is best differs."
)
COLUMNS = (
    mark("merge"),
    mark("left"),
    mark("right"),
    mark("new piece"),
    mark("count"),
    mark("count of left"),
    mark("count of right"),
)
SCORES = {"frequency": mark("score: its count"), "likelihood": mark("score: nats gained"), "ratio": mark("score: count / (left x right)")}


def show(tokenizer: TokenizerFile) -> None:
    """The text and the rule; the merges; words cut small and large; where the rules differ."""
    st.markdown(t(HOW))
    examples = samples("training")
    text = paragraphs(t("Text to train on"), state.TRAIN_TEXT, examples[0].text, most=MOST_CHARACTERS, examples=examples, height=180)
    rule = choose_one(mark("Merge by"), state.RULE, RULES, "frequency")
    st.caption(t(ABOUT[rule]))
    if not text.strip():
        st.info(t("Paste a few paragraphs, or take one of the examples."), icon=":material/edit:")
        return
    with st.spinner(t("Training on your text…")):
        trained = train_wordpiece(text, MOST_PIECES, rule)
        other = train_wordpiece(text, MOST_PIECES, "likelihood" if rule != "likelihood" else "frequency")
    smallest, largest = len(trained.alphabet), len(trained.alphabet) + len(trained.merges)
    if not trained.merges:
        st.text(t("No two characters stand beside each other in a word of this text, so there is nothing to merge."))
        return
    size = choose_size(t("Pieces in the vocabulary"), state.LARGE, smallest, largest, (2 * smallest + largest) // 3)
    show_merges(trained, size)
    draw(growth_lines((measure_growth(trained), measure_growth(other)), size), key="growth_lines")
    with explain_errors():
        show_words(trained, size, smallest)
    show_difference(trained, other, compare_trainings(trained, other, size))
    show_program(task_program("wordpiece_training", "train_wordpiece", None, text, size, rule))


def choose_size(label: str, key: str, smallest: int, largest: int, first: int) -> int:
    """A slider from the characters alone to the largest vocabulary; its value in the link."""
    asked = str(st.session_state.get(key, st.query_params.get(key, "")))
    size = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else first
    st.session_state[key] = min(max(size, smallest), largest)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button(t("Back"), icon=":material/arrow_back:", key=f"{key}_back", on_click=grow, args=(key, -1, smallest, largest))
        st.button(t("Forward"), icon=":material/arrow_forward:", key=f"{key}_on", on_click=grow, args=(key, +1, smallest, largest))
        st.slider(label, smallest, largest, key=key, persist_state="session")
    chosen = int(st.session_state[key])
    state.publish(key, str(chosen), str(first))
    return chosen


def grow(key: str, by: int, smallest: int, largest: int) -> None:
    """One merge more, or one fewer."""
    st.session_state[key] = min(max(int(st.session_state[key]) + by, smallest), largest)


def show_merges(trained: TrainedVocabulary, size: int) -> None:
    """The merge that made the last piece, and all before it, the latest on top."""
    done = size - len(trained.alphabet)
    said = mark("{characters:,} characters to begin with, {done:,} of {merges:,} merges.")
    st.text(t(said, characters=len(trained.alphabet), done=done, merges=len(trained.merges)))
    if done:
        merge = trained.merges[done - 1]
        counts = f"{merge.left} {number(merge.left_count, ',')}, {merge.right} {number(merge.right_count, ',')}"
        note = t_n(
            "Merge {done:,}: the pair stands {n:,} time, {counts}; {score}",
            "Merge {done:,}: the pair stands {n:,} times, {counts}; {score}",
            merge.count,
            done=done,
            counts=counts,
            score=score(trained.rule, merge),
        )
        piece_rows([Row([*chips([merge.left, merge.right]), *chips([merge.piece])], t("Merged last"), note=note)], key="last_merge")
    rows = [
        (place, merge.left, merge.right, merge.piece, merge.count, merge.left_count, merge.right_count, merge.score)
        for place, merge in enumerate(trained.merges, start=1)
    ]
    columns = (*COLUMNS, SCORES[trained.rule])
    draw_table(
        pd.DataFrame(reversed(rows[:done]), columns=[t(column) for column in columns]),
        height=230,
        alt=t("The merges, the newest first: the pair, the new piece and their counts."),
    )
    download_table("merges", lambda: as_csv(columns, rows), has_figure=False)


def score(rule: str, merge: Merge) -> str:
    """The score in words."""
    if rule == "likelihood":
        return t("the text gains {score:,.1f} nats.", score=merge.score)
    if rule == "ratio":
        ratio = mark("{count:,} / ({left:,} x {right:,}) = {score:.4g}.")
        return t(ratio, count=merge.count, left=merge.left_count, right=merge.right_count, score=merge.score)
    return t("no pair stands more often.")

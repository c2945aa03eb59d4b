"""After the training: where it is wrong, whether it knows how sure it may be, which words moved it."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.palette import percent
from bertplay.charts.tuned_model import PICKED, calibration_points, confusion_heat_map, forgetting_lines, importance_bars
from bertplay.results.training_curves import RunCurves
from bertplay.results.tuned_model import JudgedText
from bertplay.runs.views import RunView
from bertplay.text import without_surrogates
from bertplay.training.config import Task
from bertplay.ui import state
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.runtime import get_desk
from bertplay.ui.snippet import show_program
from bertplay.ui.table import as_csv, download_table

MOST_SHOWN = 50
PIPELINE = """\
from transformers import pipeline

say = pipeline({task!r}, {folder!r})
print(say({text!r}))
"""
PIPELINES = {Task.CLASSIFICATION: "text-classification", Task.ENTITIES: "token-classification", Task.MASKED_WORDS: "fill-mask"}


def show_mistakes(run: RunView, _curves: RunCurves) -> None:
    """The confusion matrix with the sentences behind a cell; without a choice the worst mistakes. Below it the calibration."""
    from bertplay.tasks.tuned_model import calibration, confusion

    folder = get_desk().folder(run.id) / "model"
    found = confusion(folder)
    rows, drawing = rows_and_drawing(confusion_heat_map(found))
    picked = st.vega_lite_chart(rows, drawing, key=f"tuning_confusion_{run.id}", on_select="rerun", selection_mode=[PICKED])
    cells = picked["selection"].get(PICKED) or []
    if cells:
        truth, guess = str(cells[0]["truth"]), str(cells[0]["guess"])
        behind = found.behind(truth, guess)
        st.text(plain(f"{len(behind)} of {truth} taken for {guess}, the surest first"))
        show_judged(behind)
    else:
        st.text("The worst mistakes: the surest where it was wrong. Click a cell for the examples behind it.")
        show_judged(found.worst())
    download_table("judged", lambda: as_csv(COLUMNS, [row_of(one) for one in found.judged]))
    sure = calibration(folder)
    draw(calibration_points(sure), key="tuning_calibration")
    st.caption(
        f"How sure the model was, and how often it was right then, over {sure.judged:,} held-out examples. The mean gap between the two is "
        f"{percent(sure.error)} (expected calibration error, Guo et al. 2017)."
    )


COLUMNS = ("text", "true label", "it said", "how sure", "line")


def row_of(one: JudgedText) -> tuple[object, ...]:
    """One example as a row."""
    text = one.text if not one.pair else f"{one.text} / {one.pair}"
    return (f"{one.word}: {text}" if one.word else text, one.truth, one.guess, one.guess_probability, one.line)


def show_judged(judged: Sequence[JudgedText]) -> None:
    """Examples as a table; a table shows text as text."""
    if not judged:
        st.caption("There is none.")
        return
    rows: list[dict[str, Any]] = [dict(zip(COLUMNS, row_of(one), strict=True)) for one in judged[:MOST_SHOWN]]
    st.dataframe([row | {"text": plain(row["text"])[:300], "how sure": percent(row["how sure"])} for row in rows], hide_index=True)


def show_words(run: RunView, _curves: RunCurves) -> None:
    """A sentence of the reader's own: what the model says, and what it would say without each word."""
    from bertplay.tasks.tuned_model import answer_texts, word_importance

    first = run.config.own_sentences[0] if run.config.own_sentences else "It was not good at all."
    text = without_surrogates(st.text_input("A sentence", first, key=f"{state.TUNING_TEXT}_{run.id}", max_chars=500, live="300ms") or "")
    if not text.strip():
        st.caption("Type a sentence.")
        return
    folder = get_desk().folder(run.id) / "model"
    if run.config.task is Task.CLASSIFICATION:
        found = word_importance(folder, text)
        st.text(plain(f"It says {found.label}, {percent(found.probability)} sure."))
        draw(importance_bars(found), key="tuning_importance")
        how = f"has {found.hidden_as} in its place" if found.hidden_as else "is left out"
        st.caption(
            f"Each word {how} in turn: a bar says how much less probable the answer becomes without it. It is no full account of "
            "its reasons: words that say the same cover for each other."
        )
    else:
        answer = answer_texts(folder, text).answers[0]
        said = list(zip(answer.words or answer.labels, answer.labels, answer.probabilities, strict=False))
        columns = ("word", "tag", "probability") if answer.words else ("answer", "label", "probability")
        st.dataframe([dict(zip(columns, (plain(a), plain(b), percent(c)), strict=True)) for a, b, c in said], hide_index=True)
    if run.config.task in PIPELINES:
        show_program(PIPELINE.format(task=PIPELINES[run.config.task], folder=str(folder), text=text))


def show_forgotten(run: RunView, _curves: RunCurves) -> None:
    """The masked-word head of the old model on the tuned encoder, word by word."""
    from bertplay.tasks.forgetting import measure_forgetting

    with st.spinner("Every word of some plain sentences is hidden in turn, before and after."):
        found = measure_forgetting(get_desk().folder(run.id) / "model")
    st.text(
        f"Hidden words guessed first: {percent(found.top1_before)} before, {percent(found.top1_after)} after. "
        f"Mean surprise: {found.bits_before:.1f} bits before, {found.bits_after:.1f} after."
    )
    draw(forgetting_lines(found), key="tuning_forgotten")
    st.caption(
        "The head that guesses words is the old model's, untouched; only the encoder below it was exchanged for the tuned one. What it "
        "guesses worse now was overwritten by the new task. The words that lost most come first."
    )
    rows = [(one.text, one.word, one.before, one.after, one.guess_before, one.guess_after) for one in found.words]
    download_table("forgotten", lambda: as_csv(("sentence", "hidden", "before", "after", "guess before", "guess after"), rows))

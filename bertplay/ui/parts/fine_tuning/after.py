"""After the training: where it is wrong, whether it knows how sure it may be, which words moved it."""

from collections.abc import Sequence

import streamlit as st

from bertplay.charts.tuned_model import PICKED, calibration_points, confusion_heat_map, forgetting_lines, importance_bars
from bertplay.results.training_curves import RunCurves
from bertplay.results.tuned_model import Confusion, JudgedText
from bertplay.runs.views import RunView
from bertplay.text import without_surrogates
from bertplay.training.config import Task
from bertplay.ui import state
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw, rows_and_told_drawing
from bertplay.ui.runtime import get_desk
from bertplay.ui.snippet import show_program
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import english, mark, percent, t

MOST_SHOWN = 50
MASKED_IN_TURN = mark(
    "Each word has {mask} in its place in turn: a bar says how much less probable the answer becomes without it. It is no full account of "
    "its reasons: words that say the same cover for each other."
)
LEFT_OUT_IN_TURN = mark(
    "Each word is left out in turn: a bar says how much less probable the answer becomes without it. It is no full account of "
    "its reasons: words that say the same cover for each other."
)
PIPELINE = english("""\
from transformers import pipeline

say = pipeline({task!r}, {folder!r})
print(say({text!r}))
""")
PIPELINES = {Task.CLASSIFICATION: "text-classification", Task.ENTITIES: "token-classification", Task.MASKED_WORDS: "fill-mask"}


def show_mistakes(run: RunView, _curves: RunCurves) -> None:
    """The confusion matrix with the sentences behind a cell; without a choice the worst mistakes. Below it the calibration."""
    from bertplay.tasks.tuned_model import calibration, confusion

    folder = get_desk().folder(run.id) / "model"
    found = confusion(folder)
    cell = choose_cell(found, run.id)
    if cell:
        truth, guess = cell
        behind = found.behind(truth, guess)
        st.text(plain(t("{n} of {truth} taken for {guess}, the surest first", n=len(behind), truth=truth, guess=guess)))
        show_judged(behind)
    else:
        st.text(t("The worst mistakes: the surest where it was wrong. Click a cell for the examples behind it, or choose it above."))
        show_judged(found.worst())
    download_table("judged", lambda: as_csv(COLUMNS, [row_of(one) for one in found.judged]))
    sure = calibration(folder)
    draw(calibration_points(sure), key="tuning_calibration")
    st.caption(
        t(
            "How sure the model was, and how often it was right then, over {n:,} held-out examples. The mean gap between the two is "
            "{gap} (expected calibration error, Guo et al. 2017).",
            n=sure.judged,
            gap=percent(sure.error),
        )
    )


def choose_cell(found: Confusion, run_id: str) -> tuple[str, str] | None:
    """The confusion matrix and a list of its cells: a click in the one and a choice in the other are the same."""
    key, turn = f"{state.TUNING_CELL}_{run_id}", f"{state.TUNING_CELL_TURN}_{run_id}"
    cells = {
        (truth, guess): plain(t("{truth}, taken for {guess}: {n:,}", truth=truth, guess=guess, n=found.counts[i][j]))
        for i, truth in enumerate(found.labels)
        for j, guess in enumerate(found.labels)
        if found.counts[i][j]
    }

    def take_click() -> None:
        picked = st.session_state[chart]["selection"].get(PICKED) or [{}]
        cell = (str(picked[0].get("truth")), str(picked[0].get("guess")))
        st.session_state[key] = cell if cell in cells else None

    def forget_click() -> None:
        st.session_state[turn] = st.session_state.get(turn, 0) + 1  # a new figure: a click on the same cell counts again

    chart = f"tuning_confusion_{run_id}_{st.session_state.get(turn, 0)}"
    rows, drawing = rows_and_told_drawing(confusion_heat_map(found, st.session_state.get(key)))
    st.vega_lite_chart(rows, drawing, key=chart, on_select=take_click, selection_mode=[PICKED])
    return st.selectbox(
        t("Examples behind a cell"),
        sorted(cells, key=lambda cell: cell[0] == cell[1]),  # mistakes first
        index=None,
        key=key,
        format_func=lambda cell: cells.get(cell, ""),
        placeholder=t("The worst mistakes"),
        on_change=forget_click,
    )


COLUMNS = (mark("text"), mark("true label"), mark("it said"), mark("how sure"), mark("line"))
"""In a file; in the page they are told."""


def row_of(one: JudgedText) -> tuple[str, str, str, float, int]:
    """One example as a row."""
    text = one.text if not one.pair else f"{one.text} / {one.pair}"
    return (f"{one.word}: {text}" if one.word else text, one.truth, one.guess, one.guess_probability, one.line)


def show_judged(judged: Sequence[JudgedText]) -> None:
    """Examples as a table; a table shows text as text."""
    if not judged:
        st.caption(t("There is none."))
        return
    columns = [t(name) for name in COLUMNS]
    shown = [(plain(text)[:300], truth, guess, percent(sure), line) for text, truth, guess, sure, line in map(row_of, judged[:MOST_SHOWN])]
    draw_table(
        [dict(zip(columns, row, strict=True)) for row in shown],
        alt=t("Examples with their true label, what the model said, and how sure it was."),
    )


def show_words(run: RunView, _curves: RunCurves) -> None:
    """A sentence of the reader's own: what the model says, and what it would say without each word."""
    from bertplay.tasks.tuned_model import answer_texts, word_importance

    first = run.config.own_sentences[0] if run.config.own_sentences else english("It was not good at all.")
    text = without_surrogates(st.text_input(t("A sentence"), first, key=f"{state.TUNING_TEXT}_{run.id}", max_chars=500, live="300ms") or "")
    if not text.strip():
        st.caption(t("Type a sentence."))
        return
    folder = get_desk().folder(run.id) / "model"
    if run.config.task is Task.CLASSIFICATION:
        found = word_importance(folder, text)
        st.text(plain(t("It says {label}, {share} sure.", label=found.label, share=percent(found.probability))))
        draw(importance_bars(found), key="tuning_importance")
        st.caption(t(MASKED_IN_TURN, mask=found.hidden_as) if found.hidden_as else t(LEFT_OUT_IN_TURN))
    else:
        answer = answer_texts(folder, text).answers[0]
        said = list(zip(answer.words or answer.labels, answer.labels, answer.probabilities, strict=False))
        columns = (t("word"), t("tag"), t("probability")) if answer.words else (t("answer"), t("label"), t("probability"))
        draw_table(
            [dict(zip(columns, (plain(a), plain(b), percent(c)), strict=True)) for a, b, c in said],
            alt=t("What the model says to the sentence, with the probability of each answer."),
        )
    if run.config.task in PIPELINES:
        show_program(PIPELINE.format(task=PIPELINES[run.config.task], folder=str(folder), text=text))


WORD_COLUMNS = ("sentence", "hidden", "before", "after", english("guess before"), english("guess after"))


def show_forgotten(run: RunView, _curves: RunCurves) -> None:
    """The masked-word head of the old model on the tuned encoder, word by word."""
    from bertplay.tasks.forgetting import measure_forgetting

    with st.spinner(t("Every word of some plain sentences is hidden in turn, before and after.")):
        found = measure_forgetting(get_desk().folder(run.id) / "model")
    st.text(
        t(
            "Hidden words guessed first: {before} before, {after} after. Mean surprise: {bits:.1f} bits before, {bits_after:.1f} after.",
            before=percent(found.top1_before),
            after=percent(found.top1_after),
            bits=found.bits_before,
            bits_after=found.bits_after,
        )
    )
    draw(forgetting_lines(found), key="tuning_forgotten")
    st.caption(
        t(
            "The head that guesses words is the old model's, untouched; only the encoder below it was exchanged for the tuned one. What "
            "it guesses worse now was overwritten by the new task. The words that lost most come first."
        )
    )
    rows = [(one.text, one.word, one.before, one.after, one.guess_before, one.guess_after) for one in found.words]
    download_table("forgotten", lambda: as_csv(WORD_COLUMNS, rows))

"""How the bundled models were trained: their evaluations on held-out text, drawn."""

import streamlit as st

from bertplay.charts.pretraining import training_curves
from bertplay.lessons.training_logs import training_logs
from bertplay.results.pretraining import TrainingLog
from bertplay.ui import state
from bertplay.ui.controls import choose_one
from bertplay.ui.figure import draw
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import english, mark, percent, t

MEASURES = {"top1": mark("Guessed first"), "loss": mark("Loss"), "pair": mark("Sentence pairs")}
PLATEAU = mark(
    "**The plateau.** At first a model only learns how frequent each piece is, and gets no more right than somebody who always says the "
    "most frequent one. Then it finds the neighbours, and the guesses improve fast. The bundled models were past it "
    "before they were first asked, after a few million tokens. The minute of pretraining shows it from its beginning."
)
FALL = mark(
    "**The fall.** Over the last part of each training the learning rate falls to zero. What is gained there is less new reading than "
    "rest: the steps become small, and the weights settle. A model that is stopped before looks worse than it is."
)
PAIRS = mark("Sentence pairs come last: only after some ten million tokens does BERT notice that two segments speak of the same thing.")
LOSSES = mark(
    "Losses of models with different pieces cannot be compared: a longer piece is harder to guess. Shares guessed first, with care."
)


def show_curves() -> None:
    """The chosen measure over the tokens seen, for every bundled model that has a log."""
    measure = choose_one(mark("Measure"), state.MEASURE, MEASURES, "top1")
    logs = training_logs()
    domains = list(dict.fromkeys(point.domain for log in logs for point in log.points))
    for column, domain in zip(st.columns(len(domains)), domains, strict=True):
        with column:
            st.caption(t("On held-out {domain} text", domain=t(domain)))
            draw(training_curves(logs, domain, measure), key=f"training_curves_{domain}")
    draw_table(
        [row(log) for log in logs],
        width="stretch",
        alt=t("For each model: what its training read, where it left the plateau, and what it guessed in the end."),
    )
    for words in (PLATEAU, FALL, PAIRS, LOSSES):
        st.caption(t(words))
    download_table("training", lambda: table(logs))


def row(log: TrainingLog) -> dict[str, str]:
    """One training in the table: where its plateau ended, and what the fall of the learning rate gained."""
    return {
        t("model"): log.model,
        t("tokens seen"): millions(log.course[-1][0]),
        t("by frequency"): "" if log.by_frequency is None else percent(log.by_frequency),
        t("off the plateau"): about_plateau(log),
        t("rate falls from"): "" if log.falls_from is None else millions(log.falls_from),
        t("guessed first then, at the end"): "" if log.fall is None else f"{percent(log.fall[0])}, {percent(log.fall[1])}",
    }


def about_plateau(log: TrainingLog) -> str:
    """Where it was left: at 1.2 M"""
    first, left = log.course[0][0], log.left_plateau
    if left is None:
        return t("not yet")
    return t("before {tokens}", tokens=millions(left)) if left == first else t("at {tokens}", tokens=millions(left))


def millions(tokens: int) -> str:
    return t("{millions:.1f} M", millions=tokens / 1e6)


def table(logs: tuple[TrainingLog, ...]) -> bytes:
    """Every evaluation as CSV."""
    rows = [(log.model, p.domain, p.tokens, p.loss, p.top1, "" if p.pair is None else p.pair) for log in logs for p in log.points]
    return as_csv(("model", "text", "tokens", "loss", "top-1", english("sentence pairs")), rows)

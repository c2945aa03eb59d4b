"""How the bundled models were trained: their evaluations on held-out text, drawn."""

import streamlit as st

from bertplay.charts.pretraining import training_curves
from bertplay.lessons.training_logs import training_logs
from bertplay.results.pretraining import TrainingLog
from bertplay.ui import state
from bertplay.ui.controls import choose_one
from bertplay.ui.figure import draw
from bertplay.ui.table import as_csv, download_table

MEASURES = {"top1": "Guessed first", "loss": "Loss", "pair": "Sentence pairs"}
PLATEAU = (
    "Three things can be seen in BERT's curves. First a plateau: for the first million tokens the model only learns how frequent each "
    "piece is. Then it finds the neighbours, and the guesses improve fast. The sentence pairs come last: only after some ten million "
    "tokens does it notice that two segments speak of the same thing."
)
FALL = (
    "From {:.0f} million tokens on the learning rate falls to zero. What is gained there is not new reading but rest: the steps become "
    "small, and the weights settle."
)
LOSSES = "Losses of models with different pieces cannot be compared: a longer piece is harder to guess. Shares guessed first, with care."


def show_curves() -> None:
    """The chosen measure over the tokens seen, for every bundled model that has a log."""
    measure = choose_one("Measure", state.MEASURE, MEASURES, "top1")
    logs = training_logs()
    domains = list(dict.fromkeys(point.domain for log in logs for point in log.points))
    for column, domain in zip(st.columns(len(domains)), domains, strict=True):
        with column:
            st.caption(f"On held-out {domain} text")
            draw(training_curves(logs, domain, measure), key=f"training_curves_{domain}")
    bert = logs[0]
    st.caption(" ".join([PLATEAU, *([FALL.format(bert.falls_from / 1e6)] if bert.falls_from else [])]))
    if len(logs) > 1:
        st.caption(LOSSES)
    download_table("training", lambda: table(logs))


def table(logs: tuple[TrainingLog, ...]) -> bytes:
    """Every evaluation as CSV."""
    rows = [(log.model, p.domain, p.tokens, p.loss, p.top1, "" if p.pair is None else p.pair) for log in logs for p in log.points]
    return as_csv(("model", "text", "tokens", "loss", "top-1", "sentence pairs"), rows)

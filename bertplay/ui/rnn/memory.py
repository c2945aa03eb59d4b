"""Memory: an LSTM layer and a self-attention layer learn to copy the first token of a text; stored results, or trained here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from bertplay.calls.rnn import COMPARE_MEMORY
from bertplay.i18n import N_, _
from bertplay.lessons.rnn import stored_memory
from bertplay.results.recurrence import DISTANCES, MemoryComparison
from bertplay.runs.experiments.copy_first_token import copy_first_token_result
from bertplay.runs.views import RunView
from bertplay.summaries.rnn import reach, summarize_memory
from bertplay.training.jobs import CopyFirstToken, Layer
from bertplay.ui.feedback import explain_errors
from bertplay.ui.kit.tab import (
    Choice,
    Tab,
    View,
    Watched,
    answer_stored,
    draw,
    draw_summary_table,
    explain,
    finish,
    link,
    primary_button_type,
    say,
)
from bertplay.ui.runs.start import start_experiment
from bertplay.ui.runs.watching import watch_experiment
from bertplay.ui.runtime import get_run_service

EXPERIMENT = Watched(link.EXPERIMENT)
HOW = N_(
    "A text of random tokens ends with a question mark, and the answer is its first token. There is nothing to understand, only "
    "something to remember. Two small networks of one layer each learn this task from texts of all lengths up to the longest. Then both "
    "are tested over distances from 1 to 256 tokens."
)


def opening_length() -> str:
    """The longest training text at which the page opens: the first one where the LSTM fails, else where one of the two does."""
    for layers in (["lstm"], ["lstm", "attention"]):
        for length, found in sorted(stored_memory().items()):
            if any(one.layer in layers and reach(one) < DISTANCES[-1] for one in found.layers):
                return str(length)
    return str(max(stored_memory()))


LENGTH = Choice(
    "max_length",
    N_("Longest training text"),
    default=opening_length(),
    options={"16": N_("16 tokens"), "64": N_("64 tokens"), "128": N_("128 tokens"), "256": N_("256 tokens")},
)


@dataclass(frozen=True, slots=True)
class MemoryInputs:
    """The longest training text in tokens; the experiment that is watched, "" for the stored result."""

    max_length: int
    experiment: str


def draw_inputs(view: View) -> MemoryInputs:
    """The longest training text, and a button that trains both layers here."""
    experiment = EXPERIMENT.draw(view)
    if experiment:
        return MemoryInputs(0, experiment)
    length = int(LENGTH.draw(view))
    st.button(
        _("Train both here, half a minute each"),
        type=primary_button_type(view),
        icon=":material/play_arrow:",
        key=view.key("train"),
        on_click=train,
        args=(length,),
    )
    return MemoryInputs(length, "")


def train(max_length: int) -> None:
    """Queue both trainings, and watch them."""
    with explain_errors():
        jobs = [CopyFirstToken(layer, max_length) for layer in Layer]
        link.fill_inputs({EXPERIMENT.name: start_experiment(jobs)})


def show(view: View, inputs: MemoryInputs) -> None:
    """The stored result, or the two runs of the link."""
    if inputs.experiment:
        watch_experiment(view, inputs.experiment, lambda runs: show_runs(view, runs), back=N_("Back to the stored result"))
        return
    st.caption(_("Stored result: each layer was trained for 30 seconds of processor time on one core of an AMD EPYC."))
    show_comparison(view, stored_memory()[inputs.max_length])


def show_runs(view: View, runs: Sequence[RunView]) -> None:
    """What the layers remember so far."""
    found = MemoryComparison(tuple(copy_first_token_result(run, get_run_service().events(run.id)) for run in runs))
    if any(layer.shares for layer in found.layers):
        show_comparison(view, found)


def show_comparison(view: View, found: MemoryComparison) -> None:
    """The share of copied tokens over the distance, for both layers."""
    from bertplay.charts.recurrence import memory_lines

    summary = summarize_memory(found)
    say(view, summary)
    draw(memory_lines(found.layers), view.key("lines"))
    with st.expander(_("All distances as a table"), icon=":material/table:"):
        draw_summary_table(summary, view.key("table"))
    explain(summary, HOW)
    call = COMPARE_MEMORY(max_length=found.layers[0].longest)
    finish(replace(view, ask=answer_stored), call, found)  # a worksheet does not repeat a training


MEMORY = Tab("memory", N_("Memory"), draw_inputs, show)

"""My sentences: the reader's own, predicted at every evaluation."""

from dataclasses import replace

import streamlit as st

from bertplay.i18n import N_
from bertplay.results.training_curves import RunCurves
from bertplay.runs.views import RunView
from bertplay.summaries.fine_tuning import summarize_probes
from bertplay.training.jobs import Task
from bertplay.ui.feedback import plain
from bertplay.ui.fine_tuning.run import end, run_tab
from bertplay.ui.kit.tab import Choice, View, draw, draw_summary_table, say

LABEL = Choice("label", N_("Probability of"), options={}, form="select", show=str)
HOW = N_(
    "The model predicts your sentences at every evaluation. In the figure each line is one sentence, numbered as in the table: the "
    "probability of the chosen label."
)


def show(view: View, run: RunView, curves: RunCurves) -> None:
    """The first prediction and the current one; of one label the probability over the steps."""
    from bertplay.charts.training_curves import probe_lines

    summary = summarize_probes(curves)
    say(view, summary)
    draw_summary_table(summary, view.key("table"))
    if run.fine_tune.task in (Task.CLASSIFICATION, Task.PAIRS):
        labels = {label: plain(label) for label in curves.labels}
        with st.container(width=260):
            label = replace(LABEL, options=labels, default=curves.labels[-1]).draw(view)
        draw(probe_lines(curves, label), view.key("lines"))
    end(view, run, curves, summary, HOW)


SENTENCES = run_tab("sentences", N_("My sentences"), show, fits=lambda run: bool(run.job.probe_sentences))

"""Forgetting: the masked-word head of the pretrained model on the fine-tuned encoder, word by word."""

import streamlit as st

from bertplay.calls.fine_tuning import MEASURE_FORGETTING
from bertplay.i18n import N_, _
from bertplay.results.training_curves import RunCurves
from bertplay.runs.views import RunView
from bertplay.training.jobs import Method
from bertplay.ui.fine_tuning.run import is_over, model_of, run_tab
from bertplay.ui.kit.tab import View, answer, draw, finish

HOW = N_(
    "The masked-word head is the pretrained model's, unchanged; only the encoder below it was replaced by the fine-tuned one. "
    "Where its predictions got worse, the new task has overwritten what was learned before (catastrophic forgetting). The "
    "words that lost most come first."
)


def show(view: View, run: RunView, _curves: RunCurves) -> None:
    """The words that lost most, before and after."""
    from bertplay.charts.tuned_model import forgetting_lines

    call = MEASURE_FORGETTING(model_of(run))
    with st.spinner(_("Masking every word of some plain sentences in turn, before and after fine-tuning.")):
        found = answer(view, call)
    draw(forgetting_lines(found), view.key("lines"))
    finish(view, call, found, HOW)


FORGETTING = run_tab("forgetting", N_("Forgetting"), show, lambda run: is_over(run) and run.job.method == Method.FULL)

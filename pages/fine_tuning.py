"""Fine-tuning: a model learns the reader's examples before their eyes, and the run does not die with the tab."""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui import state
from bertplay.ui.controls import choose_model
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.fine_tuning.experiment import watch_experiment
from bertplay.ui.parts.fine_tuning.start import ask
from bertplay.ui.parts.fine_tuning.watch import watch_run
from bertplay.wording import mark, t

WHAT = mark(
    "A pretrained BERT knows the language but no task. Give it a few hundred examples, and it learns one in a minute: a small new "
    "layer on top of [CLS], and all weights below bent a little. Press the button, and watch. It goes on when you close the page, "
    "and its address brings you back to it."
)

st.title(t("Fine-tuning"), anchor=False)
run, experiment = st.query_params.get(state.RUN, ""), st.query_params.get(state.EXPERIMENT, "")
with explain_errors():
    if run:
        watch_run(run[:40])
    elif experiment:
        watch_experiment(experiment[:40])
    else:
        st.markdown(t(WHAT))
        ask(choose_model(Ability.FINE_TUNING))

"""No model with a head is on this machine yet: how to get one."""

import streamlit as st

from bertplay.i18n import N_, _
from bertplay.training.jobs import SAMPLE, DataSource, FineTune, Task
from bertplay.ui.feedback import explain_errors
from bertplay.ui.fine_tuning.costs import show_costs
from bertplay.ui.kit.tab import View, link, primary_button_type
from bertplay.ui.runs.start import start_run

NONE = N_("**No model on this machine has been fine-tuned for a task yet.** A pretrained BERT predicts words; for labels it needs a head.")
TRAIN = N_("Train one here: a few hundred examples come with bertplay.")
BRING = N_(
    "Or bring one: a folder with a head for text classification, token classification or question answering, such as "
    "distilbert-base-uncased-finetuned-sst-2-english or dslim/bert-base-NER. Upload it, or copy it to this machine."
)
JOBS = {
    N_("Classify reviews"): FineTune(DataSource(f"{SAMPLE}reviews")),
    N_("Find named entities"): FineTune(DataSource(f"{SAMPLE}entities"), Task.ENTITIES),
}


def show_ways(view: View) -> None:
    """Two trainings that start with one click, and the page where a model is uploaded."""
    st.info(_(NONE), icon=":material/label:")
    st.markdown(_(TRAIN))
    with st.container(horizontal=True, vertical_alignment="center"):
        for number, (title, job) in enumerate(JOBS.items()):
            kind = primary_button_type(view) if not number else "secondary"
            if st.button(_(title), key=view.key(f"train_{number}"), icon=":material/play_arrow:", type=kind):
                start(job)
        with st.container(width="content"):
            show_costs([JOBS[N_("Classify reviews")]])
    st.markdown(_(BRING))
    st.page_link("pages/models.py", label=_("Models"), icon=":material/memory:", query_params={link.TAB: "own"})


def start(job: FineTune) -> None:
    """Queue the training, and go where it is watched."""
    with explain_errors():
        run_id = start_run(job)
        st.switch_page("pages/fine_tuning.py", query_params={link.RUN: run_id})

"""Where a run is shown."""

import streamlit as st

from bertplay.i18n import _
from bertplay.runs.views import RunView
from bertplay.training.jobs import CopyFirstToken, FineTune, MiniPretraining, TrainingJob
from bertplay.ui.kit import link

PAGES: dict[type[TrainingJob], tuple[str, dict[str, str]]] = {
    FineTune: ("pages/fine_tuning.py", {}),
    MiniPretraining: ("pages/pretraining.py", {link.TAB: "mini_pretraining"}),
    CopyFirstToken: ("pages/rnn.py", {link.TAB: "memory"}),
}
"""The page that shows the runs of each job, and what its link names beside the run."""


def link_to(run: RunView) -> None:
    """A link to the page that shows this run."""
    page, values = PAGES[type(run.job)]
    is_pair = isinstance(run.job, CopyFirstToken) and run.experiment
    watched = {link.EXPERIMENT: run.experiment} if is_pair else {link.RUN: run.id}
    st.page_link(page, label=_("Open"), icon=":material/open_in_new:", query_params=watched | values)

"""What can be taken along of a run that is over: the model as a zip, the figures as tables."""

from collections.abc import Callable

import streamlit as st

from bertplay.i18n import _, localized
from bertplay.models.catalog import RUN_PREFIX
from bertplay.runs.exports import evaluations_csv, events_jsonl, model_zip
from bertplay.runs.views import RunView
from bertplay.training.jobs import TRANSFORMERS, MiniPretraining
from bertplay.ui.feedback import plain
from bertplay.ui.kit.file import offer_download
from bertplay.ui.kit.view import View
from bertplay.ui.runtime import get_run_service


def offer_downloads(view: View, run: RunView) -> None:
    """Each file is made when its button is pressed."""
    service = get_run_service()
    if run.has_model and is_in_catalog(run):
        name, id_ = localized(run.name), f"{RUN_PREFIX}{run.id}"
        st.text(plain(_("You can choose this model on every page that can use it, as “{name}”; commands call it {id}.", name=name, id=id_)))
    with st.container(horizontal=True):
        if run.has_model:
            offer(view, _("Model as zip"), lambda: model_zip(service.folder(run.id)), f"bertplay-{run.id}.zip")
        offer(view, _("Curves as CSV"), lambda: evaluations_csv(service, [run.id]), f"bertplay-{run.id}.csv")
        offer(view, _("Training log (JSONL)"), lambda: events_jsonl(service, [run.id]), f"bertplay-{run.id}.jsonl")


def is_in_catalog(run: RunView) -> bool:
    """Whether other pages can use its model: it is a transformer."""
    return isinstance(run.job, MiniPretraining) or run.job.method in TRANSFORMERS


def offer(view: View, label: str, make: Callable[[], bytes], name: str) -> None:
    """A button for a file of this name."""
    offer_download(label, make, name, view.key(f"download_{name.rpartition('.')[0]}_{name.rpartition('.')[2]}"))

"""What one takes away from a run that is over: the model as a zip, the figures as tables."""

from collections.abc import Callable

import streamlit as st

from bertplay.models.catalog import RUN_PREFIX
from bertplay.runs.exports import evaluations_csv, events_jsonl, model_zip
from bertplay.runs.views import RunView
from bertplay.training.config import TRANSFORMERS
from bertplay.ui.runtime import get_desk
from bertplay.wording import mark, t


def show_keep(run: RunView) -> None:
    """Downloads, each made when it is pressed."""
    desk = get_desk()
    if run.has_model and run.config.method in TRANSFORMERS:
        st.caption(t("The model is in the list of every page that can use it, as {name}.", name=f"{RUN_PREFIX}{run.id}"))
    with st.container(horizontal=True):
        if run.has_model:
            st.download_button(
                t("Model as zip"),
                lambda: model_zip(desk.folder(run.id)),
                file_name=f"bertplay-{run.id}.zip",
                mime="application/zip",
                on_click="ignore",
                icon=":material/folder_zip:",
                key="tuning_zip",
            )
        offer(mark("Curves as CSV"), lambda: evaluations_csv(desk, [run.id]), f"bertplay-{run.id}.csv")
        offer(mark("Events as JSONL"), lambda: events_jsonl(desk, [run.id]), f"bertplay-{run.id}.jsonl")


def offer(label: str, make: Callable[[], bytes], name: str) -> None:
    """A quiet button that makes a file when it is pressed; its label is told here."""
    key = f"tuning_{label}"
    st.download_button(t(label), make, file_name=name, on_click="ignore", icon=":material/download:", type="tertiary", key=key)

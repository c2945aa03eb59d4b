"""Tables and vectors to take along; made when their button is pressed, and not kept."""

import io
from collections.abc import Callable

import numpy as np
import streamlit as st


def as_npy(array: np.ndarray) -> bytes:
    """An array as numpy's own file, without pickles."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def download(name: str, label: str, make: Callable[[], bytes]) -> None:
    """A button that makes its file when it is pressed, without running the page again."""
    kind = "text/csv" if name.endswith(".csv") else "application/octet-stream"
    st.download_button(
        label, make, file_name=name, mime=kind, on_click="ignore", icon=":material/download:", type="tertiary", key=f"keep_{name}"
    )

"""Vectors as files: for numpy, and as a table."""

import io
from typing import Any

import numpy as np

from bertplay.calls import Call
from bertplay.ui.kit.tab import Download, View


def vector_files(view: View, call: Call[Any], name: str) -> tuple[Download, ...]:
    """The `vectors` of the answer to a call, as .npy and as .csv; computed when a file is made."""

    def as_table() -> bytes:
        table = call.task.summarize(view.ask(call)).table
        return table.to_csv() if table is not None else b""

    return Download(f"{name}.npy", lambda: as_npy(view.ask(call).vectors)), Download(f"{name}.csv", as_table)


def as_npy(array: np.ndarray) -> bytes:
    """An array as numpy's own file, without pickles."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()

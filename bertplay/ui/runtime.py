"""The runtime: the one thing that all browsers share. It owns the model cache, the backend and the desk of runs, and warms them up."""

import gc
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from bertplay.backends.local import LocalBackend, make_cache
from bertplay.errors import StoreUnavailable
from bertplay.settings import get_settings

if TYPE_CHECKING:
    from bertplay.runs.desk import Desk

logger = logging.getLogger(__name__)

FIRST_MODEL = "bert"
SECONDS_FOR_THE_PAGE = 0.7
"""Importing torch holds up everything else in the process, the files of the first page too: so long it waits."""
SECONDS_BETWEEN_COLLECTIONS = 30.0


class Runtime:
    """Cache, backend, and the thread that loads the first model while the first page is drawn."""

    def __init__(self) -> None:
        self.backend = LocalBackend(make_cache(get_settings()))
        self.cache = self.backend.cache
        self.page_is_out = threading.Event()
        self._desk: Desk | None = None
        self._desk_lock = threading.Lock()
        threading.Thread(target=self._keep_house, name="bertplay-runtime", daemon=True).start()

    def is_ready(self, model_id: str) -> bool:
        """Whether this model answers at once."""
        return any(entry.id == model_id and entry.state == "ready" for entry in self.cache.entries())

    def desk(self) -> "Desk":
        """The runs of this server; from the first call on their queue is kept moving. StoreUnavailable when it cannot be."""
        from bertplay.runs.desk import Desk

        with self._desk_lock:
            if self._desk is None:
                self._desk = Desk(get_settings())
                self._desk.keeper.start()
            return self._desk

    def _keep_house(self) -> None:
        """Warm up, then collect garbage now and then: Streamlit would do it after every run of every page.

        What was imported and loaded is frozen first: it is never garbage, and a collection then has little to look at.
        """
        time.sleep(SECONDS_FOR_THE_PAGE)
        self.page_is_out.set()
        try:
            with self.backend.lease(FIRST_MODEL):
                pass
        except Exception:
            logger.exception("the first model could not be loaded; a page that asks for it says so")
        try:
            self.desk()
        except StoreUnavailable as error:
            logger.warning("%s", error)
        gc.collect()
        gc.freeze()
        while True:
            time.sleep(SECONDS_BETWEEN_COLLECTIONS)
            gc.collect()


@st.cache_resource(show_spinner=False)
def get_runtime() -> Runtime:
    """The runtime of this server, started by whoever comes first."""
    return Runtime()


def get_backend() -> LocalBackend:
    """The backend of this server."""
    return get_runtime().backend


def get_desk() -> "Desk":
    """The runs of this server."""
    return get_runtime().desk()


@contextmanager
def model_at_hand(model_id: str) -> Iterator[None]:
    """Run a block when the model is loaded; until then say what the page waits for.

    The waiting happens here, in the run of the page, so that the answer follows by itself.
    """
    runtime = get_runtime()
    if not runtime.is_ready(model_id):
        place = st.empty()

        def watch(step: str, share: float | None = None) -> None:
            place.progress(min(max(share or 0.0, 0.0), 1.0), text=f"The model is on its way: {step}.")

        watch("starting")
        runtime.page_is_out.wait()
        with runtime.backend.lease(model_id, watch):
            pass
        place.empty()
    yield

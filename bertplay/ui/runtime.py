"""The runtime: the one thing that all browsers share. It owns the model cache, the backend, the runs and the rooms."""

import gc
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

from bertplay.backends.base import Backend
from bertplay.backends.local import LocalBackend, make_cache
from bertplay.backends.noting import NotingBackend
from bertplay.backends.shared import SharedBackend
from bertplay.errors import BertplayError, NotStored, StoreUnavailable
from bertplay.settings import get_settings
from bertplay.ui import state
from bertplay.ui.last_messages import wait_for_last_messages
from bertplay.ui.noting import note
from bertplay.ui.redraw import Redrawing
from bertplay.ui.theme import write_theme_once
from bertplay.ui.turns import Turns
from bertplay.wording import mark, t

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from bertplay.rooms.store import RoomStore
    from bertplay.runs.desk import Desk
    from bertplay.ui.room.waiting import Waiting

logger = logging.getLogger(__name__)

FIRST_MODEL = "bert"
SECONDS_FOR_THE_PAGE = 0.7
"""Importing torch holds up everything else in the process, the files of the first page too: so long it waits."""
SECONDS_FOR_A_STORED_ANSWER = 1.5
"""And so long for a figure of it, which needs libraries too."""
SECONDS_BETWEEN_COLLECTIONS = 30.0

DRAWING = ("pandas", "pyarrow", "altair")
"""Imported before PyTorch, whose import holds up everything else in the process: no page shall import these beside it."""

_answering: ContextVar[Backend | None] = ContextVar("answering", default=None)
"""Who answers in place of the server's backend, in this run of a page."""


class Runtime:
    """Cache, backend, and the thread that loads the first model while the first page is drawn."""

    def __init__(self) -> None:
        wait_for_last_messages()
        write_theme_once()
        self.backend = LocalBackend(make_cache(get_settings()))
        self.of_class = SharedBackend(self.backend)
        self.cache = self.backend.cache
        self.page_is_out, self.answer_is_out = threading.Event(), threading.Event()
        self.turns = Turns()
        self._desk: Desk | None = None
        self._rooms: RoomStore | None = None
        self._waiting: Waiting | None = None
        self._desk_lock, self._rooms_lock = threading.Lock(), threading.Lock()
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

    def rooms(self) -> "RoomStore":
        """The rooms of this server. StoreUnavailable when they cannot be kept."""
        from bertplay.rooms.store import RoomStore

        with self._rooms_lock:
            if self._rooms is None:
                self._rooms = RoomStore(get_settings())
            return self._rooms

    def waiting(self) -> "Waiting":
        """The pupils who wait for their teacher; from the first call on they are told. StoreUnavailable as for the rooms."""
        from bertplay.ui.room.waiting import Waiting

        rooms = self.rooms()
        with self._rooms_lock:
            if self._waiting is None:
                self._waiting = Waiting(rooms.standing, Redrawing().draw)
                self._waiting.start()
            return self._waiting

    def _keep_house(self) -> None:
        """Warm up, then collect garbage now and then: Streamlit would do it after every run of every page.

        What was imported and loaded is frozen first: it is never garbage, and a collection then has little to look at.
        """
        time.sleep(SECONDS_FOR_THE_PAGE)
        self.page_is_out.set()
        self.answer_is_out.wait(SECONDS_FOR_A_STORED_ANSWER)
        for library in DRAWING:
            import_module(library)
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
            with suppress(StoreUnavailable):  # whoever enters a room is told
                if self._rooms is not None:
                    self._rooms.drop_old()


@st.cache_resource(show_spinner=False)
def get_runtime() -> Runtime:
    """The runtime of this server, started by whoever comes first."""
    return Runtime()


def get_backend() -> Backend:
    """The backend of this server, which notes what is asked; while a model is on its way, the stored answers.

    A class asks the same, and is answered once.
    """
    runtime = get_runtime()
    return _answering.get() or NotingBackend(runtime.of_class if st.session_state.get(state.ROOM) else runtime.backend, note)


def get_desk() -> "Desk":
    """The runs of this server."""
    return get_runtime().desk()


def get_rooms() -> "RoomStore":
    """The rooms of this server."""
    return get_runtime().rooms()


def answer_at_once(model_id: str, draw: Callable[[], None]) -> None:
    """Draw when the model is loaded; until then draw the stored answer of the same question, where there is one.

    When the model is there the page runs once more, so that nothing is drawn twice in one run.
    """
    if get_runtime().is_ready(model_id):
        draw()
        return
    progress, stored = st.empty(), st.empty()
    watch = watch_in(progress)
    get_runtime().page_is_out.wait()
    draw_stored(stored, draw)
    try:
        with get_runtime().backend.lease(model_id, watch):
            pass
    except BertplayError:
        progress.empty()
        stored.empty()
        raise
    st.rerun()


def draw_stored(place: "DeltaGenerator", draw: Callable[[], None]) -> None:
    """Draw with stored answers, marked as such; nothing when one of them was not kept."""
    from bertplay.backends.stored import stored_backend

    answering = _answering.set(stored_backend())
    try:
        with place.container():
            st.caption(t("A stored answer of this very example. The live one follows when the model is in memory."))
            draw()
    except NotStored:
        place.empty()
    finally:
        _answering.reset(answering)
        get_runtime().answer_is_out.set()


def watch_in(place: "DeltaGenerator") -> Callable[..., None]:
    """Say at a place of the page what a load is doing."""

    def watch(step: str, share: float | None = None) -> None:
        place.progress(min(max(share or 0.0, 0.0), 1.0), text=t("The model is on its way: {step}.", step=t(step)))

    watch(mark("starting"))
    return watch


@contextmanager
def model_at_hand(model_id: str) -> Iterator[None]:
    """Run a block when the model is loaded; until then say what the page waits for.

    The waiting happens here, in the run of the page, so that the answer follows by itself.
    """
    runtime = get_runtime()
    if not runtime.is_ready(model_id):
        place = st.empty()
        watch = watch_in(place)
        runtime.page_is_out.wait()
        with runtime.backend.lease(model_id, watch):
            pass
        place.empty()
    yield

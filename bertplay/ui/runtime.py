"""The runtime: the one thing that all browsers share. It owns the models, their downloads, the runs and the stores."""

import gc
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from bertplay.errors import StoreUnavailable
from bertplay.model_service import open_model_service
from bertplay.model_service.base import FIRST_MODEL
from bertplay.models.downloads import Downloads
from bertplay.settings import Settings, get_settings

if TYPE_CHECKING:
    from bertplay.classroom.store import ClassroomStore
    from bertplay.lessons.store import LessonStore
    from bertplay.runs.service import RunService
    from bertplay.worksheet.store import WorksheetStore

S = TypeVar("S")
logger = logging.getLogger(__name__)

SECONDS_FOR_THE_PAGE = 0.7
"""How long the import of torch, which blocks everything else in the process, waits for the files of the first page."""
SECONDS_FOR_A_STORED_ANSWER = 1.5
"""How long it waits for a figure of that page, which needs libraries as well."""
SECONDS_BETWEEN_COLLECTIONS = 30.0

DRAWING = ("pandas", "pyarrow", "altair")
"""Imported before PyTorch, whose import holds up everything else in the process: no page shall import these beside it."""


class Runtime:
    """What answers, and the thread that loads the first model while the first page is drawn."""

    def __init__(self) -> None:
        self.models = open_model_service(get_settings())
        self.downloads = Downloads(get_settings())
        self.page_is_out, self.answer_is_out = threading.Event(), threading.Event()
        self._run_service: RunService | None = None
        self._stores: dict[Callable[[Settings], Any], Any] = {}
        self._run_service_lock, self._store_lock = threading.Lock(), threading.Lock()
        threading.Thread(target=self._collect_now_and_then, name="bertplay-runtime", daemon=True).start()

    def service(self) -> "RunService":
        """The runs of this server; from the first call on their queue is kept moving. StoreUnavailable when it cannot be."""
        from bertplay.runs.service import RunService

        with self._run_service_lock:
            if self._run_service is None:
                self._run_service = RunService(get_settings())
                self._run_service.scheduler.start()
            return self._run_service

    def store(self, kind: Callable[[Settings], S]) -> S:
        """The store of the classes, of the lessons, or of the worksheets. StoreUnavailable when it cannot be used."""
        with self._store_lock:
            if kind not in self._stores:
                self._stores[kind] = kind(get_settings())
            found: S = self._stores[kind]
            return found

    def _collect_now_and_then(self) -> None:
        """Warm up, then collect garbage now and then: Streamlit would do it after every run of every page.

        What was imported and loaded is frozen first: it is never garbage, and a collection then has little to examine.
        """
        time.sleep(SECONDS_FOR_THE_PAGE)
        self.page_is_out.set()
        self.answer_is_out.wait(SECONDS_FOR_A_STORED_ANSWER)
        for library in DRAWING:
            import_module(library)
        try:
            self.models.load(FIRST_MODEL)
        except Exception:
            logger.exception("the first model could not be loaded; a page that asks for it says so")
        try:
            self.service()
        except StoreUnavailable as error:
            logger.warning("%s", error)
        gc.collect()
        gc.freeze()
        while True:
            time.sleep(SECONDS_BETWEEN_COLLECTIONS)
            gc.collect()
            with suppress(StoreUnavailable):  # shown to a reader who opens a run
                if self._run_service is not None:
                    self._run_service.delete_old()
            for store in tuple(self._stores.values()):
                with suppress(StoreUnavailable):  # shown to a student who joins a class
                    store.delete_old()


@st.cache_resource(show_spinner=False)
def get_runtime() -> Runtime:
    """The runtime of this server, started by the first visitor."""
    return Runtime()


def get_run_service() -> "RunService":
    """The runs of this server."""
    return get_runtime().service()


def get_classrooms() -> "ClassroomStore":
    """The classes of this server."""
    from bertplay.classroom.store import ClassroomStore

    return get_runtime().store(ClassroomStore)


def get_lessons() -> "LessonStore":
    """The lessons that are shared on this server."""
    from bertplay.lessons.store import LessonStore

    return get_runtime().store(LessonStore)


def get_worksheets() -> "WorksheetStore":
    """The worksheets of this server."""
    from bertplay.worksheet.store import WorksheetStore

    return get_runtime().store(WorksheetStore)

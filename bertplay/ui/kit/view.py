"""One drawing of one tab: for which page, with which model, and who answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

from bertplay.calls import Call
from bertplay.child import still_wanted
from bertplay.errors import BertplayError, ModelUnavailable, NotStored
from bertplay.i18n import N_, _
from bertplay.ui.runtime import get_runtime

R = TypeVar("R")


class Answerer(Protocol):
    """Answers a call: from the models of this server, or from the answers that are stored with them."""

    def __call__(self, call: Call[R]) -> R: ...


def answer_now(call: Call[R]) -> R:
    """Compute the answer, loading its models first if necessary; what is waited for is said meanwhile."""
    models = get_runtime().models
    for model in call.models_to_load:
        if not models.is_ready(model):
            load(model)
    is_asked = still_wanted.set(page_is_open)
    try:
        return models.answer(call)
    except ModelUnavailable:
        if call.task.takes != "tokenizer":
            raise
        load(call.model)  # the tokenizer of a model that has not been downloaded yet
        return models.answer(call)
    finally:
        still_wanted.reset(is_asked)


def page_is_open() -> bool:
    """Whether the session has anything: asked, because Streamlit ends this run then when the reader has left, or wants something else."""
    return "page" in st.session_state


def answer_stored(call: Call[R]) -> R:
    """The stored answer; raises NotStored."""
    from bertplay.backends.stored import stored_backend

    return call.run(stored_backend())


@dataclass(frozen=True, slots=True)
class View:
    """One drawing of one tab.

    page, tab   their names
    model       the model that the reader chose; "" where the tab needs none
    ask         answers a call: `result = view.ask(PREDICT_MASKED_WORDS(view.model, text=text))`
    """

    page: str
    tab: str
    model: str = ""
    ask: Answerer = answer_now

    def key(self, name: str, *, is_shared: bool = False) -> str:
        """The key of a value in the session: of this tab, or shared by the tabs of the page."""
        return f"{self.page}.{name}" if is_shared else f"{self.page}.{self.tab}.{name}"

    @property
    def is_stored(self) -> bool:
        """Whether the answers are stored ones."""
        return self.ask is answer_stored


def show_at_once(view: View, show: Callable[[View], None]) -> None:
    """Show the answer; while the model is being loaded, the stored answer to the same question, where there is one.

    When the model is loaded the page runs once more, so that nothing is drawn twice in one run.
    """
    runtime = get_runtime()
    if not view.model or runtime.models.is_ready(view.model):
        show(view)
        return
    stored = st.empty()
    runtime.page_is_out.wait()
    show_stored(stored, replace(view, ask=answer_stored), show)
    try:
        load(view.model)
    except BertplayError:
        stored.empty()
        raise
    st.rerun()


def wait_for_model(view: View) -> None:
    """Load the model before inputs are drawn that need it; when it is loaded the page runs once more, as in `show_at_once`.

    What is drawn below in the same run would have one place more above it than in the next, which Streamlit's front end can fail at.
    """
    if not get_runtime().models.is_ready(view.model):
        load(view.model)
        st.rerun()


def draw_again() -> None:
    """Draw the open tab again from its beginning; the whole page where the whole page is being drawn."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()


def show_stored(place: Any, view: View, show: Callable[[View], None]) -> None:
    """Show the stored answer, marked as such; nothing when there is none."""
    try:
        with place.container():
            st.badge(_("Stored answer: the model is being loaded"), icon=":material/history:", color="gray")
            show(view)
    except NotStored:
        place.empty()
    finally:
        get_runtime().answer_is_out.set()


def load(model_id: str) -> None:
    """Load a model, and say what is waited for. Raises BertplayError."""
    place = st.empty()

    def watch(step: str, share: float | None = None) -> None:
        place.progress(min(max(share or 0.0, 0.0), 1.0), text=_("Loading the model: {step}.", step=_(step)))

    runtime = get_runtime()
    watch(N_("starting"))
    runtime.page_is_out.wait()
    try:
        runtime.models.load(model_id, watch)
    except BertplayError:
        place.empty()
        raise
    place.empty()

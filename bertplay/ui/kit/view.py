"""The view of a tab while it is drawn: its page, its model, and who answers its calls."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
    """Answers a call, from the models of this server or from the stored answers."""

    def __call__(self, call: Call[R]) -> R: ...


def answer_now(call: Call[R]) -> R:
    """Compute the answer, loading its models first if necessary, with a message about what is being loaded."""
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
    """Read the session state: Streamlit then stops this script run if the reader has left or changed something."""
    return "page" in st.session_state


def answer_stored(call: Call[R]) -> R:
    """The stored answer; raises NotStored."""
    from bertplay.backends.stored import stored_backend

    return call.run(stored_backend())


@dataclass(frozen=True, slots=True)
class View:
    """One drawing of one tab.

    page, tab   their names
    model       the id of the chosen model; "" if the tab needs none
    ask         answers a call: `result = view.ask(PREDICT_MASKED_WORDS(view.model, text=text))`
    has_main_button   what reveals the answer, or asks the class, has the main button
    settings    the row below the inputs, for a setting that needs little room; “Guess first” is there
    """

    page: str
    tab: str
    model: str = ""
    ask: Answerer = answer_now
    has_main_button: bool = False
    settings: Any = field(default=None, compare=False, repr=False)

    def key(self, name: str, *, is_shared: bool = False) -> str:
        """The session key of a value: for this tab alone, or shared by the tabs of the page."""
        return f"{self.page}.{name}" if is_shared else f"{self.page}.{self.tab}.{name}"

    @property
    def is_stored(self) -> bool:
        """Whether the answers come from the stored ones."""
        return self.ask is answer_stored


def show_at_once(view: View, show: Callable[[View], None]) -> None:
    """Show the answer; while the model is loading, show the stored answer to the same question, if there is one.

    When the model has loaded, the page runs once more, so that nothing is drawn twice in one script run.
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
    """Load the model before drawing inputs that need it; when it has loaded, the page runs once more, as in `show_at_once`.

    Drawing the inputs in the same run would shift their positions from one run to the next, which can break Streamlit's front end.
    """
    if not get_runtime().models.is_ready(view.model):
        load(view.model)
        st.rerun()


def draw_again() -> None:
    """Redraw the open tab; the whole page if the whole page is being drawn."""
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

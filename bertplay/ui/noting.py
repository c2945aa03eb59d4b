"""What a reader asks is noted for their worksheet."""

import logging
import time
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from bertplay.models.fingerprint import weights_of
from bertplay.ui import state
from bertplay.worksheet.record import Question, Record

logger = logging.getLogger(__name__)


def note(model_id: str, task: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], answer: Any) -> None:
    """Keep a question and its answer; a record that fails is for the log and never costs the reader the answer."""
    run = this_run()
    if run is None:
        return
    try:
        asked = Question(model_id, task, args, kwargs, weights_of)
        record().note(st.session_state.get(state.PAGE, ""), asked, answer, run=run, now=time.monotonic(), part=chosen_part())
    except Exception:
        logger.exception("a question could not be noted")


def enter_page(title: str) -> None:
    """Remember where the reader is; the record of a session begins with its first page."""
    st.session_state[state.PAGE] = title
    record()


def record() -> Record:
    """What was asked in this session."""
    if state.WORKSHEET not in st.session_state:
        st.session_state[state.WORKSHEET] = Record()
    kept: Record = st.session_state[state.WORKSHEET]
    return kept


def chosen_part() -> str:
    """Which card or part of a page the reader has chosen; what other pages were left at does no harm, it stays the same meanwhile."""
    return " ".join(str(st.session_state.get(key, "")) for key in state.PART_KEYS)


def this_run() -> object:
    """One object for one run of the page, or of a fragment of it; None outside a session."""
    context = get_script_run_ctx(suppress_warning=True)
    return getattr(context, "parallel_coordinator", context)

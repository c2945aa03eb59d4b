"""Which language a reader wants: what they chose, or what the address says, or what their browser speaks; else English.

Asking the session for each text of a page took a twelfth of a server's time while a class was at work. So a thread, which runs
the pages of one reader alone, remembers the answer; `enter_language` and `choose_language` have it ask anew.
"""

import threading

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from bertplay.ui import state
from bertplay.wording import ENGLISH, LANGUAGES, ask_language_with, language


class Remembered(threading.local):
    """The language of the reader whose pages this thread runs; "" before anybody asked."""

    language = ""


_of_thread = Remembered()


def reader_language() -> str:
    """The language of whoever's page runs in this thread, a fragment and a callback too; English outside of a page."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ENGLISH
    if not _of_thread.language:
        _of_thread.language = st.session_state.get(state.LANGUAGE) or browser_language(st.context.locale)
    return _of_thread.language


def browser_language(locale: str | None) -> str:
    """ "fr-CH" -> "fr"; English for a language that the pages do not speak."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else ENGLISH


def enter_language() -> None:
    """Before every page: take up the language of the address, or write there the one that was chosen, so that it goes from page to page."""
    _of_thread.language = ""
    asked = st.query_params.get(state.LANGUAGE)
    if asked in LANGUAGES:
        st.session_state[state.LANGUAGE] = asked
    else:
        st.query_params.update(chosen_language())


def chosen_language() -> dict[str, str]:
    """What a link says of the language: nothing when nobody chose one, for then the browser's holds."""
    chosen = st.session_state.get(state.LANGUAGE)
    return {state.LANGUAGE: chosen} if chosen else {}


def offer_languages() -> None:
    """The languages side by side, each by its own name; the one at hand cannot be pressed."""
    with st.container(horizontal=True, gap="small", key="languages"):
        for code, name in LANGUAGES.items():
            is_chosen = code == language()
            st.button(name, key=f"language_{code}", type="tertiary", disabled=is_chosen, on_click=choose_language, args=(code,))


def choose_language(code: str) -> None:
    """From now on this language, whatever the browser speaks."""
    st.session_state[state.LANGUAGE] = st.query_params[state.LANGUAGE] = code
    _of_thread.language = ""


ask_language_with(reader_language)

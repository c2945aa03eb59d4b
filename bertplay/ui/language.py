"""The reader's language: the chosen one, or the one in the address, or the browser's; otherwise English.

Looking it up in the session for each text of a page took a twelfth of a server's time while a class was working. So each thread,
which runs the pages of a single reader, remembers it; `enter_language` and `choose_language` refresh it.
"""

import threading

import streamlit as st

from bertplay.i18n import ENGLISH, _, language, match_language, offered_languages, set_language_lookup
from bertplay.ui.kit.link import LANGUAGE, PRESENT
from bertplay.ui.streamlit_internals import is_page_run


class Remembered(threading.local):
    """The language of the reader whose pages this thread runs; "" before anyone asked."""

    language = ""


_of_thread = Remembered()


def reader_language() -> str:
    """The language of the reader whose page runs in this thread, also in fragments and callbacks; English outside a page."""
    if not is_page_run():
        return ENGLISH
    if not _of_thread.language:
        _of_thread.language = st.session_state.get(LANGUAGE) or match_language(st.context.locale)
    return _of_thread.language


def enter_language() -> None:
    """Before every page: read the language from the address, or write the chosen one there, so that it is kept from page to page."""
    _of_thread.language = ""
    asked = st.query_params.get(LANGUAGE)
    if asked in offered_languages():
        st.session_state[LANGUAGE] = asked
    else:
        st.query_params.update(chosen_language())


def chosen_language() -> dict[str, str]:
    """The language named in the link; empty if none was chosen, and the browser's language applies."""
    chosen = st.session_state.get(LANGUAGE)
    return {LANGUAGE: chosen} if chosen else {}


def offer_languages() -> None:
    """The languages side by side, each by its own name; the current one cannot be pressed."""
    with st.container(horizontal=True, gap="small", key="languages"):
        for code, name in offered_languages().items():
            is_chosen = code == language()
            st.button(name, key=f"language_{code}", type="tertiary", disabled=is_chosen, on_click=choose_language, args=(code,))


def offer_presenter_mode() -> None:
    """A button for presenter mode, for readers who do not know the shortcut."""
    if st.button(_("Presenter mode (P)"), icon=":material/present_to_all:", type="tertiary", key="languages.present"):
        st.query_params[PRESENT] = "1"
        st.rerun()


def choose_language(code: str) -> None:
    """Use this language from now on, whatever the browser's language."""
    st.session_state[LANGUAGE] = st.query_params[LANGUAGE] = code
    _of_thread.language = ""


set_language_lookup(reader_language)

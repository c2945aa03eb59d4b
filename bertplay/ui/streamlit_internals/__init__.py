"""What bertplay uses of Streamlit 1.67 that Streamlit does not promise to keep, behind plain functions.

pending_messages   no message of a run is lost when a fragment runs again at once
cached_theme       the theme is serialized once, not in every run
script_run         whether this thread is running a page
page_discovery     a link straight to a page opens it inside app.py
uploads            how much the uploaded files of each session take
back_button        what is chosen on a page makes no entry in the browser's history

Those modules name the private things and are imported only here, inside functions: with BERTPLAY_STREAMLIT_INTERNALS=off none of
them is, and the app works without: it is slower.
tests/unit/ui/streamlit_internals/test_contracts.py has a test for each private name.
"""

from urllib.parse import urlsplit

import streamlit as st

from bertplay.settings import get_settings


def is_on() -> bool:
    """Whether the server may use what is private to Streamlit."""
    return get_settings().streamlit_internals


def install() -> None:
    """Put our functions in place of Streamlit's, in this process; app.py calls it in every run, only the first changes anything."""
    if is_on():
        from bertplay.ui.streamlit_internals import cached_theme, pending_messages

        pending_messages.install()
        cached_theme.install()


def is_page_run() -> bool:
    """Whether this thread is running a page. Switched off it is taken for one: outside of a page Streamlit's session is then empty."""
    if not is_on():
        return True
    from bertplay.ui.streamlit_internals import script_run

    return script_run.is_page_run()


def ignore_pages_folder() -> bool:
    """Whether this page was opened straight by its link; from now on such pages open inside app.py, in this process.

    Switched off, a navigation of this one page does the same: it is what Streamlit wants to see before it ignores the folder.
    """
    if is_on():
        from bertplay.ui.streamlit_internals import page_discovery

        return page_discovery.ignore_pages_folder()
    name = urlsplit(st.context.url or "").path.rpartition("/")[2]
    if name:
        pages = [st.Page(lambda: None, title="bertplay", url_path="home", default=True), st.Page(lambda: None, title=name, url_path=name)]
        st.navigation(pages, position="hidden")
    return bool(name)


def uploaded_bytes() -> dict[str, int]:
    """What the uploaded files of each session take in memory, by the session's id; nothing is known of them when switched off."""
    if not is_on():
        return {}
    from bertplay.ui.streamlit_internals import uploads

    return uploads.bytes_by_session()


def keep_history_short() -> None:
    """What is chosen on a page makes no entry in the browser's history. At the end of a page, where what has no height leaves no gap."""
    if is_on():
        from bertplay.ui.streamlit_internals import back_button

        back_button.mount_script()

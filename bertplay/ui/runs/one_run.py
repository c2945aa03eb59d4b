"""One run of the list: open it, change its name and note, stop, resume, delete it."""

import streamlit as st

from bertplay.i18n import N_, _, localized
from bertplay.runs.tables import NAME_CHARACTERS, NOTE_CHARACTERS
from bertplay.runs.views import RunView
from bertplay.text import without_surrogates
from bertplay.ui.browser import may_change
from bertplay.ui.kit.tab import View, primary_button_type
from bertplay.ui.runs.buttons import command, offer_resume, offer_stop
from bertplay.ui.runs.pages import link_to
from bertplay.ui.runtime import get_run_service

ABOUT_SHARING = N_(
    "Anyone who can open this server can then see the run, its texts and its predictions, and use its model. Only you can change it. "
    "Runs that were started together are shared together."
)


def show_one(view: View, run: RunView) -> None:
    """What can be done with it now."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            link_to(run)
            if not may_change(run.owner):
                return
            if run.is_moving:
                offer_stop(view, run, _("Stop"))
            if run.can_resume:
                offer_resume(view, run)
            with st.popover(_("Delete"), icon=":material/delete:", disabled=run.is_moving):
                st.caption(_("This deletes the run, its curves and its model."))
                delete = lambda: get_run_service().delete(run.id)  # noqa: E731
                command(view, "delete", _("Delete the run"), "delete", delete, type=primary_button_type())
            offer_sharing(view, run)
        draw_form(view, run)


def offer_sharing(view: View, run: RunView) -> None:
    """A button that shares the run, or stops sharing it."""
    label = _("Stop sharing") if run.is_shared else _("Share with everyone")
    icon = "group_off" if run.is_shared else "group"
    command(view, "share", label, icon, lambda: get_run_service().share(run.id, not run.is_shared), help=_(ABOUT_SHARING))


def draw_form(view: View, run: RunView) -> None:
    """Its name and its note. A name that was not typed is only a translation and is not saved."""
    with st.form(view.key(f"about_{run.id}"), border=False):
        shown = localized(run.name)
        name = st.text_input(_("Name"), shown, max_chars=NAME_CHARACTERS, key=view.key(f"name_{run.id}"))
        note = st.text_area(_("Note"), run.note, max_chars=NOTE_CHARACTERS, key=view.key(f"note_{run.id}"), height=80)
        if st.form_submit_button(_("Save name and note")):
            if name != shown:
                get_run_service().rename(run.id, without_surrogates(name))
            get_run_service().annotate(run.id, without_surrogates(note))
            st.rerun()

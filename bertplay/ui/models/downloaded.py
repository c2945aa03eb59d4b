"""What has been downloaded: how large it is, at which revision, what it can do, and a button that removes it."""

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.i18n import N_, _, localized, ngettext
from bertplay.models.catalog import find_model
from bertplay.models.downloaded import Downloaded, downloaded, remove
from bertplay.models.spec import Ability, ModelSpec
from bertplay.settings import get_settings
from bertplay.ui.browser import visitor
from bertplay.ui.feedback import plain
from bertplay.ui.kit.view import View
from bertplay.ui.models.own import listed
from bertplay.ui.models.removal import MB, remove_button
from bertplay.ui.runtime import get_runtime

UNFINISHED = N_("{size:,.0f} MB downloaded so far; download it again to resume")


def show_downloaded(view: View) -> None:
    """One row a model, against the budget."""
    settings = get_settings()
    found = [one for one in downloaded(settings) if not get_runtime().downloads.is_running(one.repo)]
    if not found:
        return
    used = sum(one.bytes for one in found) / MB
    said = ngettext("{n} downloaded model", "{n} downloaded models", sum(one.is_whole for one in found))
    st.subheader(said, anchor=False)
    st.progress(
        min(used / max(1, settings.hub_mb), 1.0), text=_("{used:,.0f} of {budget:,} MB for downloads", used=used, budget=settings.hub_mb)
    )
    for one in found:
        show_one(view, one)


def show_one(view: View, one: Downloaded) -> None:
    """One model, or what has arrived of it. On a shared server, visitors cannot remove what others use."""
    spec = spec_of(one)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xsmall"):
            st.text(plain(str(localized(spec.title)) if spec else one.repo))
            st.caption(about(one, spec))
            if spec:
                page, title = first_page(spec)
                st.page_link(f"pages/{page}.py", label=_(title), icon=":material/arrow_forward:", query_params={"model": spec.id})
        if visitor().is_administrator:
            remove_button(view, one.repo, remove)


def first_page(spec: ModelSpec) -> tuple[str, str]:
    """The page, with its title, on which a model shows what it was trained for."""
    if spec.can(Ability.TASK_HEAD):
        return "fine_tuned", N_("Fine-tuned models")
    return ("masked_word", N_("Masked word")) if spec.can(Ability.MASKED_WORD) else ("embeddings", N_("Embeddings"))


def spec_of(one: Downloaded) -> ModelSpec | None:
    """The model; None when it is not whole, or is refused."""
    try:
        return find_model(one.repo) if one.is_whole else None
    except BertplayError:
        return None


def about(one: Downloaded, spec: ModelSpec | None) -> str:
    """91 MB · revision c9745ed1d9f2 · licence: apache-2.0 · attention, embedding, fine-tuning"""
    if not one.is_whole:
        return _(UNFINISHED, size=one.bytes / MB)
    size = _("{size:,.0f} MB", size=one.bytes / MB)
    if spec is None:
        return size
    licence, abilities = _("licence: {licence}", licence=_(spec.licence)), listed(spec.abilities, spec.head)
    parts = _("revision {revision}", revision=one.revision[:12]), licence, abilities
    return " · ".join((size, *parts)).replace("_", r"\_")

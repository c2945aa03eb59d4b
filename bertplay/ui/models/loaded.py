"""Loaded models: what they occupy of the budget, a button that unloads each, and one that loads another."""

import time
from dataclasses import replace

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.i18n import N_, _, localized, ngettext
from bertplay.models.cache_entry import CacheEntry, Card
from bertplay.models.catalog import find_model
from bertplay.permissions import not_allowed
from bertplay.ui.browser import visitor
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.kit.tab import Choice, Tab, View, available_models, load
from bertplay.ui.runtime import get_runtime

MIB = 2**20
SECONDS_BETWEEN_DRAWS = 2.0
CAPTION = N_(
    "All browsers share these. Each model is loaded once for everyone; when the memory budget is full, the least recently used one is "
    "unloaded first, never one that is in use."
)
MODEL = Choice("model", N_("A model to load"), options={}, form="select", show=str)


def draw_inputs(view: View) -> str:
    """No inputs; the model to load is chosen below."""
    return view.tab


def show(view: View, _inputs: str) -> None:
    """What is loaded, drawn again every two seconds; then a model to load, before a class needs it."""
    st.caption(_(CAPTION))
    st.fragment(show_cache, run_every=SECONDS_BETWEEN_DRAWS)(view)
    models = {id_: str(localized(spec.title)) for id_, spec in available_models().items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = replace(MODEL, options=models).draw(view)
        is_pressed = st.button(_("Load"), icon=":material/memory:", key=view.key("load_it"))
    if is_pressed:
        load(chosen)
        st.rerun()


def show_cache(view: View) -> None:
    """The models in memory, against the budget."""
    with explain_errors():
        memory = get_runtime().models.memory()
        entries, held, budget = memory.entries, memory.bytes_held, memory.budget_bytes
        said = ngettext(
            "{n} model loaded: {held:,.0f} of {budget:,.0f} MiB",
            "{n} models loaded: {held:,.0f} of {budget:,.0f} MiB",
            sum(entry.state == "ready" for entry in entries),
            held=held / MIB,
            budget=budget / MIB,
        )
        st.progress(min(held / budget, 1.0), text=said)
        may_unload = visitor().is_administrator
        if card := memory.card:
            st.caption(plain(about_card(card)))
        for entry in entries:
            show_entry(view, entry, may_unload)
        if len(entries) > 1 and may_unload:
            st.button(_("Unload all unused models"), icon=":material/delete_sweep:", key=view.key("unload_all"), on_click=unload_all)


def show_entry(view: View, entry: CacheEntry, may_unload: bool) -> None:
    """One model: its state in words, and the button."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xsmall"):
            st.text(plain(title_of(entry.id)))
            st.caption(about(entry))
            if entry.reason:
                st.text(plain(_(entry.reason)))
        st.button(
            _("Unload"),
            icon=":material/delete:",
            key=view.key(f"unload_{entry.id}"),
            disabled=bool(entry.leases) or not may_unload,
            help=_("It is in use.") if entry.leases else None if may_unload else _(not_allowed().problem),
            on_click=unload,
            args=(entry.id,),
        )


def about(entry: CacheEntry) -> str:
    """97.6 MiB in float32 · used 12 times, last 3 s ago · loaded in 1.2 s"""
    if entry.state == "failed":
        return _("failed")
    if entry.state == "loading":
        return _("loading: {step}", step=_(entry.step))
    parts = (
        _("{size:,.1f} MiB in {precision}", size=entry.bytes / MIB, precision=entry.precision),
        ngettext("used {n} time", "used {n} times", entry.hits),
        _("last used {seconds:,.0f} s ago", seconds=max(0, time.time() - entry.last_use)),
        _("loaded in {seconds:.1f} s", seconds=entry.load_seconds),
    )
    return " · ".join(parts)


def about_card(card: Card) -> str:
    """On NVIDIA A10: 21.4 of 22.5 GiB free"""
    if not card.total:
        return _("On {name}", name=card.name)
    return _("On {name}: {free:,.1f} of {total:,.1f} GiB free", name=card.name, free=card.free / 2**30, total=card.total / 2**30)


def title_of(model_id: str) -> str:
    """How a loaded model is called; its id when its folder is gone meanwhile."""
    try:
        return str(localized(find_model(model_id).title))
    except BertplayError:
        return model_id


def unload(model_id: str) -> None:
    """Unload one model, unless someone uses it now."""
    st.toast(_("Unloaded.") if get_runtime().models.unload(model_id) else _("The model is in use."))


def unload_all() -> None:
    """Unload all unused models."""
    st.toast(ngettext("{n} model unloaded", "{n} models unloaded", len(get_runtime().models.unload())))


LOADED = Tab("loaded", N_("Loaded models"), draw_inputs, show)

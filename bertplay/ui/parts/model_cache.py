"""The model cache as a table, with a button that frees what nobody uses."""

import time
from collections.abc import Mapping

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.models.cache_entry import CacheEntry, State
from bertplay.models.catalog import catalog, find_model
from bertplay.ui import state
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.runtime import get_runtime, model_at_hand
from bertplay.ui.table import draw_table
from bertplay.wording import as_told, english, mark, t, t_n

MIB = 2**20
STATES: Mapping[State, str] = {"loading": mark("loading"), "ready": mark("ready"), "failed": mark("failed")}


@st.fragment(run_every=2.0)
def show_cache() -> None:
    """Every two seconds anew: what is loaded, its bytes against the budget, and the button."""
    cache = get_runtime().cache
    entries = cache.entries()
    held = cache.bytes_held()
    st.progress(
        min(held / cache.budget_bytes, 1.0), text=t("{held:,.0f} of {budget:,.0f} MiB", held=held / MIB, budget=cache.budget_bytes / MIB)
    )
    if not entries:
        st.info(t("No model is loaded now."), icon=":material/memory:")
        return
    draw_table([row_of(entry) for entry in entries], alt=t("The models in memory, with their bytes, their number format and their use."))
    for entry in entries:
        if entry.reason:
            st.text(plain(t("{what}: {said}", what=entry.id, said=t(entry.reason))))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        titles = {entry.id: title_of(entry.id) for entry in entries}
        chosen = st.selectbox(t("A loaded model"), list(titles), key=state.CACHE_LOADED, format_func=lambda id_: titles.get(id_, id_))
        if st.button(t("Free it"), icon=":material/delete:", disabled=any(e.leases for e in entries if e.id == chosen)):
            st.toast(t("It is freed.") if cache.free(chosen) else t("It is in use now."))
            st.rerun()
        if st.button(t("Free all that nobody uses"), icon=":material/delete_sweep:"):
            st.toast(t_n("{n} freed", "{n} freed", len(cache.free_all())))
            st.rerun()


def title_of(model_id: str) -> str:
    """How a loaded model is called; its id when its folder is gone meanwhile."""
    try:
        return str(as_told(find_model(model_id).title))
    except BertplayError:
        return model_id


def load_one() -> None:
    """Load a model that is here, before a class needs it."""
    here = {entry.id: as_told(entry.title) for entry in catalog() if entry.is_here}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(t("A model that is here"), list(here), key=state.CACHE_MODEL, format_func=here.__getitem__)
        wanted = st.button(t("Load"), icon=":material/memory:")
    if wanted:
        with explain_errors(), model_at_hand(chosen):
            st.text(t("It is loaded."))


def row_of(entry: CacheEntry) -> dict[str, object]:
    """One model as a row of the table."""
    return {
        t("model"): title_of(entry.id),
        english("id"): entry.id,
        t("state"): t(entry.step or STATES[entry.state]),
        t("MiB"): round(entry.bytes / MIB, 1),
        t("precision"): entry.precision,
        t("used"): entry.hits,
        t("load, s"): round(entry.load_seconds, 2),
        t("last use"): t("{seconds:.0f} s ago", seconds=max(0, time.time() - entry.last_use)),
        t("in use by"): entry.leases,
    }

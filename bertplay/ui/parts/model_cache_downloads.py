"""Models of the hub: what each would cost to download, the download with its rate, and stop."""

import streamlit as st

from bertplay.models.catalog import CatalogEntry, catalog
from bertplay.models.downloads import DownloadView
from bertplay.models.spec import Hub
from bertplay.settings import get_settings
from bertplay.ui import state
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.runtime import get_runtime

MB = 1e6


@st.fragment(run_every=1.0)
def show_running() -> None:
    """Every second anew: the downloads of this server, each with a stop."""
    for view in get_runtime().backend.downloads.views():
        with st.container(border=True):
            st.progress(min(view.arrived / max(1, view.total), 1.0), text=f"{view.title}: {in_words(view)}")
            if view.reason:
                st.text(plain(view.reason))
            if view.state in {"downloading", "stopping"}:
                st.button(
                    "Stop",
                    key=f"stop_{view.model}",
                    icon=":material/stop_circle:",
                    disabled=view.state == "stopping",
                    on_click=get_runtime().backend.downloads.stop,
                    args=(view.model,),
                )


def in_words(view: DownloadView) -> str:
    """How far, how fast, how long still: "120 of 440 MB, 8.2 MB/s, 39 s left"."""
    if view.state == "done":
        return "it is here and was compared with what the hub states"
    parts = [f"{view.arrived / MB:,.0f} of {view.total / MB:,.0f} MB"]
    if view.state == "downloading":
        parts.append("the rate is not known yet" if view.rate is None else f"{view.rate / MB:,.1f} MB/s")
        if view.seconds_left is not None:
            parts.append(f"{duration(view.seconds_left)} left")
    else:
        parts.append({"stopping": "stopping at the next portion", "stopped": "stopped", "failed": "failed"}[view.state])
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """39 -> "39 s", 140 -> "2 min 20 s", 7300 -> "2 h 1 min" """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def show_hub() -> None:
    """The models that are not here: their size and licence are asked for before anything is fetched."""
    absent = {entry.id: entry for entry in catalog() if not entry.is_here and entry.spec and isinstance(entry.spec.source, Hub)}
    if not absent:
        st.text("Every model of the list is here.")
        return
    if get_settings().offline:
        st.info("BERTPLAY_OFFLINE forbids downloads. Everything that is here works without the network.", icon=":material/wifi_off:")
        return
    chosen = st.selectbox("A model of the hub", list(absent), key=state.HUB_MODEL, format_func=lambda id_: absent[id_].title)
    with explain_errors():
        show_offer(absent[chosen])


def show_offer(entry: CatalogEntry) -> None:
    """What the hub would send; without the network, that it does not answer."""
    spec = entry.spec
    if spec is None:
        return
    st.text(f"{spec.layers} layers, {spec.hidden} wide, {spec.parameters / 1e6:,.1f} million parameters. Licence: {spec.licence}.")
    if not st.toggle("Ask the hub for its size", key=f"{state.HUB_ASK}_{spec.id}"):
        return
    downloads = get_runtime().backend.downloads
    with st.spinner("Asking the hub"):
        offer = downloads.offer(spec)
    st.text(f"{offer.bytes / MB:,.0f} MB in {len(offer.files)} files, at revision {offer.revision[:12]}. Licence: {spec.licence}.")
    st.button(
        f"Download {offer.bytes / MB:,.0f} MB", icon=":material/download:", type=main_look(), on_click=downloads.start, args=(spec, offer)
    )

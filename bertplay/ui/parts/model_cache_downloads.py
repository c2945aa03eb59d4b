"""Models of the hub: what each would cost to download, the download with its rate, and stop."""

from collections.abc import Mapping

import streamlit as st

from bertplay.models.catalog import CatalogEntry, catalog
from bertplay.models.downloads import DownloadView, State
from bertplay.models.spec import Hub
from bertplay.settings import get_settings
from bertplay.ui import state
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.runtime import get_runtime
from bertplay.wording import as_told, english, mark, t

MB = 1e6
ENDS: Mapping[State, str] = {"stopping": mark("stopping at the next portion"), "stopped": mark("stopped"), "failed": mark("failed")}


@st.fragment(run_every=1.0)
def show_running() -> None:
    """Every second anew: the downloads of this server, each with a stop."""
    for view in get_runtime().backend.downloads.views():
        with st.container(border=True):
            st.progress(min(view.arrived / max(1, view.total), 1.0), text=t("{what}: {said}", what=view.title, said=in_words(view)))
            if view.reason:
                st.text(plain(t(view.reason)))
            if view.state in {"downloading", "stopping"}:
                st.button(
                    t("Stop"),
                    key=f"stop_{view.model}",
                    icon=":material/stop_circle:",
                    disabled=view.state == "stopping",
                    on_click=get_runtime().backend.downloads.stop,
                    args=(view.model,),
                )


def in_words(view: DownloadView) -> str:
    """How far, how fast, how long still: "120 of 440 MB, 8.2 MB/s, 39 s left"."""
    if view.state == "done":
        return t("it is here and was compared with what the hub states")
    parts = [t("{arrived:,.0f} of {total:,.0f} MB", arrived=view.arrived / MB, total=view.total / MB)]
    if view.state == "downloading":
        parts.append(t("the rate is not known yet") if view.rate is None else t("{rate:,.1f} MB/s", rate=view.rate / MB))
        if view.seconds_left is not None:
            parts.append(t("{time} left", time=duration(view.seconds_left)))
    else:
        parts.append(t(ENDS[view.state]))
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """39 -> "39 s", 140 -> "2 min 20 s", 7300 -> "2 h 1 min" """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return english(f"{hours} h {minutes} min")
    return english(f"{minutes} min {rest} s") if minutes else f"{rest} s"


def show_hub() -> None:
    """The models that are not here: their size and licence are asked for before anything is fetched."""
    absent = {entry.id: entry for entry in catalog() if not entry.is_here and entry.spec and isinstance(entry.spec.source, Hub)}
    if not absent:
        st.text(t("Every model of the list is here."))
        return
    if get_settings().offline:
        st.info(t("BERTPLAY_OFFLINE forbids downloads. Everything that is here works without the network."), icon=":material/wifi_off:")
        return
    titles = {id_: as_told(entry.title) for id_, entry in absent.items()}
    chosen = st.selectbox(t("A model of the hub"), list(absent), key=state.HUB_MODEL, format_func=titles.__getitem__)
    with explain_errors():
        show_offer(absent[chosen])


def show_offer(entry: CatalogEntry) -> None:
    """What the hub would send; without the network, that it does not answer."""
    spec = entry.spec
    if spec is None:
        return
    size = {"layers": spec.layers, "hidden": spec.hidden, "millions": spec.parameters / 1e6}
    st.text(t("{layers} layers, {hidden} wide, {millions:,.1f} million parameters. Licence: {licence}.", licence=spec.licence, **size))
    if not st.toggle(t("Ask the hub for its size"), key=f"{state.HUB_ASK}_{spec.id}"):
        return
    downloads = get_runtime().backend.downloads
    with st.spinner(t("Asking the hub")):
        offer = downloads.offer(spec)
    said = mark("{size:,.0f} MB in {files} files, at revision {revision}. Licence: {licence}.")
    st.text(t(said, size=offer.bytes / MB, files=len(offer.files), revision=offer.revision[:12], licence=spec.licence))
    label = t("Download {size:,.0f} MB", size=offer.bytes / MB)
    st.button(label, icon=":material/download:", type=main_look(), on_click=downloads.start, args=(spec, offer))

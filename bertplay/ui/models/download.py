"""Models of the hub: what each would cost to download, the download with its rate, and what is on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from bertplay.i18n import N_, _, localized
from bertplay.models.catalog import catalog
from bertplay.models.downloaded import check_room, hub_folder, recorded, used_bytes
from bertplay.models.downloads import DownloadView, State
from bertplay.models.hub import Offer
from bertplay.models.hub_address import MAX_TYPED, repository_of
from bertplay.models.spec import Hub
from bertplay.settings import get_settings
from bertplay.text import clean
from bertplay.ui.browser import visitor
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.kit.tab import Input, Tab, View, live, primary_button_type
from bertplay.ui.models.allowed import is_allowed
from bertplay.ui.models.downloaded import show_downloaded
from bertplay.ui.runtime import get_runtime

MB = 1e6
ENDS: Mapping[State, str] = {"stopping": N_("stopping"), "stopped": N_("stopped"), "failed": N_("failed")}
OFF = N_("BERTPLAY_HUB=off forbids downloads. Everything already on this machine works without a network.")
FIRST = N_("Its size, licence and architecture are shown first; nothing is downloaded before you press the button.")
ANY = N_("Choose a model, or paste the name or address of any other")
LISTED = N_("Choose a model")
ONLY_LISTED = N_("This server downloads only the models on this list; its administrator can allow all others with BERTPLAY_HUB=any.")


@dataclass(frozen=True, kw_only=True)
class Repository(Input[str]):
    """A model of the list by its id, or whatever was typed or pasted."""

    default: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    takes_others: bool = True

    def read(self, written: str) -> str:
        return self.clean(written)

    def clean(self, value: Any) -> str:
        text = clean(str(value or "")).strip()[:MAX_TYPED]
        return text if self.takes_others or text in self.options else ""

    def widget(self, key: str) -> None:
        typed = st.session_state[key] = st.session_state[key] or None
        st.selectbox(
            _(self.label),
            [*self.options, *([typed] if typed and typed not in self.options else [])],
            index=None,
            key=key,
            format_func=lambda id_: self.options.get(id_, id_),
            placeholder=_(ANY if self.takes_others else LISTED),
            accept_new_options=self.takes_others,
            help=_(self.help) or None,
            persist_state="session",
        )


def draw_inputs(view: View) -> str | None:
    """The running downloads, and which model to look up; "" for none."""
    live(show_downloads, is_downloading)
    settings = get_settings()
    if settings.hub == "off":
        st.info(_(OFF), icon=":material/wifi_off:")
        return ""
    if not is_allowed():
        return ""
    absent = {entry.id: entry.spec for entry in catalog() if not entry.is_available and entry.spec and isinstance(entry.spec.source, Hub)}
    typed = Repository(
        "model",
        N_("A model on the Hugging Face hub"),
        options={id_: str(localized(spec.title)) for id_, spec in absent.items()},
        takes_others=settings.hub == "any",
    ).draw(view)
    if settings.hub == "list":
        st.caption(_(ONLY_LISTED))
    return typed


def show(view: View, typed: str) -> None:
    """What the hub has of it, before anything is fetched; then what is on this machine."""
    if typed:
        with explain_errors():
            show_repository(view, typed)
    elif get_settings().hub != "off" and visitor().is_administrator:
        st.caption(_(FIRST))
    show_downloaded(view)


def show_repository(view: View, typed: str) -> None:
    """The size and licence of what was typed, and the button; or that it is on this machine."""
    source = repository_of(typed)
    here = recorded(hub_folder(source.repo, get_settings()))
    if here:
        show_here(source, str(here["revision"]))
        return
    offer = look_up(view, typed, source)
    with st.container(border=True):
        describe(offer)
        offer_download(view, offer)


def show_here(source: Hub, revision: str) -> None:
    """That it is on this machine; and that another revision is not."""
    said = N_("{repo} is on this machine, verified against the hub and inspected: every page can use it.")
    st.success(plain(_(said, repo=source.repo).replace("_", r"\_")), icon=":material/check_circle:")
    if source.revision and not revision.startswith(source.revision):
        said = N_("Revision {revision} is on this machine. To get another one, remove it first.")
        st.text(_(said, revision=revision[:12]))


def look_up(view: View, typed: str, source: Hub) -> Offer:
    """What the hub would send; asked once as long as the same is typed."""
    key = view.key("offer")
    known = st.session_state.get(key)
    if known is None or known[0] != typed:
        with st.spinner(_("Asking the hub")):
            known = st.session_state[key] = (typed, get_runtime().downloads.offer(source))
    found: Offer = known[1]
    return found


def describe(offer: Offer) -> None:
    """One bold line, and what else there is to know."""
    name = offer.repo.replace("_", r"\_")
    st.link_button(name, f"https://huggingface.co/{offer.repo}", icon=":material/open_in_new:", type="tertiary")
    st.markdown(f"**{_(offer.cost)}**")
    st.text(plain(_(offer.shape)))
    said = N_("Revision {revision}: this commit is downloaded and used from then on, whatever changes on the hub.")
    st.caption(_(said, revision=offer.revision[:12]))


def offer_download(view: View, offer: Offer) -> None:
    """The button, where there is room; of a large model, once its size is confirmed."""
    settings, downloads = get_settings(), get_runtime().downloads
    check_room(offer.repo, offer.bytes, settings)
    is_confirmed = not offer.is_large or st.checkbox(
        _("This is a large download ({size:,.0f} MB). Download it anyway.", size=offer.bytes / MB), key=view.key(f"confirm_{offer.repo}")
    )
    st.button(
        _("Download {size:,.0f} MB", size=offer.bytes / MB),
        icon=":material/download:",
        type=primary_button_type(view),
        disabled=not is_confirmed or downloads.is_running(offer.repo),
        on_click=downloads.start,
        args=(offer,),
    )
    used = used_bytes(settings) / MB
    st.caption(_("Downloads take {used:,.0f} of {budget:,} MB on this machine.", used=used, budget=settings.hub_mb))


def is_downloading() -> bool:
    """Whether anything is on its way to this server."""
    return any(view.state in {"downloading", "stopping"} for view in get_runtime().downloads.views())


def show_downloads() -> None:
    """The downloads of this server, each with a button that stops it."""
    downloads = get_runtime().downloads
    for view in downloads.views():
        if view.state == "done":  # it is among those on this machine now
            continue
        with st.container(border=True):
            st.progress(
                min(view.arrived / max(1, view.total), 1.0), text=plain(_("{title}: {progress}", title=view.title, progress=in_words(view)))
            )
            if view.reason:
                st.text(plain(_(view.reason)))
            if not visitor().is_administrator:
                continue
            if view.state in {"downloading", "stopping"}:
                is_stopping = view.state == "stopping"
                icon = ":material/stop_circle:"
                st.button(_("Stop"), key=f"stop_{view.repo}", icon=icon, disabled=is_stopping, on_click=downloads.stop, args=(view.repo,))
            else:
                st.button(_("Dismiss"), key=f"dismiss_{view.repo}", icon=":material/close:", on_click=downloads.forget, args=(view.repo,))


def in_words(view: DownloadView) -> str:
    """How far, how fast, how long still: "120 of 440 MB, 8.2 MB/s, 39 s left"."""
    parts = [_("{arrived:,.0f} of {total:,.0f} MB", arrived=view.arrived / MB, total=view.total / MB)]
    if view.state == "downloading":
        parts.append(_("the speed is not known yet") if view.rate is None else _("{rate:,.1f} MB/s", rate=view.rate / MB))
        if view.seconds_left is not None:
            parts.append(_("{time} left", time=duration(view.seconds_left)))
    else:
        parts.append(_(ENDS[view.state]))
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """39 -> "39 s", 140 -> "2 min 20 s", 7300 -> "2 h 1 min" """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


DOWNLOAD = Tab("download", N_("Download"), draw_inputs, show)

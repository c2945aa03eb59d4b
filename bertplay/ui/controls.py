"""What a reader can set, the same on every page."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from bertplay.models.catalog import CatalogEntry, catalog
from bertplay.models.facts import why_not
from bertplay.models.spec import Ability, Bundled, Hub, ModelSpec
from bertplay.settings import get_settings
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.feedback import plain
from bertplay.ui.lesson.link import is_fixed
from bertplay.ui.runtime import FIRST_MODEL
from bertplay.wording import as_told, mark, t, t_n

MOST_CHARACTERS = 100_000
MOST_WORD_CHARACTERS = 100
MOST_GUESSES = 50
FIRST_GUESSES = 10
LINES_HEIGHT = 110
"""Pixels of a box for a few lines: three of them, and the one that is typed next."""
DOMAINS = (mark("encyclopedia"), mark("everyday"))
"""The kinds of text that the bundled models were measured on, as their figures name them."""


def choose_model(ability: Ability) -> str:
    """The model selector of the sidebar: the models that can do what the page needs; the others with the reason."""
    entries = catalog()
    usable = {entry.id: entry for entry in entries if can_be_used(entry, ability)}
    state.seed(state.MODEL, FIRST_MODEL)
    asked = st.session_state[state.MODEL]
    # Written in every run: a selectbox that is new on this page would start at its first model, whatever the session says.
    st.session_state[state.MODEL] = asked if asked in usable else FIRST_MODEL
    if is_fixed():
        return fixed_model(asked, usable)
    titles = {id_: as_told(entry.title) for id_, entry in usable.items()}
    with st.sidebar:
        model_id = st.selectbox(
            t("Model"),
            list(usable),
            key=state.MODEL,
            format_func=lambda id_: titles.get(id_, id_),
            persist_state="session",
        )
        if asked not in usable:
            st.text(t("{model} cannot be used here; this is {other}.", model=plain(asked[:100]), other=usable[FIRST_MODEL].title))
        describe_model(usable[model_id])
        if state.ROOM not in st.session_state:  # a class is asked with its model; the list is a twentieth of a page
            list_others([entry for entry in entries if entry.id not in usable], ability)
    state.publish(state.MODEL, model_id, FIRST_MODEL)
    return str(model_id)


def fixed_model(asked: str, usable: Mapping[str, CatalogEntry]) -> str:
    """The model of a link that fixes it; it is said when another has to answer."""
    if asked not in usable:
        st.text(t("{model} cannot be used here; {other} answers instead.", model=plain(asked[:100]), other=usable[FIRST_MODEL].title))
    return str(st.session_state[state.MODEL])


def can_be_used(entry: CatalogEntry, ability: Ability) -> bool:
    """Here, or to be had; and trained for what the page needs."""
    is_within_reach = entry.is_here or (entry.spec is not None and not get_settings().offline)
    return is_within_reach and entry.spec is not None and entry.spec.can(ability)


def describe_model(entry: CatalogEntry) -> None:
    """Its size, and how good it is where that was measured."""
    if entry.spec is None:
        return
    spec = entry.spec
    size = t(
        "{layers} layers, {hidden} wide, {millions:.1f} million parameters. Reads {pieces} pieces at once.",
        layers=spec.layers,
        hidden=spec.hidden,
        millions=spec.parameters / 1e6,
        pieces=spec.max_tokens,
    )
    if isinstance(spec.source, Bundled):
        st.caption(t("Pretrained by this project: {size}", size=size))
        if shares := ", ".join(share_in(domain, top1) for domain, top1 in held_out_accuracy(spec.source.folder)):
            st.caption(t("Its first guess at a hidden piece is right for {shares}, measured on text that it never read.", shares=shares))
    else:
        st.caption(size)
    if not entry.is_here:
        st.text(plain(t(entry.reason)))


def share_in(domain: str, share: float) -> str:
    """How often a model is right in one kind of text: "41% in wikipedia text"."""
    return t("{share:.0%} in {domain} text", share=share, domain=t(domain))


@cache
def held_out_accuracy(folder: Path, figure: str = "top1") -> tuple[tuple[str, float], ...]:
    """(domain, share right) from the figures beside a bundled model's weights; none without them.

    figure   "top1": hidden pieces guessed first; "next_sentence": pairs judged rightly
    """
    file = folder / "figures.json"
    figures = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return tuple((domain, float(measured[figure])) for domain, measured in figures.items() if figure in measured)


def list_others(entries: list[CatalogEntry], ability: Ability) -> None:
    """The models that cannot be chosen, folded away: greyed with why when they were not trained for this; those that are not here."""
    lacking = {entry.id: entry.spec for entry in entries if entry.spec is not None and not entry.spec.can(ability)}
    reasons = {id_: why_not(spec.family, ability) for id_, spec in lacking.items()}
    if lacking:
        with st.expander(t_n("{n} model not trained for this", "{n} models not trained for this", len(lacking))):
            st.caption(t("What the page needs: {ability}.", ability=t(ability)))
            for reason in dict.fromkeys(reasons.values()):
                for id_, spec in lacking.items():
                    if reasons[id_] == reason:
                        st.button(as_label(spec), key=f"greyed_{id_}", icon=":material/block:", disabled=True, width="stretch")
                st.caption(t(reason))
    absent = [entry for entry in entries if entry.id not in lacking]
    if absent:
        with st.expander(t_n("{n} model not here", "{n} models not here", len(absent))):
            for entry in absent:
                st.text(f"{plain(as_told(entry.title))}\n{plain(t(entry.reason))}")


def as_label(spec: ModelSpec) -> str:
    """The title of a model that is ours or the hub's; of the reader's own the id, for a label reads markdown and an id holds none."""
    return str(as_told(spec.title) if isinstance(spec.source, Bundled | Hub) else spec.id).replace("_", r"\_")


def choose_one(label: str, key: str, options: Mapping[str, str], first: str, *, is_labelled: bool = True) -> str:
    """One of some options (name in the link -> title), as buttons in a row; the link's at the start, and always in the link.

    A page of several parts lets the reader choose one and runs only that one. Label and titles are English texts that `mark`
    has seen; they are told in the reader's language.
    """
    if st.session_state.get(key) not in options:
        link = st.query_params.get(key, "")
        st.session_state[key] = link if link in options else first
    if is_fixed():
        return str(st.session_state[key])
    chosen = st.segmented_control(
        t(label),
        list(options),
        key=key,
        format_func=lambda name: t(options[name]),
        required=True,
        label_visibility="visible" if is_labelled else "collapsed",
        persist_state="session",
    )
    chosen = chosen or first
    state.publish(key, chosen, first)
    return chosen


def main_look() -> Literal["primary", "secondary"]:
    """How the main button of a page looks: filled by day, outlined by night.

    Streamlit writes white on a filled one. By night its colour is light, because it is also that of chosen words on the
    dark page, and white on it could not be read.
    """
    return "secondary" if st.context.theme.type == "dark" else "primary"


def offer_examples(
    key: str,
    titles: Mapping[int, str],
    take: Callable[..., None],
    *,
    args: tuple[Any, ...] = (),
    tell: Callable[[str], str] = t,
    **options: Any,
) -> None:
    """Examples in a row, one click each; none where a link fixes what is asked.

    tell   `t`: titles in the reader's language; `english`: titles that are themselves the words for a model
    """
    if is_fixed():
        return
    st.pills(
        t("Examples"),
        list(titles),
        key=key,
        format_func=lambda number: tell(titles[number]),
        on_change=take,
        args=args,
        label_visibility="collapsed",
        **options,
    )


def how_many_guesses() -> int:
    """k, from 1 to 50."""
    if is_fixed():
        link = st.query_params.get(state.K, "")
        return min(max(int(link), 1), MOST_GUESSES) if link.isascii() and link.isdigit() and len(link) < 4 else FIRST_GUESSES
    return int(st.slider(t("Guesses shown"), 1, MOST_GUESSES, FIRST_GUESSES, key=state.K, bind="query-params"))


def masked_sentence(key: str, first: str) -> str:
    """A sentence with one [MASK], in the link; "" when the box is empty, and then it is said what to do."""
    state.seed(key, first)
    typed = st.text_input(t("A sentence with one [MASK]"), key=key, max_chars=MOST_CHARACTERS, live="300ms")
    text = without_surrogates(typed or "")
    state.publish(key, text, first)
    if text.strip():
        return text
    st.info(t("Type a sentence with [MASK] in it."), icon=":material/edit:")
    return ""


def word_input(label: str, key: str, *, max_chars: int = MOST_WORD_CHARACTERS, **options: Any) -> str:
    """A short text box; longer text is cut by the server."""
    return str(st.text_input(label, key=key, max_chars=max_chars, **options))


def lines_input(label: str, key: str, *, max_chars: int, **options: Any) -> str:
    """A box for a few lines; longer text is cut by the server."""
    return str(st.text_area(label, key=key, max_chars=max_chars, height=LINES_HEIGHT, **options))

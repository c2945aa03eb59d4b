"""The model of a page, chosen in the sidebar from those that can do what the open tab needs; or several models."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import streamlit as st

from bertplay.backends.compare import MAX_MODELS
from bertplay.i18n import ENGLISH, N_, _, language, localized, ngettext
from bertplay.model_service.base import FIRST_MODEL
from bertplay.models.architectures import reason_missing
from bertplay.models.catalog import CatalogEntry, is_of_hub
from bertplay.models.hub_models import FRENCH_READERS, HUB_MODELS, listed_model
from bertplay.models.spec import Ability, Bundled, Hub, ModelSpec
from bertplay.settings import get_settings
from bertplay.summaries.models import parameters_in_words
from bertplay.ui.browser import visitor
from bertplay.ui.feedback import plain
from bertplay.ui.kit import link
from bertplay.ui.kit.choices import Choices
from bertplay.ui.kit.view import View
from bertplay.ui.runs.access import visible_models

MODEL = "model"
DOMAINS = (N_("encyclopedia"), N_("everyday"), N_("modern"), N_("sentences"))
"""The kinds of text that the bundled models were evaluated on, as their figures name them."""


ACCURACY = ("top1", N_("Top-1 accuracy on masked tokens: {shares}, on text it has never seen."))
DETECTION = (
    "auc",
    N_("It gives a replaced token a higher score than an original one in {shares} of all cases, on text it has never seen."),
)
"""A figure of a model, and what it is called."""

PLAIN_TITLE = re.compile(r"(?!.*www\.)[^\W_][\w ,.()-]*", re.IGNORECASE)
"""Letters, digits and what joins them: nothing that markdown reads as markup, or as a link."""


def choose_model(ability: Ability) -> str:
    """Draw the choice and return the id of the model; "" if none that is available can do the task and none was chosen for download.

    A session uses one model on all pages; where that model cannot do the task, it uses another there.
    """
    entries, key = visible_models(), f"{MODEL}.{ability}"
    usable = {entry.id: entry for entry in entries if can_be_used(entry, ability)}
    has_arrived, arrived = link.take(MODEL)
    if has_arrived:
        listed = listed_model(arrived or "")
        st.session_state[MODEL] = listed.id if listed else arrived or FIRST_MODEL
    preferred = str(st.session_state.get(MODEL, FIRST_MODEL))
    available = [id_ for id_ in (FIRST_MODEL, *usable) if id_ in usable and usable[id_].is_available]
    wanted = (preferred, st.session_state.get(key), *available)
    # Written in every run: a selectbox that is new on this page would start at its first model, whatever the session says.
    st.session_state[key] = chosen = next((id_ for id_ in wanted if id_ in usable), None)
    if not (link.is_fixed() or link.is_presenting()):
        titles = {id_: localized(entry.title) for id_, entry in usable.items()}
        with st.sidebar:
            chosen = st.selectbox(
                _("Model"),
                list(usable),
                index=0 if chosen else None,  # without a choice it can stay empty; with one it cannot be emptied
                key=key,
                format_func=lambda id_: titles.get(id_, id_),
                placeholder=_("Choose a model"),
                on_change=lambda: st.session_state.update({MODEL: st.session_state[key]}),
                persist_state="session",
            )
            if chosen:
                describe_model(usable[chosen])
            if "class" not in st.query_params:  # a class is asked with its model; the list is a twentieth of a page
                list_others([entry for entry in entries if entry.id not in usable], ability)
    if has_arrived and chosen and chosen != preferred:
        asked = next((entry for entry in entries if entry.id == preferred), None)
        say_instead(preferred, asked, ability, localized(usable[chosen].title))
    if chosen and language() != ENGLISH and reads_english_alone(usable[chosen].spec):
        st.caption(_("This model reads English: write your sentences in English."))
    link.publish(MODEL, chosen or FIRST_MODEL, FIRST_MODEL)
    return chosen or ""


def reads_english_alone(spec: ModelSpec | None) -> bool:
    """Whether a model is known to be trained only on English: the bundled ones, and most of the listed ones."""
    return spec is not None and (isinstance(spec.source, Bundled) or (is_in_list(spec.id) and spec.id not in FRENCH_READERS))


def is_in_list(id_: str) -> bool:
    """Whether it is one of the hub models that bertplay lists."""
    return any(one.id == id_ for one in HUB_MODELS)


def say_instead(asked: str, entry: CatalogEntry | None, ability: Ability, other: str) -> None:
    """Say that another model than the one in the link answers, and why."""
    title = str(localized(entry.title)) if entry else asked
    st.text(plain(_("{model} cannot be used here; {other} answers instead.", model=title[:100], other=other)))
    if entry and entry.spec and not entry.spec.can(ability):
        st.caption(_(reason_missing(entry.spec.family, ability)))
    elif entry and entry.reason:
        st.text(plain(_(entry.reason)))
    if is_of_hub(asked) and get_settings().hub == "any" and visitor().is_administrator:
        query = {link.TAB: "download", MODEL: asked}
        st.page_link("pages/models.py", label=_("Look for it on the Hugging Face hub"), icon=":material/download:", query_params=query)


def can_be_used(entry: CatalogEntry, ability: Ability) -> bool:
    """Whether it is available here or can be downloaded, and was trained for what the tab needs."""
    may_download = entry.spec is not None and get_settings().hub != "off" and visitor().is_administrator
    is_within_reach = entry.is_available or may_download
    return is_within_reach and entry.spec is not None and entry.spec.can(ability)


def describe_model(entry: CatalogEntry) -> None:
    """Describe the model: its size, and its measured accuracy, if known."""
    if entry.spec is None:
        return
    spec = entry.spec
    st.caption(
        _(
            "{layers} layers, hidden size {hidden}, {parameters}, context window of {tokens} tokens.",
            layers=spec.layers,
            hidden=spec.hidden,
            parameters=parameters_in_words(spec.parameters),
            tokens=spec.max_tokens,
        )
    )
    if isinstance(spec.source, Bundled):
        figure, said = DETECTION if spec.can(Ability.REPLACED_WORD) else ACCURACY
        measured = held_out_accuracy(spec.source.folder, figure)
        shares = ", ".join(_("{share:.0%} ({domain})", share=share, domain=_(domain)) for domain, share in measured)
        if shares:
            st.caption(_(said, shares=shares))
    if not entry.is_available:
        st.text(plain(_(entry.reason)))


@cache
def held_out_accuracy(folder: Path, figure: str = "top1") -> tuple[tuple[str, float], ...]:
    """(domain, accuracy) pairs from the figures stored with a bundled model's weights; empty without them.

    figure   "top1": masked tokens predicted correctly; "next_sentence": pairs classified correctly; "auc": replaced tokens recognized
    """
    file = folder / "figures.json"
    figures = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return tuple((domain, float(measured[figure])) for domain, measured in figures.items() if figure in measured)


def list_others(entries: list[CatalogEntry], ability: Ability) -> None:
    """A closed expander with the models that cannot be chosen: not trained for this task (with the reason), or not available."""
    lacking = {entry.id: entry.spec for entry in entries if entry.spec is not None and not entry.spec.can(ability)}
    reasons = {id_: reason_missing(spec.family, ability) for id_, spec in lacking.items()}
    if lacking:
        with st.expander(ngettext("{n} model not trained for this", "{n} models not trained for this", len(lacking))):
            st.caption(_("This page needs: {ability}.", ability=_(ability)))
            for reason in dict.fromkeys(reasons.values()):
                for id_, spec in lacking.items():
                    if reasons[id_] == reason:
                        st.button(as_label(spec), key=f"greyed_{id_}", icon=":material/block:", disabled=True, width="stretch")
                st.caption(_(reason))
    absent = [entry for entry in entries if entry.id not in lacking]
    if absent:
        with st.expander(ngettext("{n} model to download", "{n} models to download", len(absent))):
            for entry in absent:
                st.text(f"{plain(localized(entry.title))}\n{plain(_(entry.reason))}")


def as_label(spec: ModelSpec) -> str:
    """The title of a model; its id if the title could be taken for markdown in a label."""
    title = str(localized(spec.title))
    is_ours = isinstance(spec.source, Bundled | Hub) or PLAIN_TITLE.fullmatch(title) is not None
    return (title if is_ours else spec.id).replace("_", r"\_")


@dataclass(frozen=True, kw_only=True)
class Models(Choices):
    """Up to four of the available models, in the order in which they were chosen; in a link "bert,albert", because ids may have dots.

    needs   the ability they must have; None: any
    """

    between: ClassVar[str] = ","

    options: Mapping[str, str] = field(default_factory=dict)
    may_be_empty: bool = True
    show: Callable[[str], str] = str
    needs: Ability | None = None

    def draw(self, view: View) -> tuple[str, ...]:
        """Draw the input; models in the link that are not available are reported."""
        titles = {id_: as_label(spec) for id_, spec in available_models().items() if self.needs is None or spec.can(self.needs)}
        absent = [id_ for id_ in link.pending(self.name).split(self.between) if id_ and id_ not in titles]
        chosen = super(Models, replace(self, options=titles)).draw(view)
        if absent:
            st.text(plain(_("Not available here: {models}.", models=", ".join(absent)[:200])))
        return chosen

    def read(self, written: str) -> tuple[str, ...] | None:
        return super().read(written) or None

    def clean(self, value: Any) -> tuple[str, ...]:
        """The models without repetition; of too many, the last ones chosen."""
        return tuple(id_ for id_ in dict.fromkeys(value) if id_ in self.options)[-MAX_MODELS:]


def available_models() -> dict[str, ModelSpec]:
    """The models that can be loaded now, by id."""
    return {entry.id: entry.spec for entry in visible_models() if entry.is_available and entry.spec is not None}

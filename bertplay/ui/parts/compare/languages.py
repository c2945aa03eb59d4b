"""Sentences in six languages for the models that read them; most of those are not here before somebody downloads them."""

import streamlit as st

from bertplay.lessons.languages import LanguageExample, language_examples
from bertplay.models.catalog import CatalogEntry, catalog
from bertplay.ui import state
from bertplay.wording import as_told, mark, t

ABOUT = mark(
    "The bundled models read English alone: give them French, and they cut it into crumbs and guess blindly. XLM-R was trained on 100 "
    "languages at once, with one vocabulary of pieces for all, and CamemBERT on French."
)
LACK = mark(
    "Not here yet: {models}. The page “Models in memory” downloads them; until then a button shows what an English model makes of it."
)


def offer_languages() -> None:
    """A button a language: its sentence, and those of its models that are here."""
    entries = {entry.id: entry for entry in catalog()}
    with st.expander(t("Six languages")):
        st.caption(t(ABOUT))
        with st.container(horizontal=True):
            for example in language_examples():
                st.button(example.title, key=f"language_{example.title}", on_click=take, args=(example, here(example, entries)))
        absent = dict.fromkeys(id_ for one in language_examples() for id_ in one.models if not entries[id_].is_here)
        if absent:
            st.caption(t(LACK, models=", ".join(as_told(entries[id_].title) for id_ in absent)))
            st.page_link("pages/model_cache.py", label=t("Models in memory"), icon=":material/memory:")


def here(example: LanguageExample, entries: dict[str, CatalogEntry]) -> tuple[str, ...]:
    """Those of its models that can answer now."""
    return tuple(id_ for id_ in example.models if entries[id_].is_here)


def take(example: LanguageExample, models: tuple[str, ...]) -> None:
    """Ask this sentence; the models change only when one of them reads the language."""
    st.session_state[state.COMPARE_TEXT] = example.text
    if models:
        st.session_state[state.COMPARE_MODELS] = list(models)

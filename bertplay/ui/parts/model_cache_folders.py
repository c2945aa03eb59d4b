"""Models of the reader's own: which folders there are, the verdict on each, and how one is added."""

from collections.abc import Iterable

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.models.catalog import LOCAL_PREFIX, catalog
from bertplay.models.own_folders import add_folder
from bertplay.models.spec import Ability
from bertplay.settings import get_settings
from bertplay.ui import state
from bertplay.ui.controls import word_input
from bertplay.ui.feedback import explain, plain
from bertplay.wording import mark, t

FILES = mark("Its files: config.json, model.safetensors, and tokenizer.json or vocab.txt with their neighbours, at most {size} MB each")
HOW = mark("A folder is inspected before anything of it is opened: no pickle, no code, sizes that fit. The verdict stands above.")


def show_folders() -> None:
    """The folders with their verdicts, and the form."""
    own = [entry for entry in catalog() if entry.id.startswith(LOCAL_PREFIX)]
    for entry in own:
        if entry.spec is None:
            st.text(plain(t("✗ {id}: {reason}", id=entry.id, reason=t(entry.reason))))
        else:
            said = mark("✓ {id}: {millions:.1f} million parameters; {abilities}")
            st.text(plain(t(said, id=entry.id, millions=entry.spec.parameters / 1e6, abilities=listed(entry.spec.abilities))))
    if not own:
        st.text(t("There is none yet."))
    st.caption(t(HOW))
    st.text(t("Copy a folder to {folder} and it appears here, or send its files from your browser:", folder=get_settings().models_dir))
    with st.form("own_folder", border=True):
        name = word_input(t("Its name"), state.OWN_NAME)
        files = st.file_uploader(t(FILES, size=20), accept_multiple_files=True, key=state.OWN_FILES)
        if st.form_submit_button(t("Inspect and add"), icon=":material/policy:"):
            add(name, {file.name: file.getvalue() for file in files})


def add(name: str, files: dict[str, bytes]) -> None:
    """Inspect what was sent, and say what came of it."""
    try:
        found = add_folder(name.strip(), files, get_settings())
    except BertplayError as error:
        explain(error)
        return
    said = mark("It passed and is in the list: {family}, {millions:.1f} million parameters; {abilities}.")
    st.success(t(said, family=found.family, millions=found.parameters / 1e6, abilities=listed(found.abilities)))


def listed(abilities: Iterable[Ability]) -> str:
    """attention, embedding, masked word"""
    return ", ".join(sorted(t(ability) for ability in abilities))

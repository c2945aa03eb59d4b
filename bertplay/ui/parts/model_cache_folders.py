"""Models of the reader's own: which folders there are, the verdict on each, and how one is added."""

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.models.catalog import LOCAL_PREFIX, catalog
from bertplay.models.own_folders import add_folder
from bertplay.settings import get_settings
from bertplay.ui import state
from bertplay.ui.controls import word_input
from bertplay.ui.feedback import explain, plain

FILES = "config.json, model.safetensors, and tokenizer.json or vocab.txt with their neighbours"


def show_folders() -> None:
    """The folders with their verdicts, and the form."""
    own = [entry for entry in catalog() if entry.id.startswith(LOCAL_PREFIX)]
    for entry in own:
        if entry.spec is None:
            st.text(plain(f"✗ {entry.id}: {entry.reason}"))
        else:
            abilities = ", ".join(sorted(entry.spec.abilities))
            st.text(plain(f"✓ {entry.id}: {entry.spec.parameters / 1e6:.1f} million parameters; {abilities}"))
    if not own:
        st.text("There is none yet.")
    st.caption("A folder is inspected before anything of it is opened: no pickle, no code, sizes that fit. The verdict stands above.")
    st.text(f"Copy a folder to {get_settings().models_dir} and it appears here, or send its files from your browser:")
    with st.form("own_folder", border=True):
        name = word_input("Its name", state.OWN_NAME)
        files = st.file_uploader(f"Its files: {FILES}, at most 20 MB each", accept_multiple_files=True, key=state.OWN_FILES)
        if st.form_submit_button("Inspect and add", icon=":material/policy:"):
            add(name, {file.name: file.getvalue() for file in files})


def add(name: str, files: dict[str, bytes]) -> None:
    """Inspect what was sent, and say what came of it."""
    try:
        found = add_folder(name.strip(), files, get_settings())
    except BertplayError as error:
        explain(error)
        return
    abilities = ", ".join(sorted(found.abilities))
    st.success(f"It passed and is in the list: {found.family}, {found.parameters / 1e6:.1f} million parameters; {abilities}.")

"""Models of the reader's own: which folders there are, the verdict on each, and how one is added."""

from collections.abc import Iterable

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.i18n import N_, _
from bertplay.models.catalog import LOCAL_PREFIX, CatalogEntry, catalog
from bertplay.models.heads import HEAD_TITLES, Head
from bertplay.models.local_models import add_local_model, remove_local_model, unpacked
from bertplay.models.spec import Ability
from bertplay.settings import get_settings
from bertplay.summaries.models import parameters_in_words
from bertplay.ui.browser import visitor
from bertplay.ui.feedback import explain, plain
from bertplay.ui.kit.tab import MAX_WORD_CHARACTERS, File, Tab, Text, View
from bertplay.ui.models.allowed import is_allowed
from bertplay.ui.models.removal import remove_button

NAME = Text("name", N_("Name of the model"), max_characters=MAX_WORD_CHARACTERS, is_live=False)
FILES = File(
    "files",
    N_("The folder of the model: config.json, model.safetensors, and the files of its tokenizer"),
    max_mib=128,
    is_folder=True,
)
ARCHIVE = File("archive", N_("Or the folder as one zip file"), types=("zip",), max_mib=128)
HOW = N_("A folder is inspected before anything in it is loaded: no pickle, no code, consistent sizes. The result is shown above.")


def draw_inputs(view: View) -> str:
    """No inputs; name and files are chosen below."""
    return view.tab


def show(view: View, _inputs: str) -> None:
    """The folders with their verdicts, with the one that is added by the form below them."""
    above = st.container()
    st.caption(_(HOW))
    if is_allowed():
        draw_form(view)
    with above:
        show_folders(view)


def draw_form(view: View) -> None:
    """Name and files of a model, and the button that adds it."""
    st.text(_("Copy a folder to {folder} and it appears here, or upload its files:", folder=get_settings().models_dir))
    name, files, archive = NAME.draw(view), FILES.draw(view), ARCHIVE.draw(view)
    is_given = bool(name.strip() and (files or archive))
    if st.button(_("Inspect and add"), icon=":material/policy:", key=view.key("add"), disabled=not is_given):
        add(name, {file.name: file.getvalue() for file in files} if files else archive.getvalue())


def show_folders(view: View) -> None:
    """Each folder with what was found in it, or why it is refused; and a button that removes it."""
    own = [entry for entry in catalog() if entry.id.startswith(LOCAL_PREFIX)]
    for entry in own:
        with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.text(plain(about(entry)))
            if visitor().is_administrator:
                remove_button(view, entry.id, remove_local_model)
    if not own:
        st.text(_("You have no models of your own yet."))


def about(entry: CatalogEntry) -> str:
    """✓ local/mine: 4.4 million parameters; attention, embedding, masked word"""
    if entry.spec is None:
        return _("✗ {id}: {reason}", id=entry.id, reason=_(entry.reason))
    said = N_("✓ {id}: {parameters}; {abilities}")
    parameters, abilities = parameters_in_words(entry.spec.parameters), listed(entry.spec.abilities, entry.spec.head)
    return _(said, id=entry.id, parameters=parameters, abilities=abilities)


def add(name: str, given: dict[str, bytes] | bytes) -> None:
    """Inspect the uploaded files, or those of a zip, and show the result."""
    try:
        found = add_local_model(name.strip(), unpacked(given) if isinstance(given, bytes) else given, get_settings())
    except BertplayError as error:
        explain(error)
        return
    said = N_("The model was accepted and is in the list: {architecture}, {parameters}; {abilities}.")
    parameters, abilities = parameters_in_words(found.parameters), listed(found.abilities, found.head)
    st.success(_(said, architecture=found.architecture, parameters=parameters, abilities=abilities))


def listed(abilities: Iterable[Ability], head: Head | None) -> str:
    """attention, embedding, masked word; of a head for a task, which task"""
    return ", ".join(sorted(_(HEAD_TITLES[head.kind] if head and ability is Ability.TASK_HEAD else ability) for ability in abilities))


OWN = Tab("own", N_("Your own models"), draw_inputs, show)

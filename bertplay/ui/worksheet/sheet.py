"""The worksheet: its title, whose it is, what is on it, and three files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from bertplay.i18n import N_, _, language, localized, using_language
from bertplay.ui.browser import visitor
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import Lines, Tab, Text, Toggle, View, draw_again, offer_download, primary_button_type, record
from bertplay.ui.worksheet.class_answers import record_class_answers
from bertplay.ui.worksheet.trainings import record_trainings
from bertplay.worksheet.entry import Answer, Entry, Worksheet
from bertplay.worksheet.file import as_record, make_worksheet
from bertplay.worksheet.notebook import as_notebook
from bertplay.worksheet.page import about, as_page
from bertplay.worksheet.record import SavedEntry

TITLE = Text("title", N_("Title"), max_characters=100, is_in_link=False, is_live=False)
DEFAULT_TITLE = N_("My worksheet on BERT")
NAME = Text("name", N_("Name"), max_characters=100, is_in_link=False, is_live=False)
INTRODUCTION = Lines("introduction", N_("Introduction"), max_characters=5_000, is_in_link=False)
INCLUDE = Toggle("include", N_("Include"), default=True, is_in_link=False)
NOTE = Text("note", N_("Your note"), max_characters=1_000, is_in_link=False, is_live=False, is_labelled=False)
FILES: tuple[tuple[str, str, str, Callable[[Worksheet], bytes]], ...] = (
    (N_("Download HTML"), "html", "text/html", as_page),
    (N_("Notebook"), "ipynb", "application/x-ipynb+json", as_notebook),
    ("JSON", "json", "application/json", as_record),
)
IS_KEPT = N_("The server keeps it for this browser, also after a reload and in a new tab, until nothing has been added for half a year.")
IS_NOT_KEPT = N_(
    "Your browser does not accept cookies from this site: download the worksheet before you close or reload this tab, or it will be lost."
)
HOW = N_(
    "The HTML file opens and prints without a network. The notebook computes everything again; run it in the bertplay "
    "folder, with Jupyter: install it with `.venv/bin/python -m pip install notebook` and start it with `.venv/bin/jupyter notebook`. "
    "The command `python -m bertplay worksheet` makes both from the JSON file."
)


@dataclass(frozen=True, slots=True)
class SheetInputs:
    """What the reader writes at the head of the sheet."""

    title: str
    name: str
    introduction: str


def draw_inputs(view: View) -> SheetInputs:
    """Title and name side by side, the introduction below; what is written stays on the worksheet."""
    head = record().head
    left, right = st.columns(2)
    with left:
        title = replace(TITLE, default=head.title or _(DEFAULT_TITLE)).draw(view).strip()
    with right:
        name = replace(NAME, default=head.name).draw(view).strip()
    introduction = replace(INTRODUCTION, default=head.introduction).draw(view).strip()
    own_title = "" if title == _(DEFAULT_TITLE) else title
    if (own_title, name, introduction) != (head.title, head.name, head.introduction):
        record().write_head(title=own_title, name=name, introduction=introduction)
        draw_again()  # with what is stored as the inputs' default, so that another tab's changes are followed
    return SheetInputs(title or _(DEFAULT_TITLE), name, introduction)


def show(view: View, inputs: SheetInputs) -> None:
    """The files, and below them every entry, which the reader leaves out or writes a note on."""
    files = st.container()
    record_trainings()
    record_class_answers()
    entries = record().entries
    if not entries:
        said = _("Nothing is on your worksheet yet. Press “Add to worksheet” below an answer on another page, then come back.")
        st.info(said, icon=":material/edit_note:")
    kept = [shown for number, (key, saved) in enumerate(entries.items(), 1) if (shown := show_entry(view, number, key, saved))]
    with files:
        offer_files(view, inputs, kept)
        offer_deletion(view)


def show_entry(view: View, number: int, key: str, saved: SavedEntry) -> Entry | None:
    """One entry with the reader's note; None when it is left out."""
    entry, note = saved.entry, saved.entry.note
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{number}. {_(entry.title)}**", width="content")
            is_included = replace(INCLUDE, name=f"include_{key}", default=not saved.is_left_out).draw(view)
        if is_included:
            show_content(entry)
            note = replace(NOTE, name=f"note_{key}", default=note, placeholder=_("Your note")).draw(view).strip()
    if (note, is_included) != (entry.note, not saved.is_left_out):
        record().annotate(key, note, is_left_out=not is_included)
        draw_again()
    return replace(entry, note=note) if is_included else None


def show_content(entry: Entry) -> None:
    """Where and when it was asked, what was written, what came of it."""
    st.caption(about(entry).replace("_", r"\_"))  # of markdown the id of a model can have nothing else
    for name, text in entry.texts:
        st.text(plain(_("{name}: {text}", name=localized(name), text=text)))
    if isinstance(entry, Answer):
        if entry.guess:
            st.text(plain(localized(entry.guess)))
        st.text(plain(localized(entry.summary.sentence)))


def offer_deletion(view: View) -> None:
    """A button, behind a question, that deletes everything; and whose the worksheet is."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_(IS_KEPT if visitor().browser else IS_NOT_KEPT), width="stretch")
        with st.popover(_("Delete my worksheet"), icon=":material/delete:", type="tertiary"):
            st.caption(_("This deletes all entries, your notes and your name from the server."))
            st.button(_("Delete all of it"), type=primary_button_type(), key=view.key("delete"), on_click=delete, args=(view,))


def delete(view: View) -> None:
    """Delete the worksheet, and what the inputs of this page remember of it."""
    record().clear()
    for key in [str(key) for key in st.session_state if str(key).startswith(view.key(""))]:
        del st.session_state[key]


def offer_files(view: View, inputs: SheetInputs, entries: list[Entry]) -> None:
    """A button for each; they are made, and dated, when they are downloaded."""
    with st.container(horizontal=True):
        for label, ending, kind, make in FILES:
            made = partial(file_of, language(), make, inputs, entries)
            options = {"mime": kind, "type": primary_button_type(view) if make is as_page else "secondary", "disabled": not entries}
            offer_download(_(label), made, f"bertplay-worksheet.{ending}", view.key(f"file_{ending}"), **options)
    with st.expander(_("About the files"), icon=":material/help:"):
        st.markdown(_(HOW))


def file_of(language_of_page: str, make: Callable[[Worksheet], bytes], inputs: SheetInputs, entries: list[Entry]) -> bytes:
    """One of the files, of now, in the language of the page that offered it."""
    with using_language(language_of_page):
        return make(make_worksheet(inputs.title, inputs.name, inputs.introduction, entries))


SHEET = Tab("sheet", N_("Worksheet"), draw_inputs, show)

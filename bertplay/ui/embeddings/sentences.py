"""The sentences that a tab is about: those that come with bertplay, typed, or read from a file; and the word to find in them."""

from dataclasses import dataclass, replace

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.files.labelled import Labelled, from_lines, read_labelled
from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.lessons.sense_samples import FIRST_WORD, sense_samples
from bertplay.models.catalog import find_model
from bertplay.tasks.word_in_context import WordQuery
from bertplay.ui import feedback
from bertplay.ui.kit.tab import MAX_WORD_CHARACTERS, File, Lines, Text, Toggle, View, link, offer_examples

MAX_LINES_CHARACTERS = 400_000
LINES_HEIGHT = 260
WORD = Text("word", N_("Word"), default=FIRST_WORD, max_characters=MAX_WORD_CHARACTERS, is_shared=True)
LINES = Lines(
    "lines",
    N_("Sentences, one per line"),
    help=N_("At most 2,000. If you know the sense, write it before the sentence, followed by a vertical bar: river | We sat on the bank."),
    max_characters=MAX_LINES_CHARACTERS,
    height=LINES_HEIGHT,
    is_shared=True,
)
FILE = File(
    "file",
    N_("A file of sentences"),
    max_mib=10,
    help=N_("A column “text” or “sentence”, and “label” or “sense” if you have them; or two columns without a header."),
)
EVERY = Toggle("every", N_("All occurrences in a sentence, not only the first"), is_shared=True)
FORMS = Toggle("forms", N_("Inflected forms too (matches, matched)"), is_shared=True)


@dataclass(frozen=True, slots=True)
class WordInputs:
    """A word with its sentences, and how many layers the model has."""

    query: WordQuery
    layers: int


def draw_word(view: View) -> WordInputs | None:
    """The word, examples of words, and their sentences, folded away."""
    offer_examples(view, (Example(word, {"word": word, "lines": one.as_lines()}) for word, one in sense_samples().items()), show=str)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        word = WORD.draw(view).strip()
        place = st.popover(_("Sentences"), icon=":material/edit_note:", width="content")
    sample = sense_samples().get(word) or sense_samples()[FIRST_WORD]
    with place:
        given = draw_lines(view, replace(LINES, default=sample.as_lines()))
        every, forms = EVERY.draw(view), FORMS.draw(view)
    if not word or not given.texts:
        st.info(_("Type a word, and sentences that contain it."), icon=":material/edit:")
        return None
    return WordInputs(WordQuery(word, given.texts, given.labels, every, forms), find_model(view.model).layers)


def draw_lines(view: View, lines: Lines) -> Labelled:
    """The sentences; a file that is new takes their place."""
    file = FILE.draw_new(view)
    if file is not None:
        take_file(file.name, file.getvalue(), lines.name)
    given = from_lines(lines.draw(view))
    feedback.show_problems(given.problems)
    return given


def take_file(name: str, data: bytes, lines: str) -> None:
    """Let the sentences of a file arrive in the box; what is wrong with it is explained."""
    try:
        found = read_labelled(data, name)
    except BertplayError as error:
        feedback.explain(error)
        return
    link.fill_inputs({lines: found.as_lines()})
    feedback.show_problems(found.problems)

"""What the embeddings page asks for: the part, the word with its sentences, a layer."""

from dataclasses import dataclass

import streamlit as st

from bertplay.lessons.labelled import Labelled, from_csv, from_lines
from bertplay.lessons.sense_samples import FIRST_WORD, sense_samples
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import MOST_WORD_CHARACTERS, choose_one, offer_examples, word_input
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.embeddings import FIRST_PART, PARTS
from bertplay.wording import mark, t, t_n

MOST_LINE_CHARACTERS = 400_000
HOW_TO_WRITE = mark(
    "One sentence a line, 2,000 at most. The sense before it, with a bar between, if you know it: river | We sat on the bank."
)
CSV_HELP = mark("A column “text” or “sentence”, and “label” or “sense” if you have them; or two columns without names.")


@dataclass(frozen=True, slots=True)
class WordAsked:
    """A model, a word, and the sentences to find it in."""

    model: str
    word: str
    given: Labelled
    every: bool
    forms: bool


def choose_part() -> str:
    """Which part of the lesson runs; only that one does."""
    return choose_one(mark("What to look at"), state.EMBEDDING_PART, PARTS, FIRST_PART, is_labelled=False)


def ask_word(model: str) -> WordAsked:
    """The ten words that come along, the word, and the sentences, which can be changed or exchanged."""
    start_from_link()
    offer_examples(state.SENSE_SAMPLE, dict(enumerate(sense_samples())), take_sample)
    box = st.container()
    with st.expander(t("The sentences, and your own"), icon=":material/edit_note:"):
        take_file(state.SENSE_FILE, state.SENSE_LINES)
        st.text_area(
            t("Sentences"), key=state.SENSE_LINES, max_chars=MOST_LINE_CHARACTERS, height=260, help=t(HOW_TO_WRITE), persist_state="session"
        )
        every = st.toggle(t("Every place of a sentence, not the first alone"), key=state.EVERY_PLACE, bind="query-params")
        forms = st.toggle(t("Its inflected forms too (banks, banking)"), key=state.WORD_FORMS, bind="query-params")
    with box:
        word = word_input(t("The word"), state.SENSE_WORD, persist_state="session", live="300ms")
    given = from_lines(st.session_state[state.SENSE_LINES] or "")
    write_link(word)
    if given.left_out:
        say_left_out(given)
    return WordAsked(model, without_surrogates(word).strip(), given, every, forms)


def say_left_out(given: Labelled) -> None:
    """How many sentences are over the limit."""
    st.text(
        t_n(
            "{n:,} sentence is left out: {most:,} are the limit.",
            "{n:,} sentences are left out: {most:,} are the limit.",
            given.left_out,
            most=len(given.texts),
        )
    )


def sample_lines(word: str) -> str:
    """The sentences that come with a word; "" for any other."""
    sample = sense_samples().get(word)
    return sample.as_lines() if sample else ""


def start_from_link() -> None:
    """The word and its sentences as the link has them; the first sample for a newcomer."""
    state.seed(state.SENSE_WORD, FIRST_WORD)
    st.session_state[state.SENSE_WORD] = without_surrogates(st.session_state[state.SENSE_WORD] or "")[:MOST_WORD_CHARACTERS]
    state.seed(state.SENSE_LINES, sample_lines(st.session_state[state.SENSE_WORD]))
    st.session_state[state.SENSE_LINES] = without_surrogates(st.session_state[state.SENSE_LINES] or "")[:MOST_LINE_CHARACTERS]


def write_link(word: str) -> None:
    """The word, and the sentences when they are not those that come with it."""
    state.publish(state.SENSE_WORD, word, FIRST_WORD)
    if not state.publish(state.SENSE_LINES, st.session_state[state.SENSE_LINES] or "", sample_lines(word)):
        st.caption(t("These sentences are too long to travel in the link of the page."))


def take_sample() -> None:
    """A word of the samples with its sentences."""
    chosen = st.session_state[state.SENSE_SAMPLE]
    if chosen is None:
        return
    word = list(sense_samples())[chosen]
    st.session_state[state.SENSE_SAMPLE] = None
    st.session_state[state.SENSE_WORD], st.session_state[state.SENSE_LINES] = word, sample_lines(word)


def take_file(key: str, lines: str) -> None:
    """A CSV takes the place of the sentences, once."""
    file = st.file_uploader(t("A CSV of sentences"), type=["csv", "tsv", "txt"], key=key, help=t(CSV_HELP))
    if file is None or st.session_state.get(state.SEEN_FILE) == file.file_id:
        return
    st.session_state[state.SEEN_FILE] = file.file_id
    with explain_errors():
        data = file.getvalue()
        found = from_lines(data.decode("utf-8-sig", "replace")) if file.name.endswith(".txt") else from_csv(data)
        st.session_state[lines] = found.as_lines()[:MOST_LINE_CHARACTERS]
        if found.left_out:
            st.text(
                t_n(
                    "{n:,} row is left out: {most:,} are the limit.",
                    "{n:,} rows are left out: {most:,} are the limit.",
                    found.left_out,
                    most=len(found.texts),
                )
            )


def choose_among(key: str, options: dict[str, str], label: str) -> str:
    """One of a few options, kept in the link by its name; their titles are told here, the label is told already."""
    first = next(iter(options))
    if st.session_state.get(key) not in options:
        link = st.query_params.get(key, "")
        st.session_state[key] = link if link in options else first
    chosen = st.segmented_control(
        label, list(options), key=key, format_func=lambda name: t(options[name]), required=True, persist_state="session"
    )
    state.publish(key, chosen or first, first)
    return chosen or first


def choose_step(key: str, steps: dict[int, str], label: str, first: int) -> int:
    """A layer, kept in the link by its number; a table of words has just one, and nothing is asked."""
    if len(steps) == 1:
        return first
    if st.session_state.get(key) not in steps:
        link = st.query_params.get(key, "").removeprefix("\u2212")
        asked = int(link) if link.removeprefix("-").isdecimal() and link.isascii() and len(link) < 5 else first
        st.session_state[key] = asked if asked in steps else first
    chosen = int(st.select_slider(label, list(steps), key=key, format_func=steps.__getitem__, persist_state="session"))
    state.publish(key, str(chosen), str(first))
    return chosen

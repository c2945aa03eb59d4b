"""What is chosen and typed on the compare page, part by part, and its way into the link."""

import streamlit as st

from bertplay.lessons.compare import item_samples
from bertplay.models.catalog import CatalogEntry, catalog
from bertplay.text import MASK_SPELLING, without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import MOST_WORD_CHARACTERS, choose_one
from bertplay.ui.feedback import plain
from bertplay.ui.lesson.link import is_fixed
from bertplay.ui.parts.compare import PARTS
from bertplay.ui.parts.compare.asked import Asked
from bertplay.ui.parts.compare.languages import offer_languages
from bertplay.wording import as_told, english, mark, t, t_as, t_n

MOST_MODELS = 4
MOST_CHARACTERS = 2_000
FIRST_CHOICE = ("bert", "roberta", "albert", "xlnet")
FIRST_PART = "words"
OWN_FILE = "file"

DEFAULTS = {
    state.COMPARE_TEXT: english("She opened the [MASK] and went inside."),
    state.CUT_COMPARE: english("The unaffable queen walked unbelievably slowly."),
    state.COMPARE_FALSE: english("The chef ate the meal for his guests."),
    state.COMPARE_FIRST: english("He opened the letter."),
    state.COMPARE_SECOND: english("Then he read it aloud."),
    state.COMPARE_WORD: "bank",
    state.COMPARE_LINES: english(
        "He sat on the bank of the river.\nThe river broke its bank.\nShe works in a bank.\nThe bank lent him the money."
    ),
}

NOBODY = ""
SEATS = tuple(f"{state.COMPARE_MODELS}_{number}" for number in range(MOST_MODELS))
"""A box for each model. Chips in one box would be white on the colour of the night, which cannot be read."""


def choose_models() -> tuple[str, ...]:
    """Up to four of the models that are here; the others, greyed, with what they need."""
    entries = catalog()
    here = {entry.id: entry for entry in entries if entry.is_here}
    first = [id_ for id_ in FIRST_CHOICE if id_ in here] or list(here)[:MOST_MODELS]
    if state.COMPARE_MODELS not in st.session_state:
        link = st.query_params.get(state.COMPARE_MODELS, "").split(",")
        st.session_state[state.COMPARE_MODELS] = [id_ for id_ in dict.fromkeys(link) if id_ in here][:MOST_MODELS] or first
    kept = [id_ for id_ in st.session_state[state.COMPARE_MODELS] if id_ in here]
    if kept != st.session_state[state.COMPARE_MODELS]:
        st.session_state[state.COMPARE_MODELS] = kept
    if is_fixed():
        return tuple(kept)
    titles = {NOBODY: t_as("a model", "none")} | {id_: as_told(entry.title) for id_, entry in here.items()}
    for number, (column, seat) in enumerate(zip(st.columns(MOST_MODELS), SEATS, strict=True)):
        st.session_state[seat] = kept[number] if number < len(kept) else NOBODY
        column.selectbox(
            t("Model {number}", number=number + 1), list(titles), key=seat, format_func=titles.__getitem__, on_change=take_seats
        )
    state.publish(state.COMPARE_MODELS, ",".join(kept), ",".join(first))
    list_absent([entry for entry in entries if not entry.is_here])
    return tuple(kept)


def take_seats() -> None:
    """What the boxes hold, each model once."""
    seated = dict.fromkeys(st.session_state[seat] for seat in SEATS)
    st.session_state[state.COMPARE_MODELS] = [id_ for id_ in seated if id_ != NOBODY]


def list_absent(entries: list[CatalogEntry]) -> None:
    """The models that are not on this machine."""
    if entries:
        with st.expander(t_n("{n} more that is not here yet", "{n} more that are not here yet", len(entries))):
            st.caption(t("They need the network once. The page “Models in memory” downloads them; then they can be chosen here."))
            st.text("\n".join(plain(as_told(entry.title)) for entry in entries))


def choose_part() -> str:
    """Which part of the page runs; only that one does."""
    return choose_one(mark("What to compare"), state.COMPARE_PART, PARTS, FIRST_PART, is_labelled=False)


def ask(models: tuple[str, ...], part: str) -> Asked:
    """Draw the inputs of a part; what they say."""
    if part == "words":
        text = box(t("A sentence, with [MASK] where a word is to be guessed"), state.COMPARE_TEXT)
        if not is_fixed():
            offer_languages()
        lack = "" if MASK_SPELLING.search(text) else t("Write [MASK] where a word is to be guessed.")
        return asked(models, part, lack, text=text)
    if part == "pieces":
        text = box(t("A sentence"), state.CUT_COMPARE)
        return asked(models, part, "" if text.strip() else t("Type a sentence."), text=text)
    if part == "false_word":
        text = box(t("A sentence with a word in it that does not belong there"), state.COMPARE_FALSE)
        return asked(models, part, "" if text.strip() else t("Type a sentence."), text=text)
    if part in {"pair", "likeness"}:
        first, second = box(t("The first sentence"), state.COMPARE_FIRST), box(t("The second sentence"), state.COMPARE_SECOND)
        return asked(models, part, "" if first.strip() and second.strip() else t("Type both sentences."), text=first, second=second)
    if part == "one_word":
        word = box(t("A word"), state.COMPARE_WORD, most=MOST_WORD_CHARACTERS)
        lines = tuple(line.strip() for line in area(t("Sentences with it, one a line"), state.COMPARE_LINES).splitlines() if line.strip())
        lack = "" if word.strip() and len(lines) >= 2 else t("Name a word, and write two sentences or more.")
        return asked(models, part, lack, text=word.strip(), lines=lines)
    return ask_items(models, part)


def asked(models: tuple[str, ...], part: str, lack: str, *, text: str = "", second: str = "", lines: tuple[str, ...] = ()) -> Asked:
    """What is asked; without a model, that one is missing."""
    return Asked(models, part, text=text, second=second, lines=lines, lack=lack if models else t("Choose a model above."))


def ask_items(models: tuple[str, ...], part: str) -> Asked:
    """One of our lists with its card, or the reader's own file."""
    samples = item_samples()
    titles = {name: t(sample.title) for name, sample in samples.items()} | {OWN_FILE: t("A file of my own")}
    if st.session_state.get(state.COMPARE_SAMPLE) not in titles:
        link = st.query_params.get(state.COMPARE_SAMPLE, "")
        st.session_state[state.COMPARE_SAMPLE] = link if link in titles else next(iter(samples))
    name = st.selectbox(t("The test"), list(titles), key=state.COMPARE_SAMPLE, format_func=titles.__getitem__, persist_state="session")
    state.publish(state.COMPARE_SAMPLE, name, next(iter(samples)))
    if name == OWN_FILE:
        return ask_file(models, part)
    sample = samples[name]
    st.markdown(t(sample.asks))
    st.markdown(t("**What counts as right.** {right}", right=t(sample.right)))
    st.markdown(t("**What it does not measure.** {limits}", limits=t(sample.limits)))
    return Asked(models, part, items=sample.items, name=name, lack="" if models else t("Choose a model above."))


def ask_file(models: tuple[str, ...], part: str) -> Asked:
    """A table of sentences with their answers."""
    from bertplay.tasks.compare_items import read_items

    file = st.file_uploader(
        t("Sentence, answer and maybe another word, with tabs or commas between"), ["tsv", "csv", "txt"], key=state.COMPARE_FILE
    )
    if file is None:
        st.code(english("The capital of France is [MASK].\tParis\tLondon\nThe opposite of hot is [MASK].\tcold"), language=None)
        return Asked(models, part, lack=t("Choose a file: one sentence a line, written like these two."))
    items = read_items(file.getvalue().decode("utf-8", "replace"))
    return Asked(models, part, items=items, name=OWN_FILE, lack="" if models and items else t("The file has no sentence with an answer."))


def box(label: str, key: str, most: int = MOST_CHARACTERS) -> str:
    """A line of text that is in the link."""
    start(key)
    st.text_input(label, key=key, max_chars=most, live="300ms", persist_state="session")
    return published(key)


def area(label: str, key: str) -> str:
    """Several lines of text that are in the link."""
    start(key)
    st.text_area(label, key=key, max_chars=MOST_CHARACTERS, persist_state="session")
    return published(key)


def start(key: str) -> None:
    """What a box holds at first: the link's, or the example for a newcomer."""
    text = without_surrogates(st.session_state.get(key, st.query_params.get(key, DEFAULTS[key])) or "")[:MOST_CHARACTERS]
    if st.session_state.get(key) != text:
        st.session_state[key] = text


def published(key: str) -> str:
    """What a box holds now, written into the link."""
    text = without_surrogates(st.session_state[key] or "")
    state.publish(key, text, DEFAULTS[key])
    return text

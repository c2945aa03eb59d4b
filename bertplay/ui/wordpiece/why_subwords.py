"""Why subwords: how often a word and its tokens occur, and what a vocabulary of whole words would miss."""

from dataclasses import dataclass

import streamlit as st

from bertplay.calls.wordpiece import COUNT_WORDS, FIND_MISSING
from bertplay.i18n import N_, _, lazy
from bertplay.lessons.examples import Example
from bertplay.lessons.wordpiece import samples
from bertplay.models.spec import Ability
from bertplay.summaries.wordpiece import summarize_missing
from bertplay.ui.kit.tab import Choice, Lines, Tab, Text, View, answer, draw, draw_summary_table, finish, offer_examples, say

WORDS = ("unconstitutionally", "unaffable", "photosynthesis", "constitution")
WORD = Text("word", N_("A word, or a few"), default=WORDS[0], max_characters=400)
EXAMPLES = tuple(Example(word, {"word": word}) for word in WORDS)
TEXT = Lines("text", N_("A text"), default=samples("reading")[0].text, height=150)
SIZES = (1_000, 5_000, 10_000, 30_000)
SIZE = Choice("size", N_("Words in the vocabulary"), default="30000", options={str(size): lazy("{n:,}", n=size) for size in SIZES})
MAX_FIGURES = 4
HOW = N_(
    "A token is counted wherever the tokenizer produced it in the training text. The scale is logarithmic: each step means ten times as "
    "many occurrences."
)
WHOLE = N_(
    "Before subwords, a model had a vocabulary of the most frequent words and replaced every other word by one symbol for unknown words. "
    "WordPiece has a smaller vocabulary, and almost nothing is unknown: only characters that are in none of its tokens."
)


@dataclass(frozen=True, slots=True)
class SubwordInputs:
    """Words to count, a text, and the size of a vocabulary of whole words."""

    words: str
    text: str
    size: int


def draw_inputs(view: View) -> SubwordInputs | None:
    """The words; the text is below the figure that they give."""
    words = WORD.draw(view)
    offer_examples(view, EXAMPLES, show=str)
    with st.expander(_("A text for the vocabulary of whole words"), icon=":material/edit_note:"):
        text, size = TEXT.draw(view), int(SIZE.draw(view))
    if not (words.strip() and text.strip()):
        st.info(_("Type a word and a text, or choose one of the examples."), icon=":material/edit:")
        return None
    return SubwordInputs(words, text, size)


def show(view: View, inputs: SubwordInputs) -> None:
    """A figure a word; then what a vocabulary of whole words misses."""
    from bertplay.charts.wordpiece import count_bars

    call = COUNT_WORDS(view.model, text=inputs.words)
    counts = answer(view, call)
    for index, word in enumerate(counts.words[:MAX_FIGURES]):
        draw(count_bars(word, counts.listed_from), view.key(f"bars_{index}"))
    st.subheader(_("A vocabulary of whole words"), anchor=False)
    missing = summarize_missing(view.ask(FIND_MISSING(view.model, text=inputs.text, table_size=inputs.size)))
    say(view, missing, name="missing")
    draw_summary_table(missing, view.key("missing_words"))
    finish(view, call, counts, HOW, WHOLE)


WHY_SUBWORDS = Tab("why_subwords", N_("Why subwords"), draw_inputs, show, needs=Ability.EMBEDDING, loads=False)

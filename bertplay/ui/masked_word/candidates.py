"""Candidate words: how probable is each of the words that the reader names, at the mask?"""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.masked_word import SCORE_CANDIDATES
from bertplay.errors import BadInput
from bertplay.i18n import N_, _, lazy
from bertplay.lessons.examples import first_example
from bertplay.models.spec import Ability
from bertplay.results.masked_word import CandidateWords
from bertplay.ui.kit.tab import Number, Tab, Text, View, answer, draw, finish
from bertplay.ui.masked_word.sentence import draw_sentence

WORDS = Text(
    "words",
    N_("Candidate words, separated by commas"),
    default=first_example("masked_word", "candidates").values["words"],
    placeholder="hot, cold, constitution",
    max_characters=1_000,
)
MASK = Number("mask", N_("Which mask, counted from the left"), default=1, low=1, high=1, form="box")
MAX_WORDS = 50
HOW = N_(
    "A word that is one token of the vocabulary has its own probability at the mask. A word of several tokens gets as many masks, filled "
    "from left to right: P(un ##aff ##able) = P(un) · P(##aff given un) · P(##able given un ##aff). The number of masks tells the "
    "model how long the word is, so words of different lengths can be compared only roughly."
)


def draw_inputs(view: View) -> Call[CandidateWords] | None:
    """The sentence, the words, and which mask where there are several."""
    sentence = draw_sentence(view)
    if sentence is None:
        return None
    words = split_words(WORDS.draw(view))
    mask = MASK.among(sentence.masks).draw(view) if sentence.masks > 1 else 1
    if not words:
        st.info(_("Type a few words to see how probable the model finds each of them at the mask."), icon=":material/edit:")
        return None
    return SCORE_CANDIDATES(view.model, text=sentence.masked, words=words, mask_index=mask - 1)


def split_words(written: str) -> tuple[str, ...]:
    """The words of a list with commas, each once; BadInput for more than 50.

    split_words("cold, hot , cold,") -> ("cold", "hot")
    """
    words = tuple(dict.fromkeys(word.strip() for word in written.split(",") if word.strip()))
    if len(words) > MAX_WORDS:
        remedy = lazy("Type at most {most}.", most=MAX_WORDS)
        raise BadInput(N_("There are too many candidate words."), value=lazy("{n} words", n=len(words)), remedy=remedy)
    return words


def show(view: View, call: Call[CandidateWords]) -> None:
    """One bar a word."""
    from bertplay.charts.candidate_words import candidate_word_bars

    result = answer(view, call)
    draw(candidate_word_bars(result), view.key("bars"))
    finish(view, call, result, HOW)


CANDIDATES = Tab("candidates", N_("Candidate words"), draw_inputs, show, needs=Ability.MASKED_WORD)

"""A sentence whose words are masked by a click, one at a time, with the predictions below."""

from dataclasses import dataclass

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.masked_word import PREDICT_MASKED_WORDS
from bertplay.i18n import N_, _
from bertplay.models.spec import Ability
from bertplay.results import MaskedWordPredictions
from bertplay.summaries.masked_word import summarize_predictions
from bertplay.ui.components.toggle_text import ToggleWords, toggle_text
from bertplay.ui.kit.tab import Tab, View, draw, finish, link, say
from bertplay.ui.masked_word.hidden_words import words_of
from bertplay.ui.masked_word.sentence import HIDE, Sentence, parts_of, read, written

SENTENCE = "He drank a cup of coffee before he went to work."
COFFEE = 5
"""The word that is masked at first: the model predicts it, and what else it predicts is drunk as well."""
TOP_K = 5
NOTICE = N_("The model knows nothing but the words around the gap, on **both** sides. Which words does it miss?")


@dataclass(frozen=True, slots=True)
class ClickInputs:
    """The word that is masked, counted from 0."""

    word: int

    def call(self, model: str) -> Call[MaskedWordPredictions]:
        sentence = Sentence(SENTENCE, (self.word,))
        return PREDICT_MASKED_WORDS(model, text=sentence.masked, top_k=TOP_K, hidden=sentence.words)


def draw_inputs(view: View) -> ClickInputs:
    """The sentence; a click on another word moves the mask there, and on the masked word it stays."""
    key = view.key(HIDE)
    word = settle_word(key)
    words = ToggleWords(_("Words that can be masked"), on=_("This word is masked"), off=_("Click to mask this word"), pressed="[MASK]")
    with st.container(border=True, gap="small"):
        toggle_text(parts_of(SENTENCE), key, words, form="words", is_large=True, is_single=True)
        st.markdown(_(NOTICE))
    return ClickInputs(word)


def settle_word(key: str) -> int:
    """The word that has arrived with a link, that was clicked last, or the first one."""
    has_arrived, arrived = link.take(HIDE)
    chosen = read(arrived or "") if has_arrived else st.session_state.get(key, ())
    word = next((index for index in chosen if index < len(words_of(SENTENCE))), COFFEE)
    st.session_state[key] = (word,)
    link.publish(HIDE, written((word,)), written((COFFEE,)))
    return word


def show(view: View, inputs: ClickInputs) -> None:
    """The five most probable words, and a link for the reader's own sentence."""
    from bertplay.charts.masked_word import class_bars

    call = inputs.call(view.model)
    result = view.ask(call)
    say(view, summarize_predictions(result))
    draw(class_bars(result.masks[0]), view.key("bars"))
    if st.button(_("Type your own sentence"), icon=":material/edit:", key=view.key("own")):
        link.open_page("masked_word", {"text": SENTENCE, HIDE: written((inputs.word,))})
    finish(view, call, result)


CLICK_A_WORD = Tab("click_a_word", N_("Click a word"), draw_inputs, show, needs=Ability.MASKED_WORD)

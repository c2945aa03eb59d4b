"""Two sentences: the same mask in both, every word of the vocabulary."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.masked_word import CONTRAST_SENTENCES
from bertplay.i18n import N_, _
from bertplay.lessons.examples import first_example
from bertplay.models.spec import Ability
from bertplay.results.masked_word import WordContrast
from bertplay.ui.kit.tab import Tab, Text, View, answer, draw, finish
from bertplay.ui.masked_word.sentence import draw_sentence

SECOND = Text(
    "second",
    N_("Second sentence, with [MASK] in the same place"),
    default=first_example("masked_word", "two_sentences").values["second"],
    max_characters=2_000,
    placeholder="In Maine they like to buy [MASK].",
)
HOW = N_(
    "Each point is a word of the vocabulary; both axes are logarithmic. A word on the dashed line is equally probable in both sentences. "
    "The further a word is from the line, the more its probability differs: blue words are more probable in the second sentence, orange "
    "ones in the first."
)


def draw_inputs(view: View) -> Call[WordContrast] | None:
    """Both sentences."""
    sentence = draw_sentence(view)
    if sentence is None:
        return None
    second = SECOND.draw(view)
    if not second.strip():
        st.info(_("Write the sentence above again with one word changed, and [MASK] where the word is masked."), icon=":material/edit:")
        return None
    return CONTRAST_SENTENCES(view.model, first_text=sentence.masked, second_text=second)


def show(view: View, call: Call[WordContrast]) -> None:
    """One point a word."""
    from bertplay.charts.sentence_contrast import contrast_scatter

    result = answer(view, call)
    draw(contrast_scatter(result), view.key("scatter"))
    finish(view, call, result, HOW)


TWO_SENTENCES = Tab("two_sentences", N_("Two sentences"), draw_inputs, show, needs=Ability.MASKED_WORD)

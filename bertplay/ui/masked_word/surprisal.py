"""Surprisal: every word of the sentence masked in turn."""

from bertplay.calls.masked_word import SCORE_SURPRISAL
from bertplay.i18n import N_, _
from bertplay.models.spec import Ability
from bertplay.ui.components.token_strip import shaded_text
from bertplay.ui.kit.tab import Tab, View, answer, draw, finish
from bertplay.ui.masked_word.sentence import Sentence, draw_sentence

MAX_BITS = 14.0
"""The surprisal of the deepest colour."""
HOW = N_(
    "Each word is masked while all others stay visible. Its surprisal is −log₂ of the probability that the model gives it there: a word "
    "that it expected with 50% has 1 bit, one that it expected with 1% has 6.6. Surprisal predicts how long people take to read a word."
)


def draw_inputs(view: View) -> Sentence | None:
    """The sentence; masks in it are not needed."""
    return draw_sentence(view, needs_mask=False)


def show(view: View, sentence: Sentence) -> None:
    """One bar a word, in the order of the sentence."""
    from bertplay.charts.surprisal import surprisal_bars

    call = SCORE_SURPRISAL(view.model, text=sentence.text)
    result = answer(view, call)
    shades = [(w.start, w.end, min(w.bits / MAX_BITS, 1.0), _("{bits:.1f} bits", bits=w.bits)) for w in result.words]
    shaded_text(result.text, shades, key=view.key("sentence"))
    draw(surprisal_bars(result), view.key("bars"))
    finish(view, call, result, HOW)


SURPRISAL = Tab("surprisal", N_("Surprisal"), draw_inputs, show, needs=Ability.MASKED_WORD)

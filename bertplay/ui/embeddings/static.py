"""Static word vectors: neighbours and sums in the embedding matrix, before any sentence is read."""

import streamlit as st

from bertplay.calls.embeddings import NEAREST_WORDS
from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.lessons.sense_samples import FIRST_SUM, SUMS
from bertplay.models.spec import Ability
from bertplay.ui.kit.tab import Tab, Text, View, answer, draw, finish, offer_examples

EXPRESSION = Text("text", N_("A word, or a sum of words"), default=FIRST_SUM, max_characters=200)
EXAMPLES = tuple(Example(one, {"text": one}) for one in SUMS)
SHOWN = 10
HOW = N_(
    "The first thing BERT does with a token is to look up its row in the embedding matrix: one row for each token, the same in every "
    "sentence. word2vec and GloVe are nothing but such a table. Words used in the same way get similar rows, and differences can even be "
    "added: the step from man to woman is about the same as the step from king to queen. But “bank” has one row for money and for "
    "rivers; only the layers above separate the two.\n\nNeighbours are ranked by centred cosine, after subtracting the mean of all words. "
    "The words of the sum are left out, as is usual: otherwise, the nearest to “king - man + woman” is often “king” itself. The bars at "
    "the top show where nine in ten random pairs lie."
)


def draw_inputs(view: View) -> str | None:
    """The word or the sum."""
    expression = EXPRESSION.draw(view).strip()
    offer_examples(view, EXAMPLES, show=str)
    if not expression:
        st.info(_("Type a word, or a sum such as: king - man + woman"), icon=":material/edit:")
        return None
    return expression


def show(view: View, expression: str) -> None:
    """The nearest words."""
    from bertplay.charts.embeddings import neighbour_dots

    call = NEAREST_WORDS(view.model, expression=expression, top_k=SHOWN)
    result = answer(view, call)
    draw(neighbour_dots(result.nearest, result.baseline, result.baseline_centred), view.key("nearest"))
    finish(view, call, result, HOW)


STATIC = Tab("static", N_("Static word vectors"), draw_inputs, show, needs=Ability.EMBEDDING)

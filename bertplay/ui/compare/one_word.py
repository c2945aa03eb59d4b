"""One word in context: how similar its vectors are in several sentences, for each model."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.compare import COMPARE_WORD
from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.results.compare import Comparison
from bertplay.results.embeddings import FollowedWord
from bertplay.ui.compare.columns import WITH_STATIC, draw_models, show_figures
from bertplay.ui.kit.tab import MAX_WORD_CHARACTERS, Lines, Tab, Text, View, offer_examples

WORD = Text("word", N_("Word"), default="light", max_characters=MAX_WORD_CHARACTERS)
LINES = Lines(
    "lines",
    N_("Two to five sentences with it, one per line; the first is compared with the others"),
    default="She turned on the light.\nThe light in the hall was on.\nThe bag was light.\nIt was a light meal.",
    max_characters=2_000,
    height=135,
)
CELL = "The prisoner slept in his cell.\nHe was locked in a cell for a year.\nThe cell divides in two."
EXAMPLES = (
    Example("light", {"word": WORD.default, "lines": LINES.default}),
    Example("cell", {"word": "cell", "lines": CELL}),
)
HOW = N_(
    "Each bar is the cosine of the word's vector in the first sentence with its vector in another, at the last layer; the lowest bar is "
    "the mean cosine of any two words. A contextual model gives the word a different vector in every sentence, and similar vectors where "
    "it is used in the same way. A static word vector is the same in all of them. The time includes the twelve sentences behind the "
    "lowest bar."
)


def draw_inputs(view: View) -> Call[Comparison[FollowedWord]] | None:
    """The models, the word, its sentences."""
    models = draw_models(view, WITH_STATIC)
    offer_examples(view, EXAMPLES, show=str)
    word = WORD.draw(view).strip()
    lines = tuple(line.strip() for line in LINES.draw(view).splitlines() if line.strip())
    if not word or len(lines) < 2:
        st.info(_("Type a word and at least two sentences that contain it."), icon=":material/edit:")
        return None
    return COMPARE_WORD(models, word=word, sentences=lines) if models else None


def show(view: View, call: Call[Comparison[FollowedWord]]) -> None:
    """A bar for each sentence and model, all on one scale."""
    from bertplay.charts.compare import word_similarity_bars

    show_figures(view, call, word_similarity_bars, HOW)


ONE_WORD = Tab("one_word", N_("One word in context"), draw_inputs, show)

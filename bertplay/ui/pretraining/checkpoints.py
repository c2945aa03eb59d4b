"""Checkpoints: one training played from its beginning, and what the model predicted on the way."""

import time
from dataclasses import replace

import streamlit as st

from bertplay.calls.pretraining import PREDICT_AT_CHECKPOINTS
from bertplay.i18n import N_, _, localized, percent
from bertplay.lessons.examples import Example
from bertplay.results.pretraining import PredictionsOverTraining
from bertplay.summaries.masked_word import about_mask
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import (
    Choice,
    Tab,
    View,
    answer,
    draw,
    draw_masked_sentence,
    draw_summary_table,
    finish,
    live,
    masked_sentence,
)

MODEL, TOP_K = "bert-scratch", 7
SECONDS = 1.5
"""Between two checkpoints that are played."""
SENTENCE = masked_sentence("She drank a cup of [MASK] for breakfast.")
EXAMPLES = (
    Example(N_("Breakfast"), {"text": SENTENCE.default}),
    Example(N_("A letter"), {"text": "He wrote a [MASK] to his mother and sent it by post."}),
    Example(N_("The sun"), {"text": "The [MASK] rises in the east and sets in the west."}),
    Example(N_("A dog"), {"text": "The dog [MASK] at the stranger."}),
)
CHECKPOINT = Choice("checkpoint", N_("How much of the training is done"), options={}, form="slider", show=str)
WHOSE = N_(
    "The checkpoints of “bert-scratch”, a small BERT that this project trained from random weights. “bert”, the default model of the "
    "other pages, has no such beginning: it started from a published encoder."
)
HOW = N_(
    "The same network at different points of its pretraining. At the beginning, every token is about as probable as any other. Then the "
    "network learns which tokens are frequent, and predicts those everywhere; then which words occur next to each other; and only late "
    "what the whole sentence is about."
)


def show(view: View, text: str) -> None:
    """The predictions of one checkpoint, which a slider chooses; all of them as a table."""
    call = PREDICT_AT_CHECKPOINTS(MODEL, text=text, top_k=TOP_K)
    with st.spinner(_("Running every checkpoint")):
        result = answer(view, call)
    st.caption(_(WHOSE))
    live(lambda: show_checkpoint(view, result), lambda: is_playing(view), every=SECONDS)
    with st.expander(_("All checkpoints as a table"), icon=":material/table:"):
        draw_summary_table(call.task.summarize(result), view.key("table"))
    finish(view, call, result, HOW)


def show_checkpoint(view: View, found: PredictionsOverTraining) -> None:
    """Play, the slider, and the bars of the checkpoint at which it is."""
    from bertplay.charts.masked_word import class_bars

    names = {str(one.tokens): percent(one.share) if one.tokens else _("untrained") for one in found.checkpoints}
    play(view, list(names))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.button(
            _("Stop") if is_playing(view) else _("Play the training"),
            icon=":material/stop:" if is_playing(view) else ":material/play_arrow:",
            key=view.key("play"),
            on_click=press_play,
            args=(view, list(names)),
        )
        chosen = replace(CHECKPOINT, options=names, default=next(iter(names))).draw(view)
    shown = next(one for one in found.checkpoints if str(one.tokens) == chosen)
    mask = shown.predictions.masks[0]
    st.text(plain(_("After {tokens:,} tokens: {said}", tokens=shown.tokens, said=localized(about_mask(mask)))))
    draw(class_bars(mask), view.key("bars"))


def is_playing(view: View) -> bool:
    """Whether the checkpoints follow one another by themselves."""
    return bool(st.session_state.get(view.key("playing_since")))


def press_play(view: View, steps: list[str]) -> None:
    """Start, from the beginning where the end has been reached; or stop."""
    is_over = st.session_state.get(view.key(CHECKPOINT.name)) == steps[-1]
    if is_over and not is_playing(view):
        st.session_state[view.key(CHECKPOINT.name)] = steps[0]
    st.session_state[view.key("playing_since")] = 0.0 if is_playing(view) else time.monotonic()


def play(view: View, steps: list[str]) -> None:
    """Go on to the next checkpoint when the time for this one is over. The page is drawn for other reasons, too."""
    since, key = st.session_state.get(view.key("playing_since"), 0.0), view.key(CHECKPOINT.name)
    if not since or time.monotonic() - since < SECONDS / 2:
        return
    place = steps.index(st.session_state[key]) + 1 if st.session_state.get(key) in steps else 0
    st.session_state[key] = steps[min(place, len(steps) - 1)]
    st.session_state[view.key("playing_since")] = time.monotonic() if place < len(steps) - 1 else 0.0


CHECKPOINTS = Tab(
    "checkpoints",
    N_("Checkpoints"),
    lambda view: draw_masked_sentence(view, SENTENCE, EXAMPLES),
    show,
    bundled=(MODEL,),
)

"""The slider over a training: what did the model guess here after no tokens, after 1%, 10%, all of them?"""

from collections.abc import Sequence

import streamlit as st

from bertplay.charts.masked_word import guess_bars
from bertplay.models.early import EarlyModel, early_models
from bertplay.results.pretraining import Moment
from bertplay.ui import state
from bertplay.ui.controls import masked_sentence
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.masked_word.wording import in_brief
from bertplay.ui.runtime import get_backend, model_at_hand
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import english, mark, number, percent, t

FIRST = english("She opened the [MASK] and went inside.")
TOP_K = 7
HOW = mark(
    "The same network, stopped on its way. At the beginning every piece is about as probable as any other. Then it learns which pieces are "
    "frequent, and says those everywhere; then which words stand beside which; and only late what the whole sentence is about."
)
ABSENT = mark(
    "No checkpoint from early in the training of this model is here: only what it knows in the end can be shown. BERT is the one to ask."
)


def show_moments(model: str) -> None:
    """The sentence, the slider, the guesses of that moment, and the first guesses of all."""
    found = early_models(model)
    text = masked_sentence(state.MOMENT_TEXT, FIRST)
    if not text:
        return
    if len(found) < 2:
        st.info(t(ABSENT), icon=":material/history:")
    moments = asked(found or (EarlyModel(model, 0, 1.0),), text)
    show_one(moments[choose(found) if len(found) > 1 else -1])
    if len(found) < 2:
        return
    draw_table(
        [row(moment) for moment in moments], width="stretch", alt=t("For each moment of the pretraining: the first guesses of the model.")
    )
    st.caption(t(HOW))
    download_table("moments", lambda: table(moments))


def asked(found: Sequence[EarlyModel], text: str) -> list[Moment]:
    """Every moment's guesses; each is a model of its own in the cache."""
    from bertplay.tasks.masked_word import guess_masked_words

    moments = []
    for one in found:
        with model_at_hand(one.id):
            moments.append(Moment(one.tokens, one.share, get_backend().call(one.id, guess_masked_words, text, top_k=TOP_K)))
    return moments


def choose(found: Sequence[EarlyModel]) -> int:
    """Which moment: its place among them, in the link by its tokens."""
    last = len(found) - 1
    if st.session_state.get(state.MOMENT) not in range(last + 1):
        link = st.query_params.get(state.MOMENT, "")
        st.session_state[state.MOMENT] = next((i for i, one in enumerate(found) if str(one.tokens) == link), last)
    chosen = st.select_slider(
        t("After so much of its training"),
        range(last + 1),
        key=state.MOMENT,
        format_func=lambda i: name_of(found[i]),
        persist_state="session",
    )
    state.publish(state.MOMENT, str(found[chosen].tokens), str(found[last].tokens))
    return int(chosen)


def name_of(one: EarlyModel | Moment) -> str:
    """nothing, 0.1%, 1%, 10%, 100%"""
    if one.share < 0.995 and not one.tokens:
        return t("nothing")
    return t("{hundredths:g}%", hundredths=100 if one.share >= 0.995 else float(f"{100 * one.share:.2g}"))


def show_one(moment: Moment) -> None:
    """The bars of one moment, on a scale that is the same at all of them."""
    mask = moment.guesses.masks[0]
    is_known = moment.tokens or moment.share < 1
    st.text(t("After {tokens:,} tokens. {said}", tokens=moment.tokens, said=in_brief(mask)) if is_known else in_brief(mask))
    draw(guess_bars(mask, 1.0), key="moment_bars")


def row(moment: Moment) -> dict[str, str]:
    """One moment in the table of all."""
    first = ", ".join(f"{guess.word} {percent(guess.probability)}" for guess in moment.guesses.masks[0].guesses[:4])
    return {t("share of the training"): name_of(moment), t("tokens"): number(moment.tokens, ","), t("first guesses"): plain(first)}


def table(moments: Sequence[Moment]) -> bytes:
    """Every guess of every moment as CSV."""
    rows = [(m.tokens, m.share, rank, g.word, g.probability) for m in moments for rank, g in enumerate(m.guesses.masks[0].guesses, 1)]
    return as_csv(("tokens", "share", "rank", "word", "probability"), rows)

"""A minute of pretraining on a text of the reader's, through the queue of runs."""

import streamlit as st

from bertplay.errors import BadInput
from bertplay.results.training_curves import RunCurves
from bertplay.runs.curves import curves_of
from bertplay.runs.names import MINUTE
from bertplay.runs.views import RunView
from bertplay.text import MASK_SPELLING, without_surrogates
from bertplay.training.config import DataSource, FineTuneConfig, Method, Task
from bertplay.training.data.samples import find_sample
from bertplay.ui import state
from bertplay.ui.browser import browser_id
from bertplay.ui.controls import MOST_CHARACTERS, main_look, word_input
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.fine_tuning.keep import show_keep
from bertplay.ui.parts.fine_tuning.watch import show_buttons, show_state, watch_run
from bertplay.ui.runtime import get_desk
from bertplay.ui.table import draw_table
from bertplay.wording import english, mark, number, percent, t

SECONDS = 60.0
FIRST_OWN = english("Cut the onions into small [MASK].")
WHAT = mark(
    "The loop that made the bundled models, in small: it cuts a vocabulary from your text, hides 15% of the pieces, and trains a BERT of "
    "two layers that has read nothing. It runs in the queue of runs; close the page and come back."
)
EXPECT = mark(
    "What a minute can show is the beginning: the loss falls from knowing nothing to knowing which pieces are frequent, and there it "
    "stays for long. When the training loss goes on falling and the held-out loss does not, the text is being learned by heart. "
    "The bundled BERT read hundreds of millions of tokens; it left this plateau after the first few."
)


def show_minute() -> None:
    """The form, or the run of the link."""
    run = st.query_params.get(state.RUN, "")[:40]
    if run:
        watch_run(run, show_run)
    else:
        ask()


def ask() -> None:
    """The text, a sentence to be asked on the way, the button."""
    st.markdown(t(WHAT))
    if state.MINUTE_TEXT not in st.session_state:
        st.session_state[state.MINUTE_TEXT] = find_sample("cooking").train_file.read_text("utf-8")
    text = st.text_area(
        t("Your text: the longer the better"), key=state.MINUTE_TEXT, max_chars=MOST_CHARACTERS, height=180, persist_state="session"
    )
    state.seed(state.MINUTE_OWN, FIRST_OWN)
    own = without_surrogates(word_input(t("A sentence with one [MASK], asked on the way"), state.MINUTE_OWN, max_chars=500))
    state.publish(state.MINUTE_OWN, own, FIRST_OWN)
    words = len((text or "").split())
    st.caption(t("{words:,} words. Every tenth passage is held out, to judge by. The text stays on this server.", words=words))
    if st.button(t("Pretrain for a minute"), type=main_look(), icon=":material/play_arrow:"):
        with explain_errors():
            start(without_surrogates(text or ""), own)


def start(text: str, own: str) -> None:
    """Queue it, and show it."""
    if own.strip() and not MASK_SPELLING.search(own):
        remedy = mark("Write [MASK] in place of a word, or leave the box empty.")
        raise BadInput(mark("The sentence has no [MASK]."), value=own, remedy=remedy)
    desk = get_desk()
    kept = desk.keep_file(text.encode(), ".txt")
    config = FineTuneConfig(
        DataSource(str(kept)), task=Task.PRETRAINING, method=Method.SCRATCH, seconds=SECONDS, own_sentences=(own,) if own.strip() else ()
    )
    st.query_params[state.RUN] = desk.start(config, name=MINUTE, browser=browser_id())
    st.rerun()


def show_run(run_id: str) -> None:
    """State, buttons, curves, the sentence on its way."""
    from bertplay.charts.training_curves import loss_lines

    with explain_errors():
        run = get_desk().run(run_id)
        show_state(run)
        show_buttons(run)
        curves = curves_of(run, get_desk().events(run.id))
        if not curves.evaluations:
            return
        st.text(in_words(curves))
        draw(loss_lines(curves), key="minute_loss")
        st.caption(t(EXPECT))
        show_own(run, curves)
        if not run.is_moving:
            if run.has_model:
                st.page_link(
                    "pages/masked_word.py",
                    label=t("Ask it about a masked word"),
                    icon=":material/open_in_new:",
                    query_params={state.MODEL: f"run/{run.id}"},
                )
            show_keep(run)


def in_words(curves: RunCurves) -> str:
    """Loss and share right, now and at first."""
    first, last = curves.evaluations[0], curves.evaluations[-1]
    return t(
        "After step {step:,}, {epoch:.1f} times through the text: held-out loss {loss:.2f} nats (at first {first_loss:.2f}, which is "
        "knowing nothing), {share} of the hidden pieces guessed first.",
        step=last.step,
        epoch=last.epoch,
        loss=last.eval_loss,
        first_loss=first.eval_loss,
        share=percent(last.accuracy),
    )


def show_own(run: RunView, curves: RunCurves) -> None:
    """What it said to the reader's sentence at each evaluation, the newest first."""
    if not run.config.own_sentences:
        return
    st.text(plain(run.config.own_sentences[0]))
    rows = [
        {
            t("step"): point.step,
            t("held-out loss"): number(point.eval_loss, ".2f"),
            t("first guesses"): plain(", ".join(f"{w} {percent(p)}" for w, p in zip(answer.labels, answer.probabilities, strict=True))),
        }
        for point in reversed(curves.evaluations)
        for answer in point.own
    ]
    draw_table(rows, width="stretch", alt=t("For each evaluation, the newest first: the loss and what it guessed at your sentence."))

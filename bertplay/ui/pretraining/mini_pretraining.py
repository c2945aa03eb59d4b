"""Pretrain in a minute: a very small BERT is pretrained on the reader's text, through the queue of runs; at first, a stored run."""

from dataclasses import dataclass, replace

import streamlit as st

from bertplay.calls.pretraining import PRETRAIN_ON_TEXT
from bertplay.errors import BadInput
from bertplay.i18n import N_, _
from bertplay.lessons.mini_pretraining import SAMPLE, SENTENCE, stored_mini_pretraining
from bertplay.results.training_curves import RunCurves
from bertplay.runs.curves import curves_of
from bertplay.runs.views import RunView
from bertplay.summaries.pretraining import summarize_mini_pretraining
from bertplay.text import MASK_SPELLING
from bertplay.training.data.samples import find_sample
from bertplay.training.jobs import MiniPretraining
from bertplay.ui.feedback import explain_errors
from bertplay.ui.kit.tab import (
    Lines,
    Tab,
    Text,
    View,
    Watched,
    answer_stored,
    draw,
    draw_summary_table,
    explain,
    finish,
    link,
    primary_button_type,
    say,
    watch_instead,
)
from bertplay.ui.runs.downloads import offer_downloads
from bertplay.ui.runs.start import start_run
from bertplay.ui.runs.watching import watch_run
from bertplay.ui.runtime import get_run_service

RUN = Watched(link.RUN)
TEXT = Lines("text", N_("Your text: the longer the better"), default=find_sample("cooking").train_file.read_text("utf-8"), height=140)
PROBE = Text(
    "sentence", N_("A sentence with one [MASK], predicted at every evaluation"), default=SENTENCE, max_characters=500, is_live=False
)
HOW = N_(
    "The training loop of the bundled models, in miniature: it trains a WordPiece vocabulary on your text, masks 15% of the tokens, "
    "and trains a two-layer BERT from scratch. The run goes through the queue; you can close the page and come back."
)
ABOUT_TEXT = N_(
    "{words:,} words. Every tenth passage is held out for evaluation. The text stays on this server; only you and its administrator can "
    "see it, unless you share the run."
)
PLATEAU = N_(
    "A minute shows only the beginning: the loss falls until the model knows which tokens are frequent, and stays there for a long time. "
    "When the training loss keeps falling and the held-out loss does not, the model is overfitting: it learns the text by heart. "
    "“bert-scratch” was trained on hundreds of millions of tokens; it left this plateau after the first few million."
)


@dataclass(frozen=True, slots=True)
class MiniInputs:
    """The run that is watched; "" for the stored one."""

    run: str


def draw_inputs(view: View) -> MiniInputs:
    """The text, a sentence to be predicted on the way, and the button that starts."""
    if run := RUN.draw(view):
        return MiniInputs(run)
    text, sentence = TEXT.draw(view), PROBE.draw(view)
    st.caption(_(ABOUT_TEXT, words=len(text.split())))
    if st.button(_("Pretrain for a minute"), type=primary_button_type(view), icon=":material/play_arrow:", key=view.key("start")):
        with explain_errors():
            start(text, sentence)
    return MiniInputs("")


def start(text: str, sentence: str) -> None:
    """Queue the training, and watch it."""
    if sentence.strip() and not MASK_SPELLING.search(sentence):
        remedy = N_("Write [MASK] in place of a word, or leave the box empty.")
        raise BadInput(N_("The sentence has no [MASK]."), value=sentence, remedy=remedy)
    file = get_run_service().save_file(text.encode(), "text.txt")
    job = MiniPretraining(str(file), probe_sentences=(sentence,) if sentence.strip() else ())
    watch_instead(link.RUN, start_run(job))


def show(view: View, inputs: MiniInputs) -> None:
    """The run of the link; without one the stored run."""
    if inputs.run:
        watch_run(view, inputs.run, lambda run: show_run(view, run))
        return
    st.caption(_("Stored result: 60 seconds of processor time on one core of an AMD EPYC, with the text about cooking above."))
    show_curves(view, stored_mini_pretraining(), SENTENCE, SAMPLE)


def show_run(view: View, run: RunView) -> None:
    """What has been learned so far; of a run that is over, what can be done with its model."""
    curves = curves_of(run, get_run_service().events(run.id))
    if not curves.evaluations:
        return
    sentences = run.job.probe_sentences if isinstance(run.job, MiniPretraining) else ()
    show_curves(view, curves, sentences[0] if sentences else "", "text.txt")
    if run.is_moving:
        return
    if run.has_model:
        label = _("Predict a masked word with it")
        st.page_link("pages/masked_word.py", label=label, icon=":material/open_in_new:", query_params={"model": f"run/{run.id}"})
    offer_downloads(view, run)


def show_curves(view: View, curves: RunCurves, sentence: str, text: str) -> None:
    """Both losses over the steps, and what was predicted in the reader's sentence at each evaluation."""
    from bertplay.charts.training_curves import loss_lines

    summary = summarize_mini_pretraining(curves)
    say(view, summary)
    draw(loss_lines(curves), view.key("losses"))
    if sentence:
        st.text(sentence)
    draw_summary_table(summary, view.key("table"))
    explain(summary, HOW, PLATEAU)
    call = PRETRAIN_ON_TEXT(text=text, **({"sentence": sentence} if sentence else {}))
    finish(replace(view, ask=answer_stored), call, curves)  # a worksheet does not repeat a training


MINI_PRETRAINING = Tab("mini_pretraining", N_("Pretrain in a minute"), draw_inputs, show)

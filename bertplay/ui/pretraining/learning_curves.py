"""Learning curves: how the bundled models got better on held-out text while they were trained from scratch."""

from dataclasses import dataclass, replace

import streamlit as st

from bertplay.calls.pretraining import READ_LEARNING_CURVES
from bertplay.i18n import N_, _
from bertplay.lessons.training_logs import training_logs
from bertplay.summaries.pretraining import about_curves, summarize_learning_curves, summarize_trainings
from bertplay.ui.kit.tab import Choice, Tab, View, draw, draw_summary_table, finish, say

MEASURES = {"top1": N_("Top-1 accuracy"), "loss": N_("Loss"), "pair": N_("Sentence pairs")}
MEASURE = Choice("measure", N_("Measure"), default="top1", options=MEASURES)
DOMAIN = Choice(
    "domain", N_("Held-out text"), default="encyclopedia", options={"encyclopedia": N_("encyclopedia"), "everyday": N_("everyday")}
)
PLATEAU = N_(
    "**The plateau.** At first a model learns only how frequent each token is, and is no more accurate than always predicting the most "
    "frequent one. Then it learns to use the neighbouring tokens, and its accuracy rises fast. The bundled models had left the plateau "
    "before their first evaluation, after a few million tokens. “Pretrain in a minute” shows it from the beginning."
)
DECAY = N_(
    "**Learning-rate decay.** In the last part of each training, the learning rate decays to zero. The gain there comes less from more "
    "text than from smaller steps: the weights settle. A model that is stopped earlier looks worse than it is. So at the same number of "
    "tokens, the longest training can have the lowest accuracy: its learning rate is still high when the others' have already decayed."
)
PAIRS = N_(
    "**Sentence pairs** come last: only after some ten million tokens does BERT learn whether two segments are about the same topic. "
    "ALBERT's task is harder, the order of two segments; the other models have no pair task."
)
COMPARED = N_(
    "Losses of models with different vocabularies cannot be compared: a longer token is harder to predict. Compare top-1 accuracies "
    "with care, too."
)


@dataclass(frozen=True, slots=True)
class CurveInputs:
    """What is measured, on which kind of held-out text."""

    measure: str
    domain: str


def draw_inputs(view: View) -> CurveInputs:
    """The measure and the kind of text."""
    with st.container(horizontal=True, gap="medium"):
        return CurveInputs(MEASURE.draw(view), DOMAIN.draw(view))


def show(view: View, inputs: CurveInputs) -> None:
    """One line a model, and one row a training."""
    from bertplay.charts.pretraining import training_curves

    logs = training_logs()
    summary = summarize_learning_curves(logs)
    say(view, replace(summary, sentence=about_curves(logs, inputs.domain, inputs.measure)))
    draw(training_curves(logs, inputs.domain, inputs.measure), view.key("curves"))
    draw_summary_table(summarize_trainings(logs), view.key("trainings"))
    st.caption(_("Accuracies in the table are means over both kinds of held-out text."))
    finish(view, READ_LEARNING_CURVES(), logs, PLATEAU, DECAY, PAIRS, COMPARED)


LEARNING_CURVES = Tab("learning_curves", N_("Learning curves"), draw_inputs, show, bundled=("bert-scratch",))

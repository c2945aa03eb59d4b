"""Several masks jointly: the best combinations, beside what each mask has alone."""

import streamlit as st

from bertplay.calls.masked_word import PREDICT_JOINTLY
from bertplay.i18n import N_, _
from bertplay.models.spec import Ability
from bertplay.ui.kit.tab import Tab, View, answer, draw, finish
from bertplay.ui.masked_word import predictions
from bertplay.ui.masked_word.predictions import PredictionInputs

ONE_MASK = N_("Mask at least two words: only then can the predictions depend on each other.")
HOW = N_(
    "BERT predicts each mask independently, so two neighbouring masks may get words that do not go together. Jointly, the masks are "
    "filled from left to right, each one given the words already filled in, and the probabilities are multiplied (the chain rule). A "
    "beam search keeps the best combinations."
)


def draw_inputs(view: View) -> PredictionInputs | None:
    """The sentence with two masks or more."""
    inputs = predictions.draw_inputs(view)
    if inputs is not None and inputs.sentence.masks < 2:
        st.info(_(ONE_MASK), icon=":material/touch_app:")
        return None
    return inputs


def show(view: View, inputs: PredictionInputs) -> None:
    """One bar a combination."""
    from bertplay.charts.joint_prediction import joint_bars

    call = PREDICT_JOINTLY(view.model, text=inputs.sentence.masked, top_k=inputs.top_k)
    result = answer(view, call)
    draw(joint_bars(result), view.key("bars"))
    finish(view, call, result, HOW)


JOINT = Tab("joint", N_("Several masks"), draw_inputs, show, needs=Ability.MASKED_WORD)

"""Parameters: every weight of the model, counted and drawn to scale."""

import streamlit as st

from bertplay.calls.layers import COUNT_PARAMETERS
from bertplay.i18n import N_, _, lazy
from bertplay.models.spec import Ability
from bertplay.results.classroom import ModelAnswer
from bertplay.results.layers import ParameterCount
from bertplay.ui.kit.tab import GuessFirst, Tab, Verdict, View, answer, draw, draw_summary_table, finish

EMBEDDINGS, LAYERS = "embeddings", "layers"
ANSWERS = {EMBEDDINGS: N_("in the embeddings"), LAYERS: N_("in all layers together")}
HOW = N_(
    "Every block is as tall as it has parameters; click one to see what it consists of. The head that predicts masked words has no table "
    "of its own: it uses the token embeddings, which are counted once. BERT-base, counted in the same way: "
    "23,837,184 + 12 × 7,087,872 + 590,592 = 109,482,240."
)


def draw_inputs(view: View) -> str:
    """The only input is the model."""
    return view.model


def show(view: View, model: str) -> None:
    """The icicle, and every matrix in a table."""
    from bertplay.charts.parameter_icicle import parameter_icicle

    call = COUNT_PARAMETERS(model)
    result = answer(view, call)
    draw(parameter_icicle(result), view.key("icicle"))
    with st.expander(_("Every matrix as a table"), icon=":material/table:"):
        draw_summary_table(call.task.summarize(result), view.key("table"))
    finish(view, call, result, HOW)


def check_guess(view: View, model: str, guess: tuple[str, ...]) -> Verdict:
    """Where more parameters are."""
    in_layers, in_embeddings = counts(view.ask(COUNT_PARAMETERS(model)))
    said = N_("You: {reader}. There are {embeddings:,} in the embeddings, and {layers:,} in all layers together.")
    return Verdict(lazy(said, reader=lazy(ANSWERS[guess[0]]), embeddings=in_embeddings, layers=in_layers))


def model_answers(view: View, model: str) -> list[ModelAnswer]:
    """The share of each, of both together."""
    in_layers, in_embeddings = counts(view.ask(COUNT_PARAMETERS(model)))
    total = in_layers + in_embeddings
    return [ModelAnswer(((LAYERS, in_layers / total), (EMBEDDINGS, in_embeddings / total)))]


def counts(found: ParameterCount) -> tuple[int, int]:
    """Parameters of all layers, and of the embeddings."""
    in_layers = sum(block.count for block in found.blocks if block.id.startswith(("layer", "shared")))
    return in_layers, sum(block.count for block in found.blocks if block.id == EMBEDDINGS)


PARAMETERS = Tab(
    "parameters",
    N_("Parameters"),
    draw_inputs,
    show,
    needs=Ability.ATTENTION,
    guess=GuessFirst(
        prompt=N_("Where are more of its parameters?"),
        about=lambda model: (model,),
        title=lambda _model: "",
        choices=lambda _inputs: ANSWERS,
        model=model_answers,
        check=check_guess,
    ),
)

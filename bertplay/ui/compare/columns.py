"""Models side by side: which, what each answers, what the answer costs, and why a model has none.

A tab asks for the models and a text, and what it returns is the call itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from bertplay.calls import Call
from bertplay.i18n import N_, _, localized
from bertplay.models.catalog import find_model
from bertplay.results.compare import Column, Comparison, Cost
from bertplay.summaries.models import parameters_in_words
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import Download, Models, View, as_label, draw, explain, finish, say

R = TypeVar("R")

MODELS = Models("models", N_("Models"), default=("bert", "roberta", "albert", "xlnet"), is_shared=True, help=N_("At most four."))
WITH_STATIC = replace(MODELS, default=("bert", "roberta", "bilstm", "word2vec"))
WITH_DISCRIMINATOR = replace(MODELS, default=("electra", "bert"))
IN_A_ROW = 2
FAIR = N_(
    "The bundled models differ in size and in how much text they were trained on, and a single example proves nothing. Only many "
    "examples show which model is better: see “Test”."
)


def draw_models(view: View, models: Models = MODELS) -> str:
    """The ids of the models as a call takes them, with commas between; "" when none is chosen, and it says so."""
    chosen = models.draw(view)
    if not chosen:
        st.info(_("Choose at least one model."), icon=":material/edit:")
    return ",".join(chosen)


def show_comparison(view: View, call: Call[Comparison[R]], show: Callable[[Column[R], R], None], *texts: str) -> None:
    """The sentence, a card for each model that answers, why the others do not, and the row of buttons.

    show    what is in the card of a model
    texts   how it is to be read, texts of the catalogue
    """
    result = ask(view, call)
    show_cards(result, show)
    end(view, call, result, *texts)


def ask(view: View, call: Call[Comparison[R]]) -> Comparison[R]:
    """The answers, and the sentence about them."""
    with st.spinner(_("Running the models")):
        result = view.ask(call)
    say(view, call.task.summarize(result))
    return result


def end(view: View, call: Call[Comparison[R]], result: Comparison[R], *texts: str, files: Sequence[Download] = ()) -> None:
    """Why a model has no answer, how the others are to be read, and the row of buttons."""
    for column in result.columns:
        if column.measured is None:
            st.text(plain(str(localized(column.reason))))
    if result.answers:
        explain(replace(call.task.summarize(result), details=()), *texts)
        finish(view, call, result, files=files)


def show_figures(view: View, call: Call[Comparison[R]], figure: Callable[[R], Any], *texts: str) -> None:
    """`show_comparison` with one figure in each card."""
    show_comparison(view, call, lambda column, answer: draw(figure(answer), view.key(column.model)), *texts)


def show_cards(found: Comparison[R], show: Callable[[Column[R], R], None]) -> None:
    """Two in a row, each with the model's name, its answer, its cost."""
    for start in range(0, len(found.answers), IN_A_ROW):
        row = zip(st.columns(IN_A_ROW, gap="medium"), found.answers[start : start + IN_A_ROW], strict=False)
        for place, (column, answer) in row:
            with place, st.container(border=True):
                st.markdown(f"**{as_label(find_model(column.model))}**")
                show(column, answer)
                if column.measured is not None:
                    st.caption(in_words(column.measured.cost))


def in_words(cost: Cost) -> str:
    """9.6 million parameters with heads, 38 MB in float32; 3.2 ms (runs: 5)"""
    return _(
        "{parameters} with heads, {size:rounded} MB in {precision}; {milliseconds:rounded} ms (runs: {runs})",
        parameters=parameters_in_words(cost.parameters),
        size=cost.bytes / 1e6,
        precision=cost.precision,
        milliseconds=cost.milliseconds,
        runs=cost.runs,
    )

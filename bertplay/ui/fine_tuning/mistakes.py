"""Mistakes: the confusion matrix with the sentences behind a cell, and the calibration below it."""

import streamlit as st

from bertplay.calls.fine_tuning import CALIBRATION, CONFUSION
from bertplay.i18n import N_, _
from bertplay.results.training_curves import RunCurves
from bertplay.results.tuned_model import Confusion
from bertplay.runs.views import RunView
from bertplay.summaries import Summary
from bertplay.summaries.tuned_model import judged_table, score_table, summarize_calibration, summarize_confusion
from bertplay.training.jobs import Task
from bertplay.ui.feedback import plain
from bertplay.ui.fine_tuning.run import is_over, model_of, run_tab
from bertplay.ui.kit.tab import View, draw, draw_summary_table, explain, finish, say

MAX_SHOWN = 50
HOW = N_(
    "Each row of the matrix is a true label, each column a prediction; correct predictions lie on the diagonal. In the second figure each "
    "point holds the predictions of similar confidence: on the dashed line the model is right as often as it is confident."
)


def show(view: View, run: RunView, _curves: RunCurves) -> None:
    """The matrix, the examples of a cell or the worst mistakes, the calibration."""
    from bertplay.charts.tuned_model import calibration_points

    call, sure = CONFUSION(model_of(run)), view.ask(CALIBRATION(model_of(run)))
    found = view.ask(call)
    summary, calibrated = summarize_confusion(found), summarize_calibration(sure)
    say(view, summary)
    show_examples(view, found, choose_cell(view, found, run.id))
    draw_summary_table(Summary(_("F1 by label, the harmonic mean of precision and recall"), (), score_table(found)), view.key("scores"))
    say(view, calibrated, "calibration")
    draw(calibration_points(sure), view.key("calibration"))
    explain(calibrated, HOW)
    finish(view, call, found)


def show_examples(view: View, found: Confusion, cell: tuple[str, str] | None) -> None:
    """Those of a cell, the most confident first; without a choice the worst mistakes."""
    if cell:
        truth, guess = cell
        examples = found.behind(truth, guess)
        said = _("{n} × {truth} classified as {guess}, the most confident first", n=len(examples), truth=truth, guess=guess)
    else:
        examples = found.worst()
        said = _("The worst mistakes: wrong predictions, the most confident first. Click a cell to see its examples, or choose one above.")
    st.text(plain(said))
    if examples:
        draw_summary_table(Summary(plain(said), (), judged_table(examples[:MAX_SHOWN])), view.key("examples"))
    else:
        st.caption(_("There are none."))


def choose_cell(view: View, found: Confusion, run_id: str) -> tuple[str, str] | None:
    """The confusion matrix and a list of its cells: a click in the one and a choice in the other are the same."""
    from bertplay.charts.tuned_model import PICKED, confusion_heat_map
    from bertplay.ui.kit.figure import localized_drawing

    key, turn = view.key(f"cell_{run_id}"), view.key(f"turn_{run_id}")
    cells = {
        (truth, guess): plain(_("{truth} classified as {guess}: {n:,}", truth=truth, guess=guess, n=found.counts[i][j]))
        for i, truth in enumerate(found.labels)
        for j, guess in enumerate(found.labels)
        if found.counts[i][j]
    }

    def take_click() -> None:
        picked = st.session_state[chart]["selection"].get(PICKED) or [{}]
        cell = (str(picked[0].get("truth")), str(picked[0].get("prediction")))
        st.session_state[key] = cell if cell in cells else None

    def forget_click() -> None:
        st.session_state[turn] = st.session_state.get(turn, 0) + 1  # a new figure: a click on the same cell counts again

    chart = view.key(f"matrix_{run_id}_{st.session_state.get(turn, 0)}")
    rows, drawing = localized_drawing(confusion_heat_map(found, st.session_state.get(key)))
    st.vega_lite_chart(rows, drawing, key=chart, on_select=take_click, selection_mode=[PICKED])
    return st.selectbox(
        _("Examples in a cell"),
        sorted(cells, key=lambda cell: cell[0] == cell[1]),  # mistakes first
        index=None,
        key=key,
        format_func=lambda cell: cells.get(cell, ""),
        placeholder=_("The worst mistakes"),
        on_change=forget_click,
    )


MISTAKES = run_tab("mistakes", N_("Mistakes"), show, lambda run: is_over(run) and run.fine_tune.task is not Task.MASKED_WORDS)

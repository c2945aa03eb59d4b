"""Two cards whose experiment is a training: it is started on the card, watched there, and goes on when the card is left."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from bertplay.charts.training_cloud import cloud_points
from bertplay.charts.training_compare import compared_lines
from bertplay.errors import MissingAbility
from bertplay.models.catalog import find_model
from bertplay.models.facts import why_not
from bertplay.models.spec import Ability
from bertplay.results.training_curves import RunCurves
from bertplay.runs.curves import curves_of
from bertplay.runs.views import RunView
from bertplay.training.config import DataSource, FineTuneConfig, Method
from bertplay.ui import state
from bertplay.ui.browser import browser_id
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.figure import draw
from bertplay.ui.live import live
from bertplay.ui.parts.fine_tuning import STATES
from bertplay.ui.parts.fine_tuning.experiment import about_rest, members
from bertplay.ui.parts.fine_tuning.wording import joined, titled, told_problem
from bertplay.ui.parts.ten_questions.lights import Light
from bertplay.ui.parts.ten_questions.steps import leave_for
from bertplay.ui.runtime import get_desk
from bertplay.wording import mark, t

EXAMPLES, EPOCHS = 128, 4
"""On two quiet cores some ten seconds for a model of ten million weights, and enough for it to learn five topics."""
TAKES = mark("{examples} sentences, each read {epochs} times: less than a minute where nobody else trains. It goes on when you leave.")
BOTH = (Method.FULL, Method.RANDOM, Method.MAJORITY)

Draw = Callable[[Sequence[RunView], Sequence[RunCurves]], None]


def show_transfer(model: str, own: str, _: str, light: Light) -> None:
    """The same examples learned by the pretrained weights and by random ones, beside the most frequent label."""

    def draw_both(_: Sequence[RunView], curves: Sequence[RunCurves]) -> None:
        told = [replace(titled(one), group=titled(one).method) for one in curves]
        draw(compared_lines(told, "accuracy", by_group=True), key="card_transfer")
        st.text(plain(light(told).says))

    train_here(BOTH, model, own, draw_both)


def show_practice(model: str, own: str, _: str, light: Light) -> None:
    """All weights trained: the [CLS] vectors of the labels part, and the reader's sentence gets another label, or keeps its own."""

    def draw_cloud(_: Sequence[RunView], curves: Sequence[RunCurves]) -> None:
        draw(cloud_points(curves[0], -1), key="card_practice")
        st.text(plain(light(curves[0], own).says))

    train_here((Method.FULL,), model, own, draw_cloud)


def train_here(methods: Sequence[Method], model: str, own: str, draw_curves: Draw) -> None:
    """A button that queues the runs of a card; once it was pressed, what they do."""
    spec = find_model(model)
    if not spec.can(Ability.FINE_TUNING):
        raise MissingAbility(why_not(spec.family, Ability.FINE_TUNING), value=model, remedy=mark("Choose another model."))
    started = st.session_state.setdefault(state.CARD_RUNS, {})
    experiment = started.get((methods, model, own), "")
    if members(experiment):
        live(lambda: show_runs(experiment, draw_curves), lambda: any(run.is_moving for run in members(experiment)))
        if st.button(t("See the experiment"), icon=":material/open_in_new:", type="tertiary", key="card_experiment"):
            leave_for("fine_tuning", {state.EXPERIMENT: experiment})
        return
    if st.button(t("Train it here"), icon=":material/play_arrow:", type=main_look(), key="card_train"):
        started[methods, model, own] = get_desk().start_experiment(
            [config(method, model, own) for method in methods], name=t("A card of the ten questions"), browser=browser_id()
        )
        st.rerun()
    st.caption(t(TAKES, examples=EXAMPLES, epochs=EPOCHS))


def config(method: Method, model: str, own: str) -> FineTuneConfig:
    """A small run on sentences on five topics, asked about the sentence of the card on the way."""
    return FineTuneConfig(
        DataSource("sample:topics"), method=method, model=model, epochs=EPOCHS, train_examples=EXAMPLES, own_sentences=(own,)
    )


def show_runs(experiment: str, draw_curves: Draw) -> None:
    """How far they are, the figure as soon as there is something to draw."""
    with explain_errors():
        runs = members(experiment)
        moving = [run for run in runs if run.is_moving]
        words = ", ".join(dict.fromkeys(t(STATES[run.state][0]) for run in runs))
        st.progress(sum(run.share for run in runs) / len(runs), text=joined(f"{words[:1].upper()}{words[1:]}.", about_rest(moving)))
        for problem in {told_problem(run.problem) for run in runs if run.problem}:
            st.text(plain(problem))
        curves = [curves_of(run, get_desk().events(run.id)) for run in runs]
        if told := [one for one in curves if one.evaluations]:
            draw_curves(runs, told)

"""Two cards whose experiment is a training: a stored one at first, then one on the reader's own sentence and model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from bertplay.calls.fine_tuning import TRAIN_ALL, TRAIN_ONE
from bertplay.i18n import N_, _, localized
from bertplay.lessons.trained import stored_training
from bertplay.models.catalog import find_model
from bertplay.models.spec import Ability
from bertplay.results.training_curves import ComparedRuns, RunCurves
from bertplay.runs.curves import curves_of
from bertplay.runs.views import RunView
from bertplay.summaries.fine_tuning import summarize_first_probe
from bertplay.training.jobs import DataSource, FineTune, Method
from bertplay.ui.feedback import plain
from bertplay.ui.fine_tuning.comparison import draw_curves
from bertplay.ui.fine_tuning.run import EXPERIMENT
from bertplay.ui.fine_tuning.vectors import HOW
from bertplay.ui.kit.tab import Tab, Text, View, answer_stored, draw, finish, link, primary_button_type, say, watch_instead
from bertplay.ui.runs.start import start_experiment
from bertplay.ui.runs.watching import watch_experiment
from bertplay.ui.runtime import get_run_service

METHODS = (Method.FULL, Method.RANDOM, Method.MAJORITY)
EXAMPLES, EPOCHS = 128, 4
"""Ten seconds on two idle cores for a model of ten million parameters, and enough for it to learn five topics."""
SENTENCE = "The new telescope saw a planet."
OWN = Text("text", N_("A sentence to be classified by its topic"), default=SENTENCE, max_characters=500, is_live=False)
STORED = N_("Stored result: {model}, trained by bertplay {version} on {n} sentences on five topics.")
TAKES = N_("{n} sentences, {epochs} epochs: less than a minute if nobody else is training. Training continues when you leave the page.")
Draw = Callable[[View, Sequence[FineTune], Sequence[RunCurves]], None]


@dataclass(frozen=True, slots=True)
class Training:
    """What a card trains, and how it shows what the trainings reported: (view, jobs, curves)."""

    methods: tuple[Method, ...]
    draw: Draw


def show_training(training: Training, view: View, experiment: str) -> None:
    """The experiment that is watched; without one the stored result, and a button that trains here with a sentence of one's own."""
    if experiment:
        watch_experiment(view, experiment, lambda runs: show_runs(training, view, runs), back=N_("Show the stored result"))
        return
    stored = stored_training()
    jobs = [job(method, stored.model, stored.text) for method in training.methods]
    curves = [run for run in stored.runs if run.method in training.methods]
    training.draw(replace(view, ask=answer_stored), jobs, curves)  # stored: nothing of the reader's, so not for the worksheet
    title = localized(find_model(stored.model).title)
    st.caption(plain(_(STORED, model=title, version=stored.version, n=EXAMPLES)))
    text = OWN.draw(view).strip()
    kind = primary_button_type(view)
    if st.button(_("Train it here"), icon=":material/play_arrow:", type=kind, key=view.key("train"), disabled=not text):
        jobs = [job(method, view.model, text) for method in training.methods]
        watch_instead(link.EXPERIMENT, start_experiment(jobs))
    st.caption(_(TAKES, n=EXAMPLES, epochs=EPOCHS))


def job(method: Method, model: str, text: str) -> FineTune:
    """A small run on sentences on five topics, which classifies the sentence at every evaluation."""
    return FineTune(
        DataSource("sample:topics"), method=method, model=model, epochs=EPOCHS, train_examples=EXAMPLES, probe_sentences=(text,)
    )


def show_runs(training: Training, view: View, runs: Sequence[RunView]) -> None:
    """The figure as soon as there is something to draw, and a link to all that is known of the runs."""
    curves = [curves_of(run, get_run_service().events(run.id)) for run in runs]
    if curves[0].evaluations:
        training.draw(view, [run.fine_tune for run in runs], curves)
    if st.button(_("Open on the fine-tuning page"), icon=":material/open_in_new:", type="tertiary", key=view.key("open")):
        link.open_page("fine_tuning", {link.EXPERIMENT: runs[0].experiment})


def draw_comparison(view: View, jobs: Sequence[FineTune], curves: Sequence[RunCurves]) -> None:
    """The accuracy of all methods over the training."""
    found = ComparedRuns(tuple(curves))
    finish(view, TRAIN_ALL(jobs=jobs), found, summary=draw_curves(view, found))


def draw_maps(view: View, jobs: Sequence[FineTune], curves: Sequence[RunCurves]) -> None:
    """The [CLS] vectors before training and now."""
    from bertplay.charts.training_projection import projection_points

    summary = summarize_first_probe(curves[0])
    say(view, summary)
    for column, title, index in zip(st.columns(2), (N_("Before training"), N_("After training")), (0, -1), strict=True):
        with column:
            st.markdown(f"**{_(title)}**")
            draw(projection_points(curves[0], index), view.key(f"map_{index}"))
    finish(view, TRAIN_ONE(jobs[0].model, job=jobs[0]), curves[0], HOW, summary=summary)


def training_tab(name: str, title: str, training: Training) -> Tab[str]:
    """The training as a tab."""

    def show(view: View, experiment: str) -> None:
        show_training(training, view, experiment)

    return Tab(name, title, EXPERIMENT.draw, show, needs=Ability.FINE_TUNING, loads=False)


TRANSFER = training_tab("transfer", N_("Transfer"), Training(METHODS, draw_comparison))
PRACTICE = training_tab("practice", N_("Practice"), Training((Method.FULL,), draw_maps))

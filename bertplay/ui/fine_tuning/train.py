"""Train: choose the examples, and press one button."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from bertplay.calls.fine_tuning import TRAIN_ALL, TRAIN_ONE
from bertplay.i18n import N_, _
from bertplay.models.spec import Ability
from bertplay.runs.tables import NAME_CHARACTERS
from bertplay.training.jobs import FineTune
from bertplay.ui.feedback import explain_errors
from bertplay.ui.fine_tuning.costs import show_costs
from bertplay.ui.fine_tuning.data import TrainingData, draw_data, show_data
from bertplay.ui.fine_tuning.run import EXPERIMENT, RUN, shown_job
from bertplay.ui.fine_tuning.settings import IDEAS, Settings, draw_settings
from bertplay.ui.kit.tab import Tab, Text, View, link, offer_code, offer_examples, primary_button_type, watch_instead
from bertplay.ui.runs.start import start_experiment, start_run

NAME = Text("name", N_("Name"), max_characters=NAME_CHARACTERS, is_in_link=False, is_live=False, is_labelled=False)
ABOUT_FEW = N_(
    "Accuracy with 8, 32, 128 and 512 examples (as far as there are that many), for all methods: one experiment, run after run. Few "
    "examples are seen more often, so that every run takes at least 60 steps; a model trained from scratch takes 240, because it "
    "learns slowly."
)


@dataclass(frozen=True, slots=True)
class TrainInputs:
    """What to learn from and how; where the buttons go, above the settings that they depend on."""

    found: TrainingData
    settings: Settings
    buttons: Any


def draw_inputs(view: View) -> TrainInputs | None:
    """The data with its first examples, room for the buttons, the settings in expanders."""
    found = draw_data(view)
    if found is None:
        return None
    show_data(view, found)
    buttons = st.container(horizontal=True, vertical_alignment="center")
    offer_examples(view, IDEAS)
    return TrainInputs(found, draw_settings(view, found), buttons)


def show(view: View, inputs: TrainInputs) -> None:
    """The buttons, how long it will take, the same in code."""
    jobs, is_usable = inputs.settings.jobs(), inputs.found.data.is_usable
    with inputs.buttons:
        name = draw_name(view) if len(jobs) == 1 else ""
        many = _("Start {n} trainings", n=len(jobs)) if len(jobs) > 1 else _("Start training")
        icon = ":material/play_arrow:"
        is_pressed = st.button(many, type=primary_button_type(view), key=view.key("start"), icon=icon, disabled=not is_usable)
        few = _("How few examples are enough?")
        wants_few = st.button(few, help=_(ABOUT_FEW), key=view.key("few"), disabled=not is_usable or not inputs.found.data.labels)
        if is_usable:
            with st.container(width="content"):
                show_costs(jobs)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        shown = [shown_job(job) for job in jobs]
        offer_code(view, TRAIN_ONE(view.model, job=shown[0]) if len(shown) == 1 else TRAIN_ALL(jobs=shown))
    if is_pressed or wants_few:
        start(inputs.settings.few_examples(len(inputs.found.data.train)) if wants_few else jobs, name)


def draw_name(view: View) -> str:
    """What the reader wants to call the run; "" leaves it to us."""
    with st.container(width=220):
        return replace(NAME, placeholder=_("Name (optional)")).draw(view).strip()


def start(jobs: list[FineTune], name: str) -> None:
    """Queue what was chosen, and watch it."""
    with explain_errors():
        if len(jobs) == 1:
            watch_instead(link.RUN, start_run(jobs[0], name))
        watch_instead(link.EXPERIMENT, start_experiment(jobs))


TRAIN = Tab(
    "train",
    N_("Train"),
    draw_inputs,
    show,
    needs=Ability.FINE_TUNING,
    loads=False,
    offered=lambda view: not RUN.draw(view) and not EXPERIMENT.draw(view),
)

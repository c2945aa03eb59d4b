"""The first view of the fine-tuning page: choose, and press one button."""

import streamlit as st

from bertplay.runs.forecast import Forecast, forecast
from bertplay.runs.names import HOW_FEW
from bertplay.training.config import DataSource, FineTuneConfig, Task
from bertplay.training.data.examples import Data
from bertplay.ui import state
from bertplay.ui.browser import browser_id
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.live import live
from bertplay.ui.parts.fine_tuning.data import choose_data, show_data
from bertplay.ui.parts.fine_tuning.settings import Chosen, choose_settings
from bertplay.ui.parts.fine_tuning.wording import about_costs, told_problem
from bertplay.ui.runtime import get_desk
from bertplay.wording import mark, t

ABOUT_FEW = mark(
    "Accuracy with 8, 32, 128 and 512 examples (as far as there are so many), for all methods: one experiment, run after run. "
    "Few examples are seen more often, so that every run makes at least 60 steps; what starts from nothing gets 240, for it learns slowly."
)


def ask(model: str) -> None:
    """The data, the button, the settings in folds below it."""
    chosen_data = choose_data()
    if chosen_data is None:
        st.info(t("Give a file, or type a few sentences with their labels."), icon=":material/upload_file:")
        return
    task, source = chosen_data
    data = show_data(task, source)
    buttons, below = st.container(horizontal=True, vertical_alignment="center"), st.container()
    chosen = choose_settings(task, source, model)
    with buttons:
        asked = offer(task, source, model, chosen, data)
    if asked:
        with below:
            start(*asked)


def offer(task: Task, source: DataSource, model: str, chosen: Chosen, data: Data) -> tuple[list[FineTuneConfig], str] | None:
    """The buttons, and how long it will take; what is to be started, and its name, in the run of a click."""
    configs = chosen.configs(task, source, model)
    many = t("Start {n} trainings", n=len(configs)) if len(configs) > 1 else t("Start training")
    is_pressed = st.button(many, type=main_look(), icon=":material/play_arrow:", disabled=not data.is_usable)
    wants_few = st.button(t("How few examples are enough?"), help=t(ABOUT_FEW), disabled=not data.is_usable or not data.labels)
    if data.is_usable:
        with st.container(width="content"):
            show_costs(configs)
    if wants_few:
        return chosen.few_examples(task, source, model, len(data.train)), HOW_FEW
    return (configs, "") if is_pressed else None


def show_costs(configs: list[FineTuneConfig]) -> None:
    """Seconds and memory; looked at again while they are measured, and while another run is in the way. Each look is taken once."""
    newest, is_drawn = forecast(get_desk(), configs), False

    def draw() -> None:
        nonlocal newest, is_drawn
        newest, is_drawn = forecast(get_desk(), configs) if is_drawn else newest, True
        caption(newest)

    live(draw, lambda: is_coming(newest))


def caption(costs: Forecast) -> None:
    st.caption(about_costs(costs))
    if costs.problem:
        st.text(plain(told_problem(costs.problem)))


def is_coming(costs: Forecast) -> bool:
    """Whether the next look may find more."""
    return costs.is_measuring or costs.is_busy


def start(configs: list[FineTuneConfig], name: str) -> None:
    """Queue what was chosen, and show it."""
    with explain_errors():
        desk = get_desk()
        if len(configs) == 1:
            st.query_params[state.RUN] = desk.start(configs[0], name=name, browser=browser_id())
        else:
            st.query_params[state.EXPERIMENT] = desk.start_experiment(configs, name=name, browser=browser_id())
        st.rerun()

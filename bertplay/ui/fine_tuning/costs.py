"""How long a training will take and how much memory, before it starts."""

import streamlit as st

from bertplay.i18n import _
from bertplay.runs.forecast import Forecast, forecast
from bertplay.training.jobs import FineTune
from bertplay.ui.feedback import plain
from bertplay.ui.kit.live import live
from bertplay.ui.runs.wording import duration, localized_problem
from bertplay.ui.runtime import get_run_service


def show_costs(jobs: list[FineTune]) -> None:
    """Seconds and memory; read again while they are measured, and while another run is training."""
    newest, is_drawn = forecast(get_run_service(), jobs), False

    def draw() -> None:
        nonlocal newest, is_drawn
        newest, is_drawn = forecast(get_run_service(), jobs) if is_drawn else newest, True
        st.caption(about_costs(newest))
        if newest.problem:
            st.text(plain(localized_problem(newest.problem)))

    live(draw, lambda: newest.is_measuring or newest.is_busy)


def about_costs(costs: Forecast) -> str:
    """About 40 s and 0.9 GB of memory on this machine."""
    if costs.seconds is not None:
        seconds = duration(costs.seconds)
        if costs.memory_bytes is None:
            return _("About {duration} on this machine.", duration=seconds)
        memory = max(0.1, costs.memory_bytes / 1e9)
        return _("About {duration} and {memory:.1f} GB of memory on this machine.", duration=seconds, memory=memory)
    if costs.is_measuring:
        return _("Measuring a few steps with these settings …")
    if costs.is_busy:
        return _("The duration is measured when no other run is training.")
    return _("The duration is measured in the first seconds.")

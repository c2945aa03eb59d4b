"""Ask: one text, pair or question to a model with a head."""

from typing import Any

from bertplay.calls import Call
from bertplay.i18n import N_
from bertplay.models.catalog import RUN_PREFIX, find_model
from bertplay.models.spec import Ability
from bertplay.training.jobs import FineTune, Task
from bertplay.ui.fine_tuned.absent import show_ways
from bertplay.ui.fine_tuned.question import draw_question, show_answer
from bertplay.ui.fine_tuning.try_it import opening
from bertplay.ui.kit.tab import Tab, View
from bertplay.ui.runs.access import find_run


def draw_inputs(view: View) -> Call[Any] | None:
    """What the model of the sidebar is asked; without one, how to get one."""
    if not view.model:
        show_ways(view)
        return None
    return draw_question(view, view.model, *what_is_asked(view))


def what_is_asked(view: View) -> tuple[str, str]:
    """The task of the model, and for one that was fine-tuned here a text that shows something."""
    run = find_run(view.model.removeprefix(RUN_PREFIX)) if view.model.startswith(RUN_PREFIX) else None
    if run is not None and isinstance(run.job, FineTune) and run.job.task is not Task.MASKED_WORDS:
        return run.job.task, opening(view, run)
    head = find_model(view.model).head
    return (head.kind if head else Task.CLASSIFICATION), ""


ASK = Tab("ask", N_("Ask"), draw_inputs, show_answer, needs=Ability.TASK_HEAD)

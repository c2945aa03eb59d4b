"""All models that a page can offer: what each was trained for, its size, where it is."""

from bertplay.i18n import N_
from bertplay.summaries.models import summarize_models
from bertplay.ui.kit.tab import Tab, View, draw_summary_table, explain, say
from bertplay.ui.runs.access import visible_models

HOW = N_(
    "A page offers the models that were trained for its task, in its sidebar. Every encoder gives embeddings and attention, and can be "
    "fine-tuned; what it predicts depends on the heads that came with its weights. A model “on the hub” is downloaded when it is first "
    "chosen; other models from the hub are on the tab Download."
)


def draw_inputs(view: View) -> str:
    """Nothing that is shown depends on an input."""
    return view.tab


def show(view: View, _inputs: str) -> None:
    """The list."""
    summary = summarize_models([entry.listed() for entry in visible_models()])
    say(view, summary)
    draw_summary_table(summary, view.key("table"), height="content")
    explain(summary, HOW)


OVERVIEW = Tab("overview", N_("All models"), draw_inputs, show)

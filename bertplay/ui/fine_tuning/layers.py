"""Layers: how far the weights of each have moved from their pretrained values."""

from bertplay.i18n import N_
from bertplay.results.training_curves import RunCurves
from bertplay.runs.views import RunView
from bertplay.summaries.fine_tuning import summarize_movement
from bertplay.ui.fine_tuning.run import end, is_transformer, run_tab
from bertplay.ui.kit.tab import View, draw, say

HOW = N_(
    "How far the weights of each layer have moved from where they began, relative to their size; darker colours are nearer to the output. "
    "Fine-tuning adjusts what pretraining taught rather than replacing it: the changes are small. Frozen layers stay at 0."
)


def show(view: View, run: RunView, curves: RunCurves) -> None:
    """One line a layer."""
    from bertplay.charts.training_curves import movement_lines

    summary = summarize_movement(curves)
    say(view, summary)
    draw(movement_lines(curves), view.key("lines"))
    end(view, run, curves, summary, HOW)


LAYERS = run_tab("layers", N_("Layers"), show, fits=is_transformer)

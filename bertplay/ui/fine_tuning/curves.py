"""Curves: loss, accuracy and learning rate over the same steps."""

from bertplay.i18n import N_
from bertplay.results.training_curves import RunCurves
from bertplay.runs.views import RunView
from bertplay.summaries.fine_tuning import summarize_training
from bertplay.ui.fine_tuning.run import end, run_tab
from bertplay.ui.kit.tab import View, draw, say
from bertplay.ui.runs.downloads import offer_downloads

HOW = N_(
    "The training loss falls as the examples are learned; the held-out loss shows whether that helps on sentences the model "
    "has not seen. Where the two diverge, the model is overfitting. The learning rate rises during the warm-up and then decays "
    "to zero."
)


def show(view: View, run: RunView, curves: RunCurves) -> None:
    """Three figures, one below the other."""
    from bertplay.charts.training_curves import accuracy_lines, loss_lines, rate_line

    summary = summarize_training(curves)
    say(view, summary)
    draw(loss_lines(curves), view.key("loss"))
    draw(accuracy_lines(curves), view.key("accuracy"))
    if curves.steps:
        draw(rate_line(curves), view.key("rate"))
    end(view, run, curves, summary, HOW)
    if not run.is_moving:
        offer_downloads(view, run)


CURVES = run_tab("curves", N_("Curves"), show)

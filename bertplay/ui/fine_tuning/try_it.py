"""Try it: a sentence of the reader's, what the model predicts for it, and which words that depends on."""

from bertplay.calls.fine_tuning import CONFUSION
from bertplay.i18n import N_
from bertplay.results.training_curves import RunCurves
from bertplay.runs.views import RunView
from bertplay.training.jobs import Task
from bertplay.ui.fine_tuned.question import SECOND, SENTENCE, TAGGED, draw_question, show_answer
from bertplay.ui.fine_tuning.run import is_over, model_of, run_tab
from bertplay.ui.kit.view import View


def show(view: View, run: RunView, _curves: RunCurves) -> None:
    """What is asked, and the answer."""
    call = draw_question(view, model_of(run), run.fine_tune.task, opening(view, run))
    if call is not None:
        show_answer(view, call)


def opening(view: View, run: RunView) -> str:
    """Of the held-out sentences that are classified correctly the least certain one: there a single word may decide."""
    if run.fine_tune.task is Task.CLASSIFICATION:
        right = [one for one in view.ask(CONFUSION(model_of(run))).predictions if one.truth == one.prediction]
        return min(right, key=lambda one: one.prediction_probability).text if right else SENTENCE.default
    if run.fine_tune.task is Task.PAIRS:
        pairs = view.ask(CONFUSION(model_of(run))).predictions
        return f"{pairs[0].text} ||| {pairs[0].pair}" if pairs else f"{SENTENCE.default} ||| {SECOND.default}"
    return run.job.probe_sentences[0] if run.job.probe_sentences else TAGGED.default


TRY_IT = run_tab("try_it", N_("Try it"), show, is_over)

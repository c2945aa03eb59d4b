"""A run in words. Plain text: no function here writes markdown."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from bertplay.i18n import N_, _, localized, percent
from bertplay.results.training_curves import RunCurves
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.events import Command
from bertplay.training.jobs import METHOD_NAMES

Badge = tuple[str, Literal["gray", "blue", "orange", "green", "red"], str]
"""A word, a colour, an icon."""
STATES: dict[RunState, Badge] = {
    RunState.QUEUED: (N_("queued"), "gray", ":material/hourglass:"),
    RunState.RUNNING: (N_("training"), "blue", ":material/play_arrow:"),
    RunState.PAUSED: (N_("paused"), "orange", ":material/pause:"),
    RunState.INTERRUPTED: (N_("interrupted"), "orange", ":material/power_off:"),
    RunState.FINISHED: (N_("finished"), "green", ":material/check:"),
    RunState.FAILED: (N_("failed"), "red", ":material/error:"),
    RunState.CANCELLED: (N_("stopped"), "gray", ":material/stop:"),
}


def duration(seconds: float) -> str:
    """4.2 -> "4 s", 130 -> "2 min 10 s", 7300 -> "2 h 2 min" """
    whole = max(0, round(seconds))
    if whole < 60:
        return _("{seconds} s", seconds=whole)
    if whole < 3_600:
        if whole >= 600:
            return _("{minutes} min", minutes=round(whole / 60))
        return _("{minutes} min {seconds} s", minutes=whole // 60, seconds=whole % 60)
    return _("{hours} h {minutes} min", hours=whole // 3_600, minutes=whole % 3_600 // 60)


def about_state(run: RunView) -> str:
    """One line that is true now: the progress, and a command that has not taken effect yet."""
    said: dict[RunState, Callable[[], str]] = {
        RunState.QUEUED: lambda: about_waiting(run),
        RunState.RUNNING: lambda: about_running(run),
        RunState.PAUSED: lambda: _("Paused after {done}.", done=progress_of(run)),
        RunState.FINISHED: lambda: sentences(
            _("Finished after {steps:,} steps in {duration}.", steps=run.step, duration=duration(run.seconds or 0)), about_metrics(run)
        ),
        RunState.CANCELLED: lambda: sentences(_("Stopped after step {step:,}.", step=run.step), about_saved(run)),
        RunState.INTERRUPTED: lambda: _("Interrupted after {done}.", done=progress_of(run)),
        RunState.FAILED: lambda: _("Failed at step {step:,}.", step=run.step),
    }
    return said[run.state]()


def sentences(*said: str) -> str:
    """Sentences one after the other, without the empty ones."""
    return " ".join(filter(None, said))


def about_saved(run: RunView) -> str:
    """What a stopped run left behind; "" for nothing."""
    return sentences(_("The best model so far is saved."), about_metrics(run)) if run.has_model else ""


def about_waiting(run: RunView) -> str:
    """Its place, and when it starts."""
    if run.place is None or (run.place == 1 and not run.waits_seconds):
        return _("It starts now: its process is loading the libraries.")
    if run.waits_seconds is None:
        return _("Number {place} in the queue.", place=run.place)
    return _("Number {place} in the queue; it starts in about {duration}.", place=run.place, duration=duration(run.waits_seconds))


def about_running(run: RunView) -> str:
    """The progress, or the command that it was given."""
    if run.command is Command.STOP:
        return _("Stopping: the best model so far is saved.")
    if run.job.seconds and run.seconds_left is not None:
        return _("{done}.", done=progress_of(run))
    if not run.total_steps or run.seconds_left is None:
        return _("Loading the model and measuring the first steps.")
    return _("Step {step:,} of {total:,}, about {left} left.", step=run.step, total=run.total_steps, left=duration(run.seconds_left))


def progress_of(run: RunView) -> str:
    """step 12 of 60; of a job with a time budget: 23 of 60 seconds"""
    if run.job.seconds:
        return _("{done:.0f} of {budget:.0f} seconds", done=run.trained_seconds, budget=run.job.seconds)
    return _("step {step:,} of {total:,}", step=run.step, total=run.total_steps)


def about_metrics(run: RunView) -> str:
    """Accuracy 87%, F1 0.81"""
    said = []
    if "accuracy" in run.metrics:
        said.append(_("Accuracy on held-out examples: {share}.", share=percent(run.metrics["accuracy"])))
    if "f1" in run.metrics:
        said.append(_("F1 of entities: {f1:.3f}.", f1=run.metrics["f1"]))
    return " ".join(said)


def about_rest(runs: Sequence[RunView]) -> str:
    """“About 3 min 10 s to go”; "" when nothing is running or the time is unknown."""
    moving = [run for run in runs if run.is_moving]
    seconds = [run.seconds_left if run.seconds_left is not None else run.estimate_seconds for run in moving]
    known = [second for second in seconds if second is not None]
    return _("About {duration} to go.", duration=duration(sum(known))) if moving and len(known) == len(seconds) else ""


def with_titles(curves: RunCurves) -> RunCurves:
    """The same curves, their name and method as a page calls them: "tfidf, 32 examples" -> "TF-IDF baseline, 32 examples" """
    title = _(METHOD_NAMES[curves.method])
    is_part = curves.group != curves.method
    group = _("{method}, {n} examples", method=title, n=curves.examples) if is_part else title
    return replace(curves, name=localized(curves.name), method=title, group=group)


def localized_problem(stored: str) -> str:
    """What a worker stored in English: its sentence in the reader's language; what follows in brackets belongs to the case.

    "There was not enough memory." -> « La mémoire n’a pas suffi. »
    """
    sentence, bracket, case = stored.partition(" (")
    return f"{_(sentence)}{bracket}{case}"

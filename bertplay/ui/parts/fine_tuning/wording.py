"""A run in words. Plain text: no function here writes markdown."""

from collections.abc import Callable
from dataclasses import replace

from bertplay.charts.palette import percent
from bertplay.results.training_curves import RunCurves
from bertplay.runs.forecast import Forecast
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.config import Method
from bertplay.training.events import Wish
from bertplay.ui.parts.fine_tuning import METHODS


def duration(seconds: float) -> str:
    """4.2 -> "4 s", 130 -> "2 min 10 s", 7300 -> "2 h 2 min" """
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3_600:
        return f"{whole // 60} min {whole % 60} s" if whole < 600 else f"{round(whole / 60)} min"
    return f"{whole // 3_600} h {whole % 3_600 // 60} min"


def about_costs(costs: Forecast) -> str:
    """About 40 s and 0.9 GB of memory on this machine."""
    if costs.seconds is not None:
        memory = "" if costs.memory_bytes is None else f" and {max(0.1, costs.memory_bytes / 1e9):.1f} GB of memory"
        return f"About {duration(costs.seconds)}{memory} on this machine."
    if costs.is_measuring:
        return "A few steps with these settings are being measured …"
    if costs.is_busy:
        return "How long it takes is measured when no other run trains."
    return "How long it takes is measured in its first seconds."


def about_state(run: RunView) -> str:
    """One line that is true now: where it stands, and what was asked of it but has not happened yet."""
    kept = f" The best model so far is kept. {figures(run)}" if run.has_model else ""
    told: dict[RunState, Callable[[], str]] = {
        RunState.QUEUED: lambda: about_waiting(run),
        RunState.RUNNING: lambda: about_running(run),
        RunState.PAUSED: lambda: f"Paused after step {run.step:,} of {run.total_steps:,}.",
        RunState.FINISHED: lambda: f"Finished after {run.step:,} steps in {duration(run.seconds or 0)}. {figures(run)}",
        RunState.CANCELLED: lambda: f"Stopped after step {run.step:,}.{kept}",
        RunState.INTERRUPTED: lambda: f"Interrupted after step {run.step:,} of {run.total_steps:,}.",
        RunState.FAILED: lambda: f"Failed at step {run.step:,}.",
    }
    return told[run.state]()


def about_waiting(run: RunView) -> str:
    """Its place, and when it starts."""
    if run.place is None or (run.place == 1 and not run.waits_seconds):
        return "It starts now: its process is loading the libraries."
    when = "" if run.waits_seconds is None else f"; it starts in about {duration(run.waits_seconds)}"
    return f"Number {run.place} in the queue{when}."


def about_running(run: RunView) -> str:
    """How far it is, or what it was asked to do."""
    if run.wish is Wish.STOP:
        return "Stopping: the best model so far is kept."
    if not run.total_steps:
        return "Loading the model and measuring the first steps."
    left = "" if run.seconds_left is None else f", about {duration(run.seconds_left)} left"
    return f"Step {run.step:,} of {run.total_steps:,}{left}."


def figures(run: RunView) -> str:
    """Accuracy 87 %, F1 0.81"""
    told = []
    if "accuracy" in run.metrics:
        told.append(f"Accuracy on held-out examples: {percent(run.metrics['accuracy'])}.")
    if "f1" in run.metrics:
        told.append(f"F1 of entities: {run.metrics['f1']:.3f}.")
    return " ".join(told)


def titled(curves: RunCurves) -> RunCurves:
    """The same curves, their method as the page calls it: "tfidf, 32 examples" -> "Word counts, 32 examples" """
    title = METHODS[Method(curves.method)]
    return replace(curves, method=title, group=f"{title}{curves.group.removeprefix(curves.method)}")

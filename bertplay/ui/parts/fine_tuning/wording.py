"""A run in words. Plain text: no function here writes markdown."""

from collections.abc import Callable
from dataclasses import replace

from bertplay.results.training_curves import RunCurves
from bertplay.runs.forecast import Forecast
from bertplay.runs.names import METHODS
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.config import Method
from bertplay.training.events import Wish
from bertplay.wording import as_told, percent, t


def duration(seconds: float) -> str:
    """4.2 -> "4 s", 130 -> "2 min 10 s", 7300 -> "2 h 2 min" """
    whole = max(0, round(seconds))
    if whole < 60:
        return t("{seconds} s", seconds=whole)
    if whole < 3_600:
        if whole >= 600:
            return t("{minutes} min", minutes=round(whole / 60))
        return t("{minutes} min {seconds} s", minutes=whole // 60, seconds=whole % 60)
    return t("{hours} h {minutes} min", hours=whole // 3_600, minutes=whole % 3_600 // 60)


def about_costs(costs: Forecast) -> str:
    """About 40 s and 0.9 GB of memory on this machine."""
    if costs.seconds is not None:
        seconds = duration(costs.seconds)
        if costs.memory_bytes is None:
            return t("About {duration} on this machine.", duration=seconds)
        memory = max(0.1, costs.memory_bytes / 1e9)
        return t("About {duration} and {memory:.1f} GB of memory on this machine.", duration=seconds, memory=memory)
    if costs.is_measuring:
        return t("A few steps with these settings are being measured …")
    if costs.is_busy:
        return t("How long it takes is measured when no other run trains.")
    return t("How long it takes is measured in its first seconds.")


def about_state(run: RunView) -> str:
    """One line that is true now: where it stands, and what was asked of it but has not happened yet."""
    where = {"step": run.step, "total": run.total_steps}
    told: dict[RunState, Callable[[], str]] = {
        RunState.QUEUED: lambda: about_waiting(run),
        RunState.RUNNING: lambda: about_running(run),
        RunState.PAUSED: lambda: t("Paused after step {step:,} of {total:,}.", **where),
        RunState.FINISHED: lambda: joined(about_end(run), figures(run)),
        RunState.CANCELLED: lambda: joined(t("Stopped after step {step:,}.", step=run.step), about_kept(run)),
        RunState.INTERRUPTED: lambda: t("Interrupted after step {step:,} of {total:,}.", **where),
        RunState.FAILED: lambda: t("Failed at step {step:,}.", step=run.step),
    }
    return told[run.state]()


def joined(*sentences: str) -> str:
    """Sentences one after the other, without the empty ones."""
    return " ".join(filter(None, sentences))


def about_end(run: RunView) -> str:
    """How long it took."""
    return t("Finished after {steps:,} steps in {duration}.", steps=run.step, duration=duration(run.seconds or 0))


def about_kept(run: RunView) -> str:
    """What a stopped run left behind; "" for nothing."""
    return joined(t("The best model so far is kept."), figures(run)) if run.has_model else ""


def about_waiting(run: RunView) -> str:
    """Its place, and when it starts."""
    if run.place is None or (run.place == 1 and not run.waits_seconds):
        return t("It starts now: its process is loading the libraries.")
    if run.waits_seconds is None:
        return t("Number {place} in the queue.", place=run.place)
    return t("Number {place} in the queue; it starts in about {duration}.", place=run.place, duration=duration(run.waits_seconds))


def about_running(run: RunView) -> str:
    """How far it is, or what it was asked to do."""
    if run.wish is Wish.STOP:
        return t("Stopping: the best model so far is kept.")
    if not run.total_steps:
        return t("Loading the model and measuring the first steps.")
    where = {"step": run.step, "total": run.total_steps}
    if run.seconds_left is None:
        return t("Step {step:,} of {total:,}.", **where)
    return t("Step {step:,} of {total:,}, about {left} left.", **where, left=duration(run.seconds_left))


def figures(run: RunView) -> str:
    """Accuracy 87%, F1 0.81"""
    told = []
    if "accuracy" in run.metrics:
        told.append(t("Accuracy on held-out examples: {share}.", share=percent(run.metrics["accuracy"])))
    if "f1" in run.metrics:
        told.append(t("F1 of entities: {f1:.3f}.", f1=run.metrics["f1"]))
    return " ".join(told)


def titled(curves: RunCurves) -> RunCurves:
    """The same curves, their name and method as the page calls it: "tfidf, 32 examples" -> "Word counts, 32 examples" """
    title = t(METHODS[Method(curves.method)])
    is_part = curves.group != curves.method
    group = t("{method}, {n} examples", method=title, n=curves.examples) if is_part else title
    return replace(curves, name=as_told(curves.name), method=title, group=group)


def told_problem(stored: str) -> str:
    """What a worker stored in English: its sentence in the reader's language; what follows in brackets belongs to the case.

    "There was not enough memory." -> « La mémoire n’a pas suffi. »
    """
    sentence, bracket, case = stored.partition(" (")
    return f"{t(sentence)}{bracket}{case}"

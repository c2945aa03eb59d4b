"""Runs that this visitor starts: they belong to the browser, and count for its network address."""

from collections.abc import Sequence

from bertplay.training.jobs import TrainingJob
from bertplay.ui.browser import address, browser_id
from bertplay.ui.runtime import get_run_service


def start_run(job: TrainingJob, name: str = "") -> str:
    """Queue a run; its id. Without a name it is called after what it does."""
    return get_run_service().start(job, name=name, owner=browser_id(), address=address())


def start_experiment(jobs: Sequence[TrainingJob]) -> str:
    """Queue runs that belong together; the id they share."""
    return get_run_service().start_experiment(jobs, owner=browser_id(), address=address())


def resume_run(run_id: str) -> None:
    """Continue a run, or queue it again."""
    get_run_service().resume(run_id, owner=browser_id(), address=address())

"""Training a job. The jobs are settings without torch; what trains them is imported when one is run."""

from pathlib import Path

from bertplay.results.training_events import Ended
from bertplay.settings import Settings
from bertplay.training.jobs import Commands, FineTune, MiniPretraining, Report, TrainingJob
from bertplay.training.jobs.base import ignore, keep_going


def run_job(
    job: TrainingJob,
    folder: Path,
    report: Report = ignore,
    command: Commands = keep_going,
    *,
    resume: bool = False,
    settings: Settings | None = None,
) -> Ended:
    """Train, report every event, and leave the model in folder/model; the last event is returned as well. CopyFirstToken leaves no model.

    report   called with each event as it happens
    command  called between two steps; a pause lasts as long as it returns one, a stop keeps the best weights so far
    resume   continue from the newest complete checkpoint in the folder, from the start if there is none; the other two jobs always do

    Raises BadInput for data or settings that cannot be used, LossNotFinite, what loading a model raises, and OSError
    of a full disk; `events.failure` puts any of them into words. Nothing half-written is ever named folder/model.
    """
    if isinstance(job, FineTune):
        from bertplay.training.fine_tuning import fine_tune

        return fine_tune(job, folder, report, command, resume=resume, settings=settings)
    if isinstance(job, MiniPretraining):
        from bertplay.training.mini_pretraining import pretrain

        return pretrain(job, folder, report, command)
    from bertplay.training.copy_first_token import train_layer

    return train_layer(job, folder, report, command)

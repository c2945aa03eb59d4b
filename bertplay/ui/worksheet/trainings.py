"""The trainings that this browser started since its worksheet began, and that have finished."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from bertplay.calls.fine_tuning import TRAIN_ONE
from bertplay.errors import StoreUnavailable
from bertplay.i18n import N_, _
from bertplay.models.fingerprint import weights_of
from bertplay.runs.curves import curves_of
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.summaries.fine_tuning import summarize_training
from bertplay.training.jobs import FineTune
from bertplay.ui.browser import browser_id
from bertplay.ui.kit.recording import record
from bertplay.ui.runtime import get_run_service
from bertplay.worksheet.entry import Answer

OWN_DATA = N_("my own data")


def record_trainings() -> None:
    """Put those on the worksheet that are not there yet; none where the store cannot be read."""
    try:
        runs = get_run_service().runs()
    except StoreUnavailable:
        return
    mine, sheet = browser_id(), record()
    since = sheet.head.began
    for run in reversed(runs):
        if run.owner == mine and run.created >= since and run.state is RunState.FINISHED and isinstance(run.job, FineTune):
            sheet.add_found(run.id, partial(entry_of, run))


def entry_of(run: RunView) -> Answer:
    """A run; for the reader's own data it only says that they were used, because they are on the server."""
    job, is_sample = run.fine_tune, bool(run.fine_tune.data.sample)
    if not is_sample:
        job = replace(job, data=replace(job.data, train=_(OWN_DATA), eval=""))
    begun = datetime.fromtimestamp(run.created, UTC).isoformat(timespec="seconds")
    call, curves = TRAIN_ONE(job.model, job=job), curves_of(run, get_run_service().events(run.id, ["started", "evaluated"]))
    return Answer(call, summarize_training(curves), N_("Fine-tuning"), begun, weights_of(job.model), is_repeatable=is_sample)

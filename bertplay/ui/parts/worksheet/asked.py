"""What was asked in this tab: the questions of its record, and the trainings that its browser started meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime

from bertplay.errors import StoreUnavailable
from bertplay.models.fingerprint import weights_of
from bertplay.results.worksheet import Entry
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.ui.browser import browser_id
from bertplay.ui.noting import record
from bertplay.ui.runtime import get_desk
from bertplay.wording import mark, t
from bertplay.worksheet.record import kept
from bertplay.worksheet.tellings.training import TASK, tell_training

OWN_DATA = mark("my own data")


def asked_here() -> dict[str, Entry]:
    """Everything in the order in which it was asked, each under a name of its own."""
    asked = {str(number): entry for number, entry in record().entries.items()} | trainings()
    return dict(sorted(asked.items(), key=lambda item: item[1].asked))


def trainings() -> dict[str, Entry]:
    """The finished runs of this browser since its record began; none where the store cannot be read."""
    try:
        runs = get_desk().runs()
    except StoreUnavailable:
        return {}
    mine = browser_id()
    since = [run for run in runs if run.browser == mine and run.created >= record().began]
    return {f"run_{run.id}": entry_of(run) for run in since if run.state is RunState.FINISHED}


def entry_of(run: RunView) -> Entry:
    """A run; of data of the reader's own only that they were."""
    config = run.config
    if not config.data.sample:
        config = replace(config, data=replace(config.data, train=t(OWN_DATA), eval=""))
    begun = datetime.fromtimestamp(run.created, UTC).isoformat(timespec="seconds")
    return kept(mark("Fine-tuning"), begun, config.model, weights_of(config.model), TASK, ((config.as_json(),), {}), tell_training(run))

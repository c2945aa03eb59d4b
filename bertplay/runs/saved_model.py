"""The finished model of a run: in the catalog, and in the store of finished models if there is one."""

from bertplay.errors import BadInput, UnknownModel
from bertplay.i18n import N_
from bertplay.models.catalog import RUN_PREFIX, spec_of_folder
from bertplay.models.inspection import CONFIG
from bertplay.models.published import published_models
from bertplay.models.run_folder import RUN_MODEL, complete, is_complete, reopen
from bertplay.runs.state import MOVING, RunState
from bertplay.runs.store import Store
from bertplay.runs.views import name_of
from bertplay.settings import Settings


def save_model(settings: Settings, run_id: str, title: str) -> None:
    """Add the model of a run to the catalog and publish it. StoreUnavailable if it could only be added to this machine's catalog."""
    complete(settings.runs_dir / run_id, title)
    publish_model(settings, run_id, title)


def publish_model(settings: Settings, run_id: str, title: str) -> bool:
    """Publish a complete model for other machines, if the settings name a store; returns whether it was. StoreUnavailable, BadInput."""
    store, folder = published_models(settings), settings.runs_dir / run_id / RUN_MODEL
    if store is None or not is_complete(folder.parent):
        return False
    spec = spec_of_folder(f"{RUN_PREFIX}{run_id}", folder) if (folder / CONFIG).is_file() else None
    store.publish(run_id, folder, title, spec)
    return True


def rename_model(settings: Settings, run_id: str, title: str) -> None:
    """Change the title, here and in the store. StoreUnavailable."""
    folder = settings.runs_dir / run_id
    if is_complete(folder):
        complete(folder, title)
    if store := published_models(settings):
        store.rename(run_id, title)


def withdraw_model(settings: Settings, run_id: str) -> None:
    """Remove the model of a run from the catalog and the store; its files in the folder of the run remain. StoreUnavailable."""
    if store := published_models(settings):
        store.withdraw(run_id)
    reopen(settings.runs_dir / run_id)


def publish_missing(store: Store, run_id: str = "") -> list[str]:
    """Publish the models on this machine that the store lacks, or those of one run again; returns the ids of their runs.

    BadInput if the settings name no store; UnknownModel if the run has no model here; StoreUnavailable.
    """
    published = published_models(store.settings)
    if published is None:
        remedy = N_("Set BERTPLAY_PUBLISHED_MODELS to an address such as s3://bucket/folder.")
        raise BadInput(N_("No store of finished models is set."), remedy=remedy)
    there = published.refresh()
    wanted = [row for row in store.rows(set(RunState) - MOVING) if row.has_model and (row.id == run_id or not (run_id or row.id in there))]
    done = [row for row in wanted if publish_model(store.settings, row.id, str(name_of(row)))]
    if run_id and not done:
        remedy = N_("Publish it on a machine that has the folder of the run.")
        raise UnknownModel(N_("This run has no model on this machine."), value=run_id, remedy=remedy)
    for row in done:
        store.change(row.id, [RunState.FINISHED, RunState.CANCELLED], problem="", remedy="")
    return [row.id for row in done]

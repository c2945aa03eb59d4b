"""Which runs this visitor sees: its own, and those that others share; the administrator sees all."""

from bertplay.errors import StoreUnavailable, UnknownRun
from bertplay.models.catalog import RUN_PREFIX, CatalogEntry, catalog
from bertplay.runs.views import RunView
from bertplay.ui.browser import may_see
from bertplay.ui.runtime import get_run_service


def visible_runs() -> list[RunView]:
    """The runs that may be seen, the newest first."""
    return [run for run in get_run_service().runs() if may_see(run.owner, run.is_shared)]


def visible_members(experiment: str) -> list[RunView]:
    """The runs of an experiment that may be seen, in the order in which they were queued."""
    return [run for run in get_run_service().members(experiment) if may_see(run.owner, run.is_shared)]


def find_run(run_id: str) -> RunView | None:
    """The run of an id; None when there is none, or it may not be seen."""
    try:
        run = get_run_service().run(run_id)
    except UnknownRun:
        return None
    return run if may_see(run.owner, run.is_shared) else None


def visible_models() -> tuple[CatalogEntry, ...]:
    """The catalog, without the models of runs that may not be seen."""
    entries = catalog()
    if not any(entry.id.startswith(RUN_PREFIX) for entry in entries):
        return entries
    try:
        owners = get_run_service().store.owners()
    except StoreUnavailable:
        owners = {}
    return tuple(entry for entry in entries if not entry.id.startswith(RUN_PREFIX) or is_visible_model(entry.id, owners))


def is_visible_model(model_id: str, owners: dict[str, tuple[str, bool]]) -> bool:
    """Whether the model of a run may be seen; if the store does not know the run, its model belongs to the administrator."""
    return may_see(*owners.get(model_id.removeprefix(RUN_PREFIX), ("", False)))

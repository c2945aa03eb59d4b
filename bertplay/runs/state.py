"""The states of a run.

queued ──> running <──> paused ──> finished | failed | cancelled
   ^          └──────────┴──────> interrupted, when its worker is gone
   └── resume: paused (without a worker) | interrupted | failed | cancelled
"""

from enum import StrEnum

from bertplay.i18n import N_


class RunState(StrEnum):
    """Only `running` occupies a lane. A paused run keeps its worker until another run needs the lane; then the worker ends."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


WORDS = {
    RunState.QUEUED: N_("queued"),
    RunState.RUNNING: N_("running"),
    RunState.PAUSED: N_("paused"),
    RunState.INTERRUPTED: N_("interrupted"),
    RunState.FINISHED: N_("finished"),
    RunState.FAILED: N_("failed"),
    RunState.CANCELLED: N_("cancelled"),
}
"""A state within a sentence."""
BEGUN = frozenset({RunState.RUNNING, RunState.PAUSED})
"""States in which a worker may write."""
MOVING = BEGUN | {RunState.QUEUED}
"""States that may change by themselves: a page that shows one refreshes."""
RESUMABLE = frozenset({RunState.INTERRUPTED, RunState.FAILED, RunState.CANCELLED})
"""States from which a run is queued again; a paused one gets the command to continue instead."""

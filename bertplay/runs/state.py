"""What a run can be.

queued ──> running <──> paused ──> finished | failed | cancelled
              └───────────┴──────> interrupted, when its worker is gone
interrupted | failed | cancelled ──resume──> queued
"""

from enum import StrEnum

from bertplay.wording import mark


class RunState(StrEnum):
    """`running` and `paused` are written by the worker alone, while it holds its lock."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


WORDS = {
    RunState.QUEUED: mark("queued"),
    RunState.RUNNING: mark("running"),
    RunState.PAUSED: mark("paused"),
    RunState.INTERRUPTED: mark("interrupted"),
    RunState.FINISHED: mark("finished"),
    RunState.FAILED: mark("failed"),
    RunState.CANCELLED: mark("cancelled"),
}
"""A state within a sentence."""
LIVING = frozenset({RunState.RUNNING, RunState.PAUSED})
"""States in which a worker must live."""
MOVING = LIVING | {RunState.QUEUED}
"""States that change by themselves: a page that shows one looks again."""
RESUMABLE = frozenset({RunState.INTERRUPTED, RunState.FAILED, RunState.CANCELLED})

"""The events of a training as JSON, the commands to it, and its failures in words. No torch."""

import errno
import time
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Discriminator, Tag, TypeAdapter

from bertplay.errors import BertplayError
from bertplay.i18n import N_
from bertplay.results.training_events import Cancelled, Ended, Evaluated, Failed, Finished, Paused, Saved, Started, Step, TrainEvent

UNEXPECTED = N_("The training ended unexpectedly.")


class Command(StrEnum):
    """A command to a running training, which checks for it between two steps.

    YIELD   save a checkpoint and the best model, and end: another run gets the place, this one is resumed later
    """

    CONTINUE = "continue"
    PAUSE = "pause"
    STOP = "stop"
    YIELD = "yield"


_ENDINGS: dict[Command, type[Ended]] = {Command.STOP: Cancelled, Command.YIELD: Paused}


def ended(by: Command, step: int, metrics: dict[str, float], model_folder: str) -> Ended:
    """The last event of a training: stopped, paused, or finished when no command ended it."""
    return _ENDINGS.get(by, Finished)(time.time(), step, metrics, model_folder)


def kind_of(event: Any) -> str:
    """ "step" for a Step, and for what `event_to_json` made of one."""
    return str(event.get("kind")) if isinstance(event, dict) else type(event).__name__.lower()


_adapter: TypeAdapter[TrainEvent] = TypeAdapter(
    Annotated[
        Annotated[Started, Tag("started")]
        | Annotated[Step, Tag("step")]
        | Annotated[Evaluated, Tag("evaluated")]
        | Annotated[Saved, Tag("saved")]
        | Annotated[Finished, Tag("finished")]
        | Annotated[Paused, Tag("paused")]
        | Annotated[Cancelled, Tag("cancelled")]
        | Annotated[Failed, Tag("failed")],
        Discriminator(kind_of),
    ]
)


def event_to_json(event: TrainEvent) -> dict[str, Any]:
    """{"kind": "step", "at": 1690000000.0, "step": 3, …}"""
    values: dict[str, Any] = _adapter.dump_python(event, mode="json")
    return {"kind": kind_of(event), **values}


def event_from_json(text: str) -> TrainEvent:
    """The event of a line of JSON; fields that a newer version added are left out."""
    return _adapter.validate_json(text)


def failure(error: BaseException, *, at: float, step: int) -> Failed:
    """The message that is shown for any exception of a training.

    It is stored in English, as a translatable sentence; details of this case follow in brackets.
    """
    if isinstance(error, BertplayError):
        shown = "" if error.value is None else f" ({error.value})"
        return Failed(at, step, f"{error.problem}{shown}"[:500], str(error.remedy))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        remedy = N_("Free some space, or delete old runs, then resume this one: it continues from its last checkpoint.")
        return Failed(at, step, N_("The disk is full."), remedy)
    if isinstance(error, MemoryError):
        remedy = N_("Choose a smaller batch, shorter texts, or a smaller model.")
        return Failed(at, step, N_("There was not enough memory."), remedy)
    problem = f"{UNEXPECTED} ({type(error).__name__}: {error}"[:499] + ")"
    return Failed(at, step, problem, N_("Resume it, or start it with other settings."))

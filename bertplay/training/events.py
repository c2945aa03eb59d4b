"""What a training tells while it runs, and what it is told. No torch: pages, the store and the worker speak in these.

    Started  (Step | Evaluated | Saved)*  (Finished | Failed | Cancelled)

`at` is in unix seconds, `step` counts the updates of the weights so far.
"""

import errno
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from bertplay.errors import BertplayError
from bertplay.results import as_json
from bertplay.wording import mark


class Wish(StrEnum):
    """What somebody wants of a running training; asked between two steps."""

    GO = "go"
    PAUSE = "pause"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What the model says to one of the reader's own sentences now.

    classification, pairs   every label with its probability, in the order of `Started.labels`
    entities                for each word the likeliest tag with its probability
    masked words            for the first [MASK] the five likeliest words with their probabilities
    """

    labels: tuple[str, ...]
    probabilities: tuple[float, ...]

    @property
    def best(self) -> str:
        """The most probable label."""
        return self.labels[max(range(len(self.labels)), key=self.probabilities.__getitem__)] if self.labels else ""


@dataclass(frozen=True, slots=True)
class CloudPoint:
    """One held-out sentence in the plane: its [CLS] vector in a projection that is the same at every step."""

    x: float
    y: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Started:
    """The data is read and the model stands.

    total_steps        updates that this run will make
    examples, held_out how many are trained on and how many judge
    labels             in the order of all probabilities
    parameters, trained_parameters   weights of the model, and those that this run may change
    majority_share     accuracy of always saying the most frequent label; 0 where there are no labels
    estimate_seconds   from measured steps
    memory_bytes       of weights, gradients, moments and a step's numbers, estimated
    cut                texts longer than the window, of all
    """

    at: float
    step: int
    total_steps: int
    examples: int
    held_out: int
    labels: tuple[str, ...]
    parameters: int
    trained_parameters: int
    majority_share: float
    estimate_seconds: float
    memory_bytes: int
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One update of the weights. `loss` is that of its batch, in nats."""

    at: float
    step: int
    loss: float
    learning_rate: float
    examples_per_second: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The model now, on held-out examples.

    epoch            times that the examples were seen so far, with a fraction
    train_loss       mean of the steps since the evaluation before; of the first batch at step 0
    eval_loss        mean over `examples` held-out ones, in nats
    accuracy         of labels; of tags a word; of hidden pieces
    f1               of whole entities by seqeval's definition; None for other tasks
    layer_movement   |W - W0| / |W0| of the embeddings, then of each layer; empty for what is no transformer
    cloud            [CLS] vectors of up to 100 held-out sentences in a fixed projection; empty as above
    own              one answer for each own sentence
    by_distance      share right at each of `results.recurrence.DISTANCES`; empty for what has none
    """

    at: float
    step: int
    epoch: float
    examples: int
    train_loss: float
    eval_loss: float
    accuracy: float
    f1: float | None = None
    layer_movement: tuple[float, ...] = ()
    cloud: tuple[CloudPoint, ...] = ()
    own: tuple[OwnAnswer, ...] = ()
    by_distance: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint is whole on the disk: from here a run can go on."""

    at: float
    step: int
    folder: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The run is over and its model is written.

    metrics   accuracy, eval_loss, f1 (entities), train_seconds, … of the model that was kept
    """

    at: float
    step: int
    metrics: dict[str, float]
    model_folder: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The run ended in something that is explained."""

    at: float
    step: int
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The run was stopped. The best model so far is kept in `model_folder`, "" when nothing was learned yet."""

    at: float
    step: int
    metrics: dict[str, float]
    model_folder: str


TrainEvent = Started | Step | Evaluated | Saved | Finished | Failed | Cancelled
KINDS: dict[str, type[Any]] = {kind.__name__.lower(): kind for kind in (Started, Step, Evaluated, Saved, Finished, Failed, Cancelled)}
UNEXPECTED = mark("The training ended unexpectedly.")
LAST = (Finished, Failed, Cancelled)


def event_as_json(event: TrainEvent) -> dict[str, Any]:
    """{"kind": "step", "at": 1690000000.0, "step": 3, …}"""
    values: dict[str, Any] = as_json(event)
    return {"kind": type(event).__name__.lower(), **values}


def event_from_json(values: dict[str, Any]) -> TrainEvent:
    """The event that `event_as_json` wrote; fields that a newer version added are left out."""
    kind = KINDS[values["kind"]]
    given = {field.name: values[field.name] for field in fields(kind) if field.name in values}
    for name, value in given.items():
        given[name] = tuple(value) if isinstance(value, list) else value
    if kind is Evaluated:
        given["cloud"] = tuple(CloudPoint(**point) for point in values.get("cloud", ()))
        own = values.get("own", ())
        given["own"] = tuple(OwnAnswer(tuple(answer["labels"]), tuple(answer["probabilities"])) for answer in own)
    event: TrainEvent = kind(**given)
    return event


def failure(error: BaseException, *, at: float, step: int) -> Failed:
    """Any exception of a training, in words that can be shown.

    The store keeps them in English, each a sentence of the catalogue; what belongs to this case alone follows in brackets.
    """
    if isinstance(error, BertplayError):
        shown = "" if error.value is None else f" ({error.value})"
        return Failed(at, step, f"{error.problem}{shown}"[:500], str(error.remedy))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failed(
            at,
            step,
            mark("The disk is full."),
            mark("Free some space, or delete old runs, then resume this one: it goes on from its last checkpoint."),
        )
    if isinstance(error, MemoryError):
        return Failed(at, step, mark("There was not enough memory."), mark("Take a smaller batch, shorter texts, or a smaller model."))
    return Failed(
        at, step, f"{UNEXPECTED} ({type(error).__name__}: {error}"[:499] + ")", mark("Resume it, or start it with other settings.")
    )

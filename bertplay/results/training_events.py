"""What a training reports while it runs: one stream of events for every kind of job.

    Started  (Step | Evaluated | Saved)*  (Finished | Paused | Cancelled | Failed)

`at` is in unix seconds; `step` counts the updates of the weights so far.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """What the model answers to one of the reader's own sentences.

    classification, pairs   every label with its probability, in the order of `Started.labels`
    entities                for each word the most probable tag with its probability
    masked words            for the first [MASK] the five most probable tokens with their probabilities

    words   of entities: the words as the model read them; of the others empty
    """

    labels: tuple[str, ...]
    probabilities: tuple[float, ...]
    words: tuple[str, ...] = ()

    @property
    def best(self) -> str:
        """The most probable label; "" when there is none."""
        return max(zip(self.probabilities, self.labels, strict=True), default=(0.0, ""))[1]

    def probability(self, label: str) -> float:
        """Of one label; 0 for one that is not there."""
        return dict(zip(self.labels, self.probabilities, strict=True)).get(label, 0.0)


@dataclass(frozen=True, slots=True)
class ProjectedPoint:
    """One held-out sentence: its [CLS] vector in a projection that is the same at every step, and its true label."""

    x: float
    y: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Started:
    """The data is read and the model is built.

    total_steps        updates that this run will make; 0 for a job that is given seconds instead
    examples, held_out how many are trained on, and how many are held out
    labels             in the order of all probabilities
    parameters, trained_parameters   of the model, and those that this run may change
    majority_share     accuracy of the majority baseline; 0 where there are no labels
    estimate_seconds   from measured steps
    memory_bytes       of weights, gradients, optimiser state and a step's activations, estimated
    long_texts, texts, window   how many of how many texts are longer than the window of so many tokens
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
    long_texts: int = 0
    texts: int = 0
    window: int = 0


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
    """The model at this step, on held-out examples.

    epoch            passes over the training examples so far, with a fraction
    train_loss       mean of the steps since the evaluation before; of the first examples at step 0
    eval_loss        mean over `examples` held-out ones, in nats
    accuracy         over labels; over the tags of words; over masked tokens
    f1               of whole entities, by seqeval's definition; None for other tasks
    layer_movement   |W - W0| / |W0| of the embeddings, then of each layer; empty for what is no transformer
    projection       [CLS] vectors of up to 100 held-out sentences in a fixed projection; empty as above
    probes           one answer for each of the reader's own sentences
    by_distance      accuracy at each of `results.recurrence.DISTANCES`; empty where it means nothing
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
    projection: tuple[ProjectedPoint, ...] = ()
    probes: tuple[ProbeAnswer, ...] = ()
    by_distance: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint is complete on the disk: a run can be resumed from here."""

    at: float
    step: int
    folder: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The training is over and its model is written.

    metrics        accuracy, eval_loss, f1 (entities), train_seconds, … of the model that was saved
    model_folder   where it is; "" when the job leaves no model
    """

    at: float
    step: int
    metrics: dict[str, float]
    model_folder: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The training gave its place to another run; it resumes from its last checkpoint. The best model so far is saved, as in Cancelled."""

    at: float
    step: int
    metrics: dict[str, float]
    model_folder: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The training was stopped. The best model so far is in `model_folder`; "" when nothing had been learned yet."""

    at: float
    step: int
    metrics: dict[str, float]
    model_folder: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The training ended in an error, explained in words."""

    at: float
    step: int
    problem: str
    remedy: str


Ended = Finished | Paused | Cancelled
TrainEvent = Started | Step | Evaluated | Saved | Ended | Failed

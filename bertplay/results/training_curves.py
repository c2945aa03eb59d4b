"""What a training told, as figures and tables show it: points over the steps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepPoint:
    """Some neighbouring steps together. `loss` is their mean in nats; rate and speed are those of the last."""

    step: int
    loss: float
    learning_rate: float
    examples_per_second: float


@dataclass(frozen=True, slots=True)
class CloudDot:
    """A held-out sentence in the plane, with its true label."""

    x: float
    y: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says to a sentence: labels (or words) with their probabilities."""

    labels: tuple[str, ...]
    probabilities: tuple[float, ...]

    @property
    def best(self) -> str:
        """The most probable; "" when there is none."""
        return max(zip(self.probabilities, self.labels, strict=True), default=(0.0, ""))[1]

    def probability(self, label: str) -> float:
        """Of one label; 0 for one that is not there."""
        return dict(zip(self.labels, self.probabilities, strict=True)).get(label, 0.0)


@dataclass(frozen=True, slots=True)
class EvaluationPoint:
    """The model at a step, on held-out examples.

    f1               of whole entities; None for other tasks
    layer_movement   |W - W0| / |W0|, the embeddings first
    cloud            [CLS] vectors in a projection that is the same at every step
    own              one answer for each sentence of the reader
    """

    step: int
    epoch: float
    train_loss: float
    eval_loss: float
    accuracy: float
    f1: float | None
    layer_movement: tuple[float, ...]
    cloud: tuple[CloudDot, ...]
    own: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class RunCurves:
    """One run over its steps.

    group            what runs that differ only in their seed share: "full", "full, 32 examples"
    examples         how many were learned from; 0 before that is known
    majority_share   accuracy of always saying the most frequent label; 0 where there are no labels
    """

    name: str
    group: str
    method: str
    seed: int
    examples: int
    labels: tuple[str, ...]
    majority_share: float
    total_steps: int
    steps: tuple[StepPoint, ...]
    evaluations: tuple[EvaluationPoint, ...]

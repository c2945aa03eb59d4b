"""The progress of a network: metrics, movement, projection and probes at each evaluation; the best weights so far are saved."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save
from torch import nn

from bertplay.results.training_events import Evaluated
from bertplay.training.checkpoints import Best
from bertplay.training.data.examples import Data
from bertplay.training.encode import Features
from bertplay.training.evaluator import Evaluator, Predictions, sample_held_out
from bertplay.training.jobs import TRANSFORMERS, FineTune, Task
from bertplay.training.models import movement, weights_of
from bertplay.training.probes import answer_probes
from bertplay.training.projection import Projection, project

MAX_EVALUATED = 400  # during a run; at its end all held-out examples are evaluated
FIRST_ROWS = 64


class Progress:
    """Evaluates at step 0, which fixes the projection and the reference for movement, and then at regular intervals."""

    def __init__(self, job: FineTune, data: Data, evaluator: Evaluator, train_rows: Sequence[Features], checkpoints: Path) -> None:
        self.job, self.evaluator, self.best = job, evaluator, Best(checkpoints)
        self.first_rows = train_rows[:FIRST_ROWS]
        self.examples = sample_held_out(data, MAX_EVALUATED)
        self.rows = evaluator.encode(self.examples)
        self.start = weights_of(evaluator.model) if job.method in TRANSFORMERS else []
        self.projection: Projection | None = None

    def first(self) -> Evaluated:
        """The network before its first step. The training loss is that of up to 64 of its examples."""
        predictions = self.predict()
        head = getattr(self.evaluator.model, "classifier", None)
        if self.has_projection and isinstance(head, nn.Linear):
            self.projection = Projection(head.weight.detach().cpu(), predictions.features)
        return self._event(0, 0.0, self.evaluator.predict(self.first_rows).loss, predictions)

    def evaluate(self, step: int, epoch: float, train_loss: float) -> Evaluated:
        """Evaluate the network now."""
        event = self._event(step, epoch, train_loss, self.predict())
        self._save_if_best(event)
        return event

    @property
    def has_projection(self) -> bool:
        return self.job.method in TRANSFORMERS and self.job.task is not Task.MASKED_WORDS

    def predict(self) -> Predictions:
        return self.evaluator.predict(self.rows, want_features=self.has_projection)

    def restore_best(self) -> int:
        """Restore the network's best weights; returns the step they are from, 0 if there are none."""
        known: dict[str, Any] | None = self.best.recorded
        if known is None:
            return 0
        self.evaluator.model.load_state_dict(load_file(self.best.file))
        return int(known["step"])

    def _event(self, step: int, epoch: float, train_loss: float, predictions: Predictions) -> Evaluated:
        metrics = self.evaluator.metrics(predictions, self.examples)
        return Evaluated(
            at=time.time(),
            step=step,
            epoch=epoch,
            examples=len(self.examples),
            train_loss=train_loss,
            eval_loss=metrics["eval_loss"],
            accuracy=metrics["accuracy"],
            f1=metrics.get("f1"),
            layer_movement=movement(self.evaluator.model, self.start) if self.start else (),
            projection=project(self.projection, predictions, self.evaluator, self.examples) if self.projection else (),
            probes=answer_probes(self.evaluator, self.job.probe_sentences),
        )

    def _save_if_best(self, event: Evaluated) -> None:
        """Save the weights if no earlier evaluation was better; ties go to the lower loss."""
        known = self.best.recorded
        if known is None or score(self.job.task, event) > tuple(known["score"]):
            weights = {name: tensor.detach().cpu().clone() for name, tensor in self.evaluator.model.state_dict().items()}
            self.best.save(save(weights), {"score": score(self.job.task, event), "step": event.step})


def score(task: Task, event: Evaluated) -> tuple[float, float]:
    """The score to compare evaluations by: larger is better."""
    if task is Task.MASKED_WORDS:
        return -event.eval_loss, 0.0
    return event.accuracy if event.f1 is None else event.f1, -event.eval_loss


def training_bytes(model: nn.Module) -> int:
    """The bytes of gradients, of the two moments of AdamW, and of a copy of the starting weights."""
    sizes = [(weight.numel() * weight.element_size(), weight.requires_grad) for weight in model.parameters()]
    return sum(3 * size for size, is_trained in sizes if is_trained) + sum(size for size, _ in sizes)


def parameters_of(model: nn.Module) -> tuple[int, int]:
    """All weights, and those that training may change."""
    weights: list[torch.Tensor] = list(model.parameters())
    return sum(w.numel() for w in weights), sum(w.numel() for w in weights if w.requires_grad)

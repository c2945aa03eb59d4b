"""One evaluation: figures, movement, cloud, own sentences; and the best weights so far are kept."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save
from torch import nn

from bertplay.training.checkpoints import Best
from bertplay.training.config import TRANSFORMERS, FineTuneConfig, Task
from bertplay.training.data.examples import Data
from bertplay.training.encode import Features
from bertplay.training.events import CloudPoint, Evaluated
from bertplay.training.judge import Answers, Judge, of_data
from bertplay.training.models import movement, weights_of
from bertplay.training.own import Plane, answer, cloud

MOST_JUDGED = 400  # during a run; at its end all are judged
FIRST_ROWS = 64


class Evaluator:
    """Called at step 0, which fixes the plane and what movement is measured from, and then whenever it is time."""

    def __init__(self, config: FineTuneConfig, data: Data, judge: Judge, train_rows: Sequence[Features], checkpoints: Path) -> None:
        self.config, self.judge, self.best = config, judge, Best(checkpoints)
        self.first_rows = train_rows[:FIRST_ROWS]
        self.examples = of_data(data, MOST_JUDGED)
        self.rows = judge.encode(self.examples)
        self.start = weights_of(judge.model) if config.method in TRANSFORMERS else []
        self.plane: Plane | None = None

    def first(self) -> Evaluated:
        """The network before its first step. The training loss is that of up to 64 of its examples."""
        answers = self.ask()
        head = getattr(self.judge.model, "classifier", None)
        if self.has_cloud and isinstance(head, nn.Linear):
            self.plane = Plane(head.weight.detach().cpu(), answers.seen)
        return self.event(0, 0.0, self.judge.ask(self.first_rows).loss, answers)

    def __call__(self, step: int, epoch: float, train_loss: float) -> Evaluated:
        """The network now."""
        event = self.event(step, epoch, train_loss, self.ask())
        self.keep_if_best(event)
        return event

    @property
    def has_cloud(self) -> bool:
        return self.config.method in TRANSFORMERS and self.config.task is not Task.MASKED_WORDS

    def ask(self) -> Answers:
        return self.judge.ask(self.rows, want_seen=self.has_cloud)

    def event(self, step: int, epoch: float, train_loss: float, answers: Answers) -> Evaluated:
        figures = self.judge.figures(answers, self.examples)
        points: tuple[CloudPoint, ...] = cloud(self.plane, answers, self.judge, self.examples) if self.plane else ()
        return Evaluated(
            at=time.time(),
            step=step,
            epoch=epoch,
            examples=len(self.examples),
            train_loss=train_loss,
            eval_loss=figures["eval_loss"],
            accuracy=figures["accuracy"],
            f1=figures.get("f1"),
            layer_movement=movement(self.judge.model, self.start) if self.start else (),
            cloud=points,
            own=answer(self.judge, self.config.own_sentences),
        )

    def keep_if_best(self, event: Evaluated) -> None:
        """Keep the weights when no evaluation before was better; of equals the one with the lower loss."""
        known = self.best.known
        if known is None or score(self.config.task, event) > tuple(known["score"]):
            weights = {name: tensor.detach().cpu().clone() for name, tensor in self.judge.model.state_dict().items()}
            self.best.keep(save(weights), {"score": score(self.config.task, event), "step": event.step})

    def restore_best(self) -> int:
        """Give the network its best weights back; the step they are from, 0 when there are none."""
        known: dict[str, Any] | None = self.best.known
        if known is None:
            return 0
        self.judge.model.load_state_dict(load_file(self.best.file))
        return int(known["step"])


def score(task: Task, event: Evaluated) -> tuple[float, float]:
    """What is better is larger."""
    if task is Task.MASKED_WORDS:
        return -event.eval_loss, 0.0
    return event.accuracy if event.f1 is None else event.f1, -event.eval_loss


def memory_of(model: nn.Module) -> int:
    """Bytes that gradients and the two moments of AdamW take, and the weights that movement is measured from."""
    sizes = [(weight.numel() * weight.element_size(), weight.requires_grad) for weight in model.parameters()]
    return sum(3 * size for size, is_trained in sizes if is_trained) + sum(size for size, _ in sizes)


def parameters_of(model: nn.Module) -> tuple[int, int]:
    """All weights, and those that training may change."""
    weights: list[torch.Tensor] = list(model.parameters())
    return sum(w.numel() for w in weights), sum(w.numel() for w in weights if w.requires_grad)

"""transformers.Trainer with our sampler, and the callback that reports, evaluates, pauses and stops."""

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import PrinterCallback, Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from bertplay.errors import LossNotFinite
from bertplay.training.checkpoints import publish_checkpoint
from bertplay.training.config import FineTuneConfig
from bertplay.training.encode import Batch, Features, LengthGrouped
from bertplay.training.events import Evaluated, Saved, Step, TrainEvent, Wish
from bertplay.training.pace import Pace, steps_of
from bertplay.wording import mark

CHECKPOINT_SECONDS = 10.0
PAUSE_SECONDS = 0.1
WRITTEN = "written.part"
NOT_A_NUMBER = mark("The loss is not a number any more.")
LOWER_RATE = mark("Lower the learning rate; BERT's paper tries 2e-5 to 5e-5.")


class Learning(Trainer):
    """The Trainer, with batches of similar length, and a loss that is looked at in every step."""

    def __init__(
        self,
        config: FineTuneConfig,
        model: nn.Module,
        rows: Sequence[Features],
        collate: Callable[[Sequence[Features]], Batch],
        folder: Path,
    ) -> None:
        self.lengths = [len(row["input_ids"]) for row in rows]
        self.loss_of_step = 0.0
        super().__init__(model=model, args=arguments(config, len(rows), folder), train_dataset=list(rows), data_collator=collate)
        self.remove_callback(PrinterCallback)
        self.model_accepts_loss_kwargs = False  # the loss of a batch is its mean, as the paper has it

    def _get_train_sampler(self, train_dataset: Any = None) -> LengthGrouped:
        return LengthGrouped(self.lengths, self.args.train_batch_size, self.args.seed)

    def training_step(self, model: nn.Module, inputs: dict[str, Any], num_items_in_batch: Any = None) -> torch.Tensor:
        """One forward and backward pass. LossNotFinite when the loss is no number any more."""
        if not getattr(getattr(model, "config", None), "type_vocab_size", 0):
            inputs = {name: tensor for name, tensor in inputs.items() if name != "token_type_ids"}
        loss: torch.Tensor = super().training_step(model, inputs, num_items_in_batch)
        self.loss_of_step = loss.item()
        if not math.isfinite(self.loss_of_step):
            raise LossNotFinite(NOT_A_NUMBER, value=self.args.learning_rate, remedy=LOWER_RATE)
        return loss


def arguments(config: FineTuneConfig, examples: int, folder: Path) -> TrainingArguments:
    """The run's settings as the Trainer wants them; saving and evaluating are the callback's."""
    return TrainingArguments(
        output_dir=str(folder / "checkpoints" / WRITTEN),
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.batch_size,
        learning_rate=config.learning_rate,
        weight_decay=config.weight_decay,
        warmup_steps=int(config.warmup_share * steps_of(config, examples)),
        seed=config.seed,
        save_strategy="no",
        eval_strategy="no",
        logging_strategy="no",
        report_to=[],
        disable_tqdm=True,
        remove_unused_columns=False,
        dataloader_pin_memory=False,
    )


class Reporter(TrainerCallback):
    """Between two steps: tell what happened, evaluate when it is time, do what somebody wishes."""

    def __init__(
        self,
        learning: Learning,
        interval: int,
        evaluate: Callable[[int, float, float], Evaluated],
        report: Callable[[TrainEvent], None],
        wish: Callable[[], Wish],
        pace: Pace,
    ) -> None:
        self.learning, self.interval, self.evaluate, self.report, self.wish, self.pace = learning, interval, evaluate, report, wish, pace
        self.checkpoints = Path(str(learning.args.output_dir)).parent
        self.losses: list[float] = []
        self.is_stopped = False
        self.saved_at = time.monotonic()
        self.step_began = 0.0
        self.seconds = 0.0  # trained so far, without pauses; a resumed run begins with those of its checkpoint

    def on_step_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Wait as long as somebody wants a pause."""
        while self.wish() is Wish.PAUSE:
            time.sleep(PAUSE_SECONDS)
        self.step_began = time.monotonic()

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Report, evaluate, and look whether to save or to stop."""
        self.pace.after_step(time.monotonic() - self.step_began)
        self.seconds += time.monotonic() - self.step_began
        self.losses.append(self.learning.loss_of_step)
        step, is_last = state.global_step, state.global_step >= state.max_steps
        self.report(self.step_event(args, state))
        wish = self.wish()
        self.is_stopped = wish is Wish.STOP and not is_last
        if step % self.interval == 0 or is_last or self.is_stopped:
            self.evaluate_now(step, state.epoch or 0.0)
        control.should_training_stop = control.should_training_stop or self.is_stopped
        is_due = time.monotonic() - self.saved_at > CHECKPOINT_SECONDS
        control.should_save = not is_last and (is_due or self.is_stopped or (wish is Wish.PAUSE and self.is_stale()))

    def is_stale(self) -> bool:
        """Whether a pause is worth a checkpoint: who goes on step by step does not want to wait for one each time."""
        return time.monotonic() - self.saved_at > CHECKPOINT_SECONDS / 5

    def step_event(self, args: TrainingArguments, state: TrainerState) -> Step:
        """What is told of every step."""
        left = state.max_steps - state.global_step
        rate = float(self.learning.lr_scheduler.get_last_lr()[0]) if self.learning.lr_scheduler else args.learning_rate
        speed = args.train_batch_size / max(1e-9, self.pace.step_seconds)
        return Step(time.time(), state.global_step, self.learning.loss_of_step, rate, speed, self.pace.seconds_for(left, self.interval))

    def evaluate_now(self, step: int, epoch: float) -> None:
        """Evaluate, report, and begin a new mean of the training loss."""
        begin = time.monotonic()
        self.report(self.evaluate(step, epoch, sum(self.losses) / max(1, len(self.losses))))
        self.losses.clear()
        self.pace.after_evaluation(time.monotonic() - begin)

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """The Trainer has written a checkpoint beside: now it gets its name."""
        written = Path(str(args.output_dir)) / f"checkpoint-{state.global_step}"
        folder = publish_checkpoint(written, self.checkpoints, state.global_step, self.seconds)
        self.saved_at = time.monotonic()
        self.report(Saved(time.time(), state.global_step, str(folder)))

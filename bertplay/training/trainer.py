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
from bertplay.i18n import N_
from bertplay.models.devices import CPU, trains_in_bfloat16
from bertplay.models.head_pass import has_segments
from bertplay.results.training_events import Saved, Step
from bertplay.training.checkpoints import publish_checkpoint
from bertplay.training.encode import Batch, Features, LengthGrouped
from bertplay.training.events import Command
from bertplay.training.jobs import Commands, FineTune, Report
from bertplay.training.pace import Pace, steps_of
from bertplay.training.progress import Progress

CHECKPOINT_SECONDS = 10.0
PAUSE_SECONDS = 0.1
WRITTEN = "written.part"
NOT_A_NUMBER = N_("The loss is no longer a number.")
LOWER_RATE = N_("Lower the learning rate; BERT's paper tries 2e-5 to 5e-5.")


class JobTrainer(Trainer):
    """The Trainer, with batches of similar length, and a loss that is checked at every step."""

    def __init__(
        self,
        job: FineTune,
        model: nn.Module,
        rows: Sequence[Features],
        collate: Callable[[Sequence[Features]], Batch],
        folder: Path,
        device: torch.device = CPU,
    ) -> None:
        self.lengths = [len(row["input_ids"]) for row in rows]
        self.loss_of_step = 0.0
        super().__init__(model=model, args=arguments(job, len(rows), folder, device), train_dataset=list(rows), data_collator=collate)
        self.remove_callback(PrinterCallback)
        self.model_accepts_loss_kwargs = False  # the loss of a batch is its mean, as in the paper

    def _get_train_sampler(self, train_dataset: Any = None) -> LengthGrouped:
        return LengthGrouped(self.lengths, self.args.train_batch_size, self.args.seed)

    def training_step(self, model: nn.Module, inputs: dict[str, Any], num_items_in_batch: Any = None) -> torch.Tensor:
        """One forward and backward pass. LossNotFinite when the loss is no longer a number."""
        if not has_segments(model):
            inputs = {name: tensor for name, tensor in inputs.items() if name != "token_type_ids"}
        loss: torch.Tensor = super().training_step(model, inputs, num_items_in_batch)
        self.loss_of_step = loss.item()
        if not math.isfinite(self.loss_of_step):
            raise LossNotFinite(NOT_A_NUMBER, value=self.args.learning_rate, remedy=LOWER_RATE)
        return loss


def arguments(job: FineTune, examples: int, folder: Path, device: torch.device = CPU) -> TrainingArguments:
    """The job's settings for the Trainer; the callback saves and evaluates. A GPU multiplies in bfloat16."""
    wanted = TrainingArguments(
        output_dir=str(folder / "checkpoints" / WRITTEN),
        num_train_epochs=job.epochs,
        per_device_train_batch_size=job.batch_size,
        learning_rate=job.learning_rate,
        weight_decay=job.weight_decay,
        warmup_steps=int(job.warmup_share * steps_of(job, examples)),
        seed=job.seed,
        save_strategy="no",
        eval_strategy="no",
        logging_strategy="no",
        report_to=[],
        disable_tqdm=True,
        remove_unused_columns=False,
        dataloader_pin_memory=False,
        use_cpu=device.type == "cpu",
        bf16=trains_in_bfloat16(device),
    )
    if device.type == "cuda":
        wanted._n_gpu = 1  # else the Trainer spreads a batch over all cards, and a batch is as many times larger
    return wanted


class ProgressCallback(TrainerCallback):
    """Between two steps: report, evaluate when it is time, obey commands.

    ended_by   STOP or YIELD when a command ended the training early, else CONTINUE
    seconds    trained so far, without pauses; a resumed run begins with those of its checkpoint
    """

    def __init__(self, trainer: JobTrainer, interval: int, progress: Progress, report: Report, command: Commands, pace: Pace) -> None:
        self.trainer, self.interval, self.progress, self.report, self.command, self.pace = (
            trainer,
            interval,
            progress,
            report,
            command,
            pace,
        )
        self.checkpoints = Path(str(trainer.args.output_dir)).parent
        self.losses: list[float] = []
        self.ended_by = Command.CONTINUE
        self.saved_at = time.monotonic()
        self.step_began = 0.0
        self.seconds = 0.0

    def on_step_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Wait as long as the run is paused."""
        while self.command() is Command.PAUSE:
            time.sleep(PAUSE_SECONDS)
        self.step_began = time.monotonic()

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Report, evaluate, and decide whether to save or to stop."""
        self.pace.after_step(time.monotonic() - self.step_began)
        self.seconds += time.monotonic() - self.step_began
        self.losses.append(self.trainer.loss_of_step)
        step, is_last = state.global_step, state.global_step >= state.max_steps
        self.report(self.step_event(args, state))
        command = self.command()
        if command in (Command.STOP, Command.YIELD) and not is_last:
            self.ended_by = command
        is_early = self.ended_by is not Command.CONTINUE
        if step % self.interval == 0 or is_last or is_early:
            self.evaluate(step, state.epoch or 0.0)
        control.should_training_stop = control.should_training_stop or is_early
        age = time.monotonic() - self.saved_at
        is_due = age > CHECKPOINT_SECONDS or is_early
        is_paused = command is Command.PAUSE and age > CHECKPOINT_SECONDS / 5  # who goes step by step need not wait for one each time
        control.should_save = not is_last and (is_due or is_paused)

    def step_event(self, args: TrainingArguments, state: TrainerState) -> Step:
        """The event that reports a step."""
        left = state.max_steps - state.global_step
        rate = float(self.trainer.lr_scheduler.get_last_lr()[0]) if self.trainer.lr_scheduler else args.learning_rate
        speed = args.train_batch_size / max(1e-9, self.pace.step_seconds)
        return Step(time.time(), state.global_step, self.trainer.loss_of_step, rate, speed, self.pace.seconds_for(left, self.interval))

    def evaluate(self, step: int, epoch: float) -> None:
        """Evaluate, report, and begin a new mean of the training loss."""
        begin = time.monotonic()
        self.report(self.progress.evaluate(step, epoch, sum(self.losses) / max(1, len(self.losses))))
        self.losses.clear()
        self.pace.after_evaluation(time.monotonic() - begin)

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """The Trainer has written a checkpoint under a temporary name: now it gets its own."""
        written = Path(str(args.output_dir)) / f"checkpoint-{state.global_step}"
        folder = publish_checkpoint(written, self.checkpoints, state.global_step, self.seconds)
        self.saved_at = time.monotonic()
        self.report(Saved(time.time(), state.global_step, str(folder)))

"""The training loop: batch, loss, gradient, step; and now and then an evaluation and a checkpoint."""

import json
import math
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from bertplay.errors import LossNotFinite
from bertplay.pretraining.batches import Batch, BatchMaker
from bertplay.pretraining.checkpoints import FILE, Stages, load_checkpoint, save_checkpoint
from bertplay.pretraining.config import PretrainConfig, learning_rate
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.evaluation import Evaluation, evaluate
from bertplay.pretraining.families import family_file
from bertplay.pretraining.machine import machine
from bertplay.pretraining.model import Losses, Start, autocast_dtype, build_model, losses
from bertplay.pretraining.optimizers import build_optimizer
from bertplay.pretraining.prefetch import batches_from
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.workers import Workers

LOG = "evaluations.jsonl"
BEFORE_THE_DECAY = "before-the-decay.pt"  # the checkpoint from which a training can be prolonged: rename it and give a larger budget
LOOKED_AT_EVERY = 20  # steps, on a GPU: reading the loss makes it and its processor wait for each other
SECOND_WARMUP = 200  # steps
MILESTONE_SHARES = (0.01, 0.1, 0.5)  # of the budget; a milestone is saved there as well
EVALUATED_ROWS, EVALUATED_AT_ONCE = 256, 32  # of each domain; the top-1 of an evaluation is then good to a point


@dataclass(slots=True)
class Counters:
    """The progress of a training. Seconds exclude evaluations."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0


class Pretraining:
    """One training of one model, from its start or from its last checkpoint."""

    def __init__(
        self,
        config: PretrainConfig,
        train: Mapping[str, EncodedText],
        held_out: Mapping[str, EncodedText],
        vocabulary: Vocabulary,
        start: Start | None,
        folder: Path,
        device: torch.device,
        makers: int = 0,
    ) -> None:
        """Build the model, and resume where the checkpoint in `folder` left off, if there is one.

        `makers` processes make batches ahead, for a GPU; 0: they are made between the steps.
        """
        self.config, self.folder, self.device, self.vocabulary = config, folder, device, vocabulary
        self.family = family_file(config.family)
        self.batches = BatchMaker(train, config, self.family, vocabulary)
        self.held_out_batches = BatchMaker(held_out, config, self.family, vocabulary)
        self.evaluation_batches = {
            domain: [self.held_out_batches.evaluation(i, EVALUATED_AT_ONCE, step=s) for s in range(EVALUATED_ROWS // EVALUATED_AT_ONCE)]
            for i, domain in enumerate(held_out)
        }
        start = start or Start()
        self.model = (start.model or build_model(self.family, config, vocabulary, start.word_vectors)).to(device)
        self.optimizer = build_optimizer(self.model, config)
        self.dtype = autocast_dtype(device)
        if device.type == "cuda":
            use_the_gpu_well(self.model, config.compiled)
        self.looked_at_every = 1 if device.type == "cpu" else LOOKED_AT_EVERY
        self.stop_asked = False
        folder.mkdir(parents=True, exist_ok=True)
        self.counters = Counters()
        self.latest_loss = torch.zeros(())
        self.recent: Losses | None = None  # running means
        self.makers = makers
        self.ahead: Iterator[Batch] | None = None
        self.stages: Stages = [{"from_step": 0, "config": config.as_json(), "machine": machine(device)}]
        if start.source:
            self.stages[0]["started_from"] = start.source
        resumed = load_checkpoint(folder, config, self.model, self.optimizer)
        if resumed:
            counters, self.stages = resumed
            self.counters = Counters(int(counters["step"]), int(counters["tokens"]), counters["seconds"])
        self.reference = start.reference.to(device, self.dtype) if start.reference is not None and config.keep_vectors else None
        self.workers: Workers | None = None
        if config.workers > 1 or config.bfloat16_weights:
            self.workers = Workers(self.model, config.workers, self.dtype if config.bfloat16_weights else torch.float32)

    @property
    def progress(self) -> float:
        return self.config.progress(self.counters.tokens, self.counters.seconds)

    def run(self) -> dict[str, Evaluation]:
        """Train until the budget is used up or a signal asks to stop; either way end with a checkpoint."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_stop)
        saved = time.monotonic()
        while self.progress < 1.0 and not self.stop_asked:
            if is_milestone(self.counters.step):
                self.keep_milestone()
            before = self.progress
            found = self._step()
            self.recent = found if self.recent is None else running_mean(self.recent, found)
            if self.counters.step % self.looked_at_every == 0:
                self.refuse_unless_finite()
            if any(before < share <= self.progress for share in MILESTONE_SHARES):
                self.keep_milestone()
            if before < 1.0 - self.config.decay_share <= self.progress:
                self.save(BEFORE_THE_DECAY)
            if self.counters.step % self.config.evaluate_every == 0:
                self.evaluate()
            if time.monotonic() - saved > self.config.checkpoint_seconds:
                self.save()
                saved = time.monotonic()
        self.save()
        return self.evaluate()

    def _step(self) -> Losses:
        """One optimiser step; returns its losses."""
        started = time.perf_counter()
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.config, self.progress) * self._second_warmup() * group.get("scale", 1.0)
        if self.ahead is None:
            self.ahead = batches_from(self.batches, self.counters.step, self.makers)
        batch = next(self.ahead)
        found = self._gradients(batch.to(self.device))
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip_norm)
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.workers:
            self.workers.copy_weights()
        self.counters.step += 1
        self.counters.tokens += batch.tokens
        self.counters.seconds += time.perf_counter() - started
        return found

    def _second_warmup(self) -> float:
        """Less than 1 for a while after the state of the optimiser was lost."""
        restarts = [stage["from_step"] for stage in self.stages if stage.get("moments") == "fresh"]
        return min(1.0, (self.counters.step - restarts[-1] + 1) / SECOND_WARMUP) if restarts else 1.0

    def _gradients(self, batch: Batch) -> Losses:
        """The gradient of a batch, into the parameters; returns its losses."""
        found = self.workers.gradients(batch, self._backward) if self.workers else self._backward(self.model, batch, batch)
        self.latest_loss = self._total(found)
        return found

    def _total(self, found: Losses) -> torch.Tensor:
        config = self.config
        further = config.next_sentence_weight * found.pairs + config.keep_vectors * found.vectors + config.replaced_weight * found.replaced
        return found.words + further

    def _backward(self, model: Any, batch: Batch, whole: Batch) -> Losses:
        """Forward and backward pass of a batch, or of a part of one."""
        with torch.autocast(self.device.type, dtype=self.dtype, enabled=self.dtype != torch.float32):
            found = losses(self.family, model, batch, self.reference, whole)
            loss = self._total(found)
        loss.backward()
        return Losses(*(value.detach() for value in found))

    def refuse_unless_finite(self) -> None:
        """Raise LossNotFinite for a loss that is not finite: the weights it led to are not finite either."""
        loss = self.latest_loss.item()
        if not math.isfinite(loss):
            raise LossNotFinite(
                f"The loss is not finite at step {self.counters.step}.",
                value=loss,
                remedy="Lower --learning-rate and resume: the last checkpoint is from before.",
            )

    def evaluate(self) -> dict[str, Evaluation]:
        """Evaluate on the held-out text of every domain, write it into the log, print it."""
        results = {domain: evaluate(self.family, self.model, batches, self.device) for domain, batches in self.evaluation_batches.items()}
        c = self.counters
        entry = {
            "step": c.step,
            "tokens": c.tokens,
            "seconds": round(c.seconds, 1),
            "training_loss": round(self.recent.words.item(), 4) if self.recent else None,
            "vector_loss": round(self.recent.vectors.item(), 4) if self.recent and self.reference is not None else None,
            "held_out": {domain: result.as_json() for domain, result in results.items()},
        }
        with (self.folder / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
        print(self._line(results), flush=True)
        return results

    def _line(self, results: Mapping[str, Evaluation]) -> str:
        """One line for the terminal: progress, speed, time left, loss and accuracy."""
        c = self.counters
        left = c.seconds * (1 / self.progress - 1) / 60 if self.progress else float("nan")
        pace = f"step {c.step}  {c.tokens / 1e6:.1f}M tokens  {c.tokens / max(c.seconds, 1e-9):,.0f} a second  {left:.0f} min left"
        figures = (f"{d}: loss {e.loss:.3f} top-1 {e.top1:.1%}{second_task(e)}" for d, e in results.items())
        return "  ".join([pace, *figures])

    def save(self, name: str = FILE) -> None:
        self.refuse_unless_finite()
        save_checkpoint(self.folder / name, self.model, self.optimizer, asdict(self.counters), self.stages)

    def keep_milestone(self) -> None:
        """Save the current weights, to show later how the model learned."""
        folder = milestone_folder(self.folder, self.counters.step)
        self.model.save_pretrained(folder)
        record = json.dumps({"counters": asdict(self.counters), "stages": self.stages})
        (folder / "pretraining.json").write_text(record + "\n", encoding="utf-8")

    def _ask_stop(self, *_: object) -> None:
        self.stop_asked = True


def running_mean(mean: Losses, found: Losses) -> Losses:
    """The mean of about the last fifty steps."""
    return Losses(*(torch.lerp(old, new, 0.02) for old, new in zip(mean, found, strict=True)))


def second_task(result: Evaluation) -> str:
    """ " pairs 88.7%", " replaced 61.0%, false alarms 2.1%, AUC 0.901", or nothing where a family has no second task."""
    if result.found is not None:
        return f" replaced {result.found:.1%}, false alarms {result.false_alarms:.1%}, AUC {result.auc:.3f}"
    return f" pairs {result.next_sentence:.1%}" if result.pairs else ""


def milestone_folder(folder: Path, step: int) -> Path:
    return folder / "milestones" / f"step-{step:06d}"


def is_milestone(step: int) -> bool:
    """Steps on a logarithmic scale: 0, 10, 32, 100, 316, 1000, 3162, …

    The first show a model that knows nothing, then one that knows only how frequent words are.
    """
    return step == 0 or step in {round(10 ** (half / 2)) for half in range(2, 14)}


def use_the_gpu_well(model: Any, compiled: bool) -> None:
    """Use fused attention, which is faster on a GPU, TF32 products for float32, and optionally compiled layers.

    A layer compiled is a few large kernels instead of some forty small ones. Each row length is compiled once.
    """
    torch.set_float32_matmul_precision("high")
    if getattr(model, "_supports_sdpa", False):
        model.set_attn_implementation("sdpa")
    layers = getattr(getattr(getattr(model, "base_model", None), "encoder", None), "layer", ())
    for layer in layers if compiled else ():
        layer.compile(dynamic=False)

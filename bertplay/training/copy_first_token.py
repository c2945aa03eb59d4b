"""Copy the first token: one small layer reads a random sequence and predicts which token came first.

    b7 e2 e2 a9 … c4 ?   ->   b7

Nothing but memory is needed. An LSTM has to carry the token through every step, and the gradient has to come back
through all of them before the layer learns to (Hochreiter and Schmidhuber 1997); to self-attention the first position is
as near as any other (Vaswani et al. 2017, table 1).
"""

import io
import time
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from bertplay.results.recurrence import DISTANCES
from bertplay.results.training_events import Ended, Evaluated, Started, Step
from bertplay.training.checkpoints import write_file
from bertplay.training.events import Command, ended
from bertplay.training.jobs import Commands, CopyFirstToken, Layer, Report
from bertplay.training.time_budget import TimeBudget

TOKENS, HIDDEN, HEADS = 16, 64, 2
QUESTION = TOKENS  # the id of "?"
BATCH, EVALUATED = 64, 128
LEARNING_RATE = 3e-3
CHECKPOINT = "checkpoint.pt"


class OneLayer(nn.Module):
    """Token embeddings, one layer, a head; `layer` is an LSTM, or self-attention with a feed-forward network and position embeddings."""

    def __init__(self, layer: Layer, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.tokens = nn.Embedding(TOKENS + 1, HIDDEN)
        self.head = nn.Linear(HIDDEN, TOKENS)
        self.positions: nn.Embedding | None = None
        self.layer: nn.Module
        if layer is Layer.LSTM:
            self.layer = nn.LSTM(HIDDEN, HIDDEN, batch_first=True)
        else:
            self.layer = nn.TransformerEncoderLayer(HIDDEN, HEADS, 2 * HIDDEN, dropout=0.0, batch_first=True, norm_first=True)
            self.positions = nn.Embedding(max(DISTANCES) + 1, HIDDEN)
            nn.init.normal_(self.positions.weight, std=0.1)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [sequences, length], the last of each is "?" -> logits [sequences, TOKENS]."""
        vectors = self.tokens(ids)
        if self.positions is None:
            return self.head(self.layer(vectors)[0][:, -1])  # type: ignore[no-any-return]
        return self.head(self.layer(vectors + self.positions.weight[: ids.shape[1]])[:, -1])  # type: ignore[no-any-return]


def sequences(number: int, distance: int, rng: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Random sequences [number, distance + 1] that end in "?", and the first token of each."""
    ids = torch.randint(TOKENS, (number, distance + 1), generator=rng)
    first = ids[:, 0].clone()
    ids[:, -1] = QUESTION
    return ids, first


def train_layer(job: CopyFirstToken, folder: Path, report: Report, command: Commands) -> Ended:
    """Train one layer on sequences whose first token is 1 to `job.max_distance` tokens away from the question."""
    training = Training(job, folder / CHECKPOINT, command)
    report(training.started())
    while training.budget.has_time():
        if training.budget.is_evaluation_due():
            report(training.evaluated())
        report(training.step())
    if training.budget.ended_by is not Command.CONTINUE:
        training.save()
    report(training.evaluated())
    last = training.ended()
    report(last)
    return last


class Training:
    """The layer, its optimizer, and what is left of its seconds; new, or read from a checkpoint."""

    def __init__(self, job: CopyFirstToken, file: Path, command: Commands) -> None:
        self.job, self.file = job, file
        self.network, self.rng = OneLayer(job.layer, job.seed), torch.Generator().manual_seed(job.seed)
        self.optimizer = torch.optim.Adam(self.network.parameters(), LEARNING_RATE)
        saved = self.restore()
        self.budget = TimeBudget(job.seconds, command, used=saved["used"], steps=saved["steps"])
        ids, first = sequences(BATCH, 1, torch.Generator().manual_seed(job.seed))
        self.losses = [cross_entropy(self.network(ids), first).item()]
        self.accuracy, self.eval_loss = 0.0, self.losses[0]

    def step(self) -> Step:
        """One update of the weights."""
        with self.budget.counted():
            distance = int(torch.randint(1, self.job.max_distance + 1, (), generator=self.rng))
            ids, first = sequences(BATCH, distance, self.rng)
            loss = cross_entropy(self.network(ids), first)
            loss.backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad()
        self.losses.append(loss.item())
        steps, used = self.budget.steps, self.budget.used
        return Step(time.time(), steps, self.losses[-1], LEARNING_RATE, steps * BATCH / used, self.budget.seconds_left)

    def started(self) -> Started:
        """What is known before the first step."""
        weights = sum(weight.numel() for weight in self.network.parameters())
        labels = tuple(f"token {number}" for number in range(1, TOKENS + 1))
        memory = 4 * 4 * weights  # weights, gradients, two moments, of four bytes
        known = self.budget.steps, 0, 0, EVALUATED, labels, weights, weights, 1 / TOKENS
        return Started(time.time(), *known, self.budget.seconds_left, memory)

    @torch.inference_mode()
    def evaluated(self) -> Evaluated:
        """Asked at every distance, always about the same sequences."""
        self.network.eval()
        rng, shares, losses = torch.Generator().manual_seed(1), [], []
        for distance in DISTANCES:
            ids, first = sequences(EVALUATED, distance, rng)
            logits = self.network(ids)
            shares.append(float((logits.argmax(-1) == first).float().mean()))
            losses.append(cross_entropy(logits, first).item())
        self.network.train()
        self.accuracy, self.eval_loss = sum(shares) / len(shares), sum(losses) / len(losses)
        train_loss, self.losses = sum(self.losses) / len(self.losses), self.losses[-1:]
        examples = EVALUATED * len(DISTANCES)
        figures = train_loss, self.eval_loss, self.accuracy
        return Evaluated(time.time(), self.budget.steps, 0.0, examples, *figures, by_distance=tuple(shares))

    def ended(self) -> Ended:
        """How it ended; no model is left."""
        metrics = {"accuracy": self.accuracy, "eval_loss": self.eval_loss}
        metrics |= {"train_seconds": self.budget.used, "steps": float(self.budget.steps)}
        return ended(self.budget.ended_by, self.budget.steps, metrics, "")

    def save(self) -> None:
        """Write a checkpoint."""
        states = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(), "rng": self.rng.get_state()}
        content = io.BytesIO()
        torch.save(states | {"used": self.budget.used, "steps": self.budget.steps}, content)
        write_file(self.file, content.getvalue())

    def restore(self) -> dict[str, Any]:
        """Read the checkpoint, if there is one; the seconds used and the steps made."""
        if not self.file.is_file():
            return {"used": 0.0, "steps": 0}
        saved: dict[str, Any] = torch.load(self.file, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.rng.set_state(saved["rng"])
        return saved

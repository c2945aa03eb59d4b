"""Remember the first word: one small layer reads a text of random words and is asked which word stood first.

    b7 e2 e2 a9 … c4 ?   ->   b7

Nothing but memory is needed. An LSTM has to carry the word through every step, and the gradient has to come back
through all of them before the layer learns to (Hochreiter and Schmidhuber 1997); to self-attention the first place is
as near as any other (Vaswani et al. 2017, table 1).
"""

import time
from collections.abc import Callable

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from bertplay.results.recurrence import DISTANCES
from bertplay.training.clock import Clock
from bertplay.training.config import FineTuneConfig, Method
from bertplay.training.events import Cancelled, Evaluated, Finished, Started, Step, TrainEvent, Wish

WORDS, WIDTH, HEADS = 16, 64, 2
ASK = WORDS  # the id of "?"
BATCH, EXAMINED = 64, 128
RATE = 3e-3


class Reader(nn.Module):
    """A table of words, one layer, a head; `layer` is an LSTM, or attention with a feed-forward part and a table of places."""

    def __init__(self, method: Method, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.words = nn.Embedding(WORDS + 1, WIDTH)
        self.head = nn.Linear(WIDTH, WORDS)
        self.places: nn.Embedding | None = None
        self.layer: nn.Module
        if method is Method.LSTM:
            self.layer = nn.LSTM(WIDTH, WIDTH, batch_first=True)
        else:
            self.layer = nn.TransformerEncoderLayer(WIDTH, HEADS, 2 * WIDTH, dropout=0.0, batch_first=True, norm_first=True)
            self.places = nn.Embedding(max(DISTANCES) + 1, WIDTH)
            nn.init.normal_(self.places.weight, std=0.1)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [texts, length], the last of each is "?" -> logits [texts, WORDS]."""
        vectors = self.words(ids)
        if self.places is None:
            return self.head(self.layer(vectors)[0][:, -1])  # type: ignore[no-any-return]
        return self.head(self.layer(vectors + self.places.weight[: ids.shape[1]])[:, -1])  # type: ignore[no-any-return]


def texts(number: int, distance: int, dice: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Random texts [number, distance + 1] that end in "?", and the first word of each."""
    ids = torch.randint(WORDS, (number, distance + 1), generator=dice)
    first = ids[:, 0].clone()
    ids[:, -1] = ASK
    return ids, first


def train_first_word(config: FineTuneConfig, report: Callable[[TrainEvent], None], wish: Callable[[], Wish]) -> Finished | Cancelled:
    """Train one layer for `config.seconds` on texts of 1 to `config.max_tokens` words before the question; no model is kept."""
    reader, dice = Reader(config.method, config.seed), torch.Generator().manual_seed(config.seed)
    optimizer = torch.optim.Adam(reader.parameters(), RATE)
    clock, losses = Clock(config.seconds, wish), [cross_entropy(reader(texts(BATCH, 1, dice)[0]), torch.zeros(BATCH).long()).item()]
    report(started(reader, clock, total_steps=0))
    while clock.goes_on():
        if clock.is_time_to_evaluate():
            report(evaluated(reader, clock, losses))
            losses = losses[-1:]
        with clock.counted():
            distance = int(torch.randint(1, config.max_tokens + 1, (), generator=dice))
            ids, first = texts(BATCH, distance, dice)
            loss = cross_entropy(reader(ids), first)
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
        losses.append(loss.item())
        if clock.steps == FIRST_STEPS:
            report(started(reader, clock, clock.total_steps))
        report(Step(time.time(), clock.steps, losses[-1], RATE, clock.steps * BATCH / clock.seconds, clock.seconds_left))
    last = evaluated(reader, clock, losses)
    report(last)
    kind = Cancelled if clock.is_stopped else Finished
    metrics = {"accuracy": last.accuracy, "eval_loss": last.eval_loss, "train_seconds": clock.seconds, "steps": float(clock.steps)}
    ended = kind(time.time(), clock.steps, metrics, "")
    report(ended)
    return ended


FIRST_STEPS = 20
"""After so many the number of all is known well enough to be told."""


def started(reader: Reader, clock: Clock, total_steps: int) -> Started:
    """What is known before the first step, and again when the pace is."""
    weights = sum(weight.numel() for weight in reader.parameters())
    labels = tuple(f"word {number}" for number in range(1, WORDS + 1))
    memory = 4 * 4 * weights  # weights, gradients, two moments, of four bytes
    return Started(time.time(), clock.steps, total_steps, 0, EXAMINED, labels, weights, weights, 1 / WORDS, clock.seconds_left, memory)


@torch.inference_mode()
def evaluated(reader: Reader, clock: Clock, losses: list[float]) -> Evaluated:
    """Asked at every distance, always about the same texts."""
    reader.eval()
    dice, shares, all_losses = torch.Generator().manual_seed(1), [], []
    for distance in DISTANCES:
        ids, first = texts(EXAMINED, distance, dice)
        logits = reader(ids)
        shares.append(float((logits.argmax(-1) == first).float().mean()))
        all_losses.append(cross_entropy(logits, first).item())
    reader.train()
    return Evaluated(
        at=time.time(),
        step=clock.steps,
        epoch=0.0,
        examples=EXAMINED * len(DISTANCES),
        train_loss=sum(losses) / len(losses),
        eval_loss=sum(all_losses) / len(all_losses),
        accuracy=sum(shares) / len(shares),
        by_distance=tuple(shares),
    )

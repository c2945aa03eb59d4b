"""What a network says to held-out examples: probabilities, loss, and the vectors that its last linear layer sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from bertplay.training.config import Task
from bertplay.training.data.examples import Data, Example
from bertplay.training.encode import IGNORED, Batch, Features, collate, encode, masked
from bertplay.training.figures import accuracy, entity_f1

ROWS_AT_ONCE = 64
MOST_GUESSES = 5


@dataclass(frozen=True, slots=True)
class Answers:
    """One row for each unit that is judged: a sentence, a tagged word, a hidden piece.

    probabilities   [units, labels] float32; of hidden pieces [units, 0], a vocabulary's worth would fill the memory
    guessed, truth  [units] int64, numbers of labels or pieces; truth is IGNORED where nobody knows
    owner           [units] int64, which of the examples it belongs to
    seen            [units, width] float32, what the last linear layer saw; [units, 0] where it was not asked for
    loss            mean over the units whose truth is known, in nats; 0 of none
    """

    probabilities: torch.Tensor
    guessed: torch.Tensor
    truth: torch.Tensor
    owner: torch.Tensor
    seen: torch.Tensor
    loss: float


class Judge:
    """Asks a network; knows its tokenizer, its labels and its window."""

    def __init__(self, task: Task, model: nn.Module, tokenizer: Any, labels: Sequence[str], max_tokens: int) -> None:
        self.task, self.model, self.tokenizer, self.labels, self.max_tokens = task, model, tokenizer, tuple(labels), max_tokens

    def encode(self, examples: Sequence[Example]) -> list[Features]:
        """The examples as ids."""
        return encode(self.task, examples, self.tokenizer, self.labels, self.max_tokens)

    def ask(self, rows: Sequence[Features], *, want_seen: bool = False) -> Answers:
        """Run the network over rows of ids, the shortest first so that little is padded. It is left as it was."""
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]["input_ids"]))
        was_training, found = self.model.training, []
        self.model.eval()
        dice = torch.Generator().manual_seed(0)  # hides the same pieces at every evaluation
        with torch.inference_mode():
            for i in range(0, len(order), ROWS_AT_ONCE):
                chosen = order[i : i + ROWS_AT_ONCE]
                found.append(self.ask_batch([rows[j] for j in chosen], torch.tensor(chosen), dice, want_seen))
        self.model.train(was_training)
        return joined(found)

    def ask_batch(self, rows: list[Features], owners: torch.Tensor, dice: torch.Generator, want_seen: bool) -> tuple[torch.Tensor, ...]:
        """probabilities, guessed, truth, owner, seen, and the loss of each unit."""
        batch = collate(rows, self.tokenizer.pad_token_id)
        if self.task is Task.MASKED_WORDS:
            batch = masked(batch, self.tokenizer, dice)
        logits, seen = self.run(batch, want_seen)
        truth = batch["labels"]
        owner = owners if truth.dim() == 1 else owners[:, None].expand_as(truth)
        is_unit = torch.ones_like(truth, dtype=torch.bool) if truth.dim() == 1 else truth != IGNORED
        logits, truth, owner = logits[is_unit].float(), truth[is_unit], owner[is_unit]
        seen = seen[is_unit] if want_seen else logits.new_zeros(len(truth), 0)
        losses = cross_entropy(logits, truth, reduction="none")
        probabilities = logits.new_zeros(len(truth), 0) if self.task is Task.MASKED_WORDS else logits.softmax(-1)
        return probabilities, logits.argmax(-1), truth, owner, seen.float(), losses

    def run(self, batch: Batch, want_seen: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits, and what the last linear layer saw: [rows, …, labels] and [rows, …, width], on the processor."""
        caught: list[torch.Tensor] = []
        head = getattr(self.model, "classifier", None)
        hook = head.register_forward_pre_hook(lambda _, given: caught.append(given[0])) if want_seen and head is not None else None
        try:
            logits = self.model(**inputs_of(self.model, batch))["logits"].cpu()
        finally:
            if hook:
                hook.remove()
        return logits, caught[0].cpu() if caught else logits.new_zeros(*logits.shape[:-1], 0)

    def tags(self, answers: Answers, examples: Sequence[Example]) -> list[tuple[str, ...]]:
        """The guessed tags of each example; "O" for words beyond the window."""
        said: list[list[str]] = [[] for _ in examples]
        order = torch.argsort(answers.owner, stable=True)
        for owner, guess in zip(answers.owner[order].tolist(), answers.guessed[order].tolist(), strict=True):
            said[owner].append(self.labels[guess])
        return [tuple(tags + ["O"] * (len(e.words) - len(tags))) for tags, e in zip(said, examples, strict=True)]

    def figures(self, answers: Answers, examples: Sequence[Example]) -> dict[str, float]:
        """accuracy, eval_loss, and f1 of entities."""
        if self.task is not Task.ENTITIES:
            share = float((answers.guessed == answers.truth).float().mean()) if len(answers.truth) else 0.0
            return {"accuracy": share, "eval_loss": answers.loss}
        said = self.tags(answers, examples)
        truth = [e.tags for e in examples]
        flat = [tag for tags in truth for tag in tags], [tag for tags in said for tag in tags]
        return {"accuracy": accuracy(*flat), "eval_loss": answers.loss, "f1": entity_f1(truth, said)}


def inputs_of(model: nn.Module, batch: Batch) -> Batch:
    """The batch without its labels, where the model is; DistilBERT knows no segments."""
    has_segments = getattr(getattr(model, "config", None), "type_vocab_size", 0) > 0
    left_out = {"labels"} | (set() if has_segments else {"token_type_ids"})
    device = next(model.parameters()).device
    return {name: tensor.to(device) for name, tensor in batch.items() if name not in left_out}


def joined(found: list[tuple[torch.Tensor, ...]]) -> Answers:
    """The batches in one, in the order of the rows."""
    probabilities, guessed, truth, owner, seen, losses = (torch.cat(parts) for parts in zip(*found, strict=True))
    order = torch.argsort(owner, stable=True)
    probabilities, guessed, truth, owner, seen = (part[order] for part in (probabilities, guessed, truth, owner, seen))
    return Answers(probabilities, guessed, truth, owner, seen, float(losses.mean()) if len(losses) else 0.0)


def of_data(data: Data, most: int) -> tuple[Example, ...]:
    """Up to `most` of the held-out examples, spread evenly over the file, so that every label keeps its share."""
    count = len(data.held_out)
    if count <= most:
        return data.held_out
    return tuple(data.held_out[i * count // most] for i in range(most))

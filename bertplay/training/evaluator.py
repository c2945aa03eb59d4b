"""What a network predicts for examples: probabilities, loss, and the features that its last linear layer reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from bertplay.models.head_pass import has_segments
from bertplay.training.data.examples import Data, Example
from bertplay.training.encode import IGNORED, NO_WORD, Batch, Features, collate, encode, filled, masked
from bertplay.training.jobs import LongTexts, Task
from bertplay.training.metrics import accuracy, entity_f1

BATCH = 64
TOP_K = 5


@dataclass(frozen=True, slots=True)
class Predictions:
    """One row for each unit: a sentence, a tagged word, a masked token.

    probabilities     [units, labels] float32; of masked tokens [units, 0], because the whole vocabulary would fill the memory
    predicted, truth  [units] int64, numbers of labels or ids of tokens; truth is IGNORED where it is not known
    example           [units] int64, the number of the example that a unit belongs to
    word              [units] int64, which of its words; NO_WORD of sentences and masked tokens
    features          [units, hidden] float32, what the last linear layer read; [units, 0] where it was not wanted
    loss              mean over the units, in nats; 0 of none
    """

    probabilities: torch.Tensor
    predicted: torch.Tensor
    truth: torch.Tensor
    example: torch.Tensor
    word: torch.Tensor
    features: torch.Tensor
    loss: float


class Evaluator:
    """Evaluates a network: knows its tokenizer, its labels and its context window."""

    def __init__(
        self,
        task: Task,
        model: nn.Module,
        tokenizer: Any,
        labels: Sequence[str],
        max_tokens: int,
        long_texts: LongTexts = LongTexts.HEAD,
    ) -> None:
        self.task, self.model, self.tokenizer, self.labels = task, model, tokenizer, tuple(labels)
        self.max_tokens, self.long_texts = max_tokens, long_texts

    def encode(self, examples: Sequence[Example]) -> list[Features]:
        """The examples as ids."""
        return encode(self.task, examples, self.tokenizer, self.labels, self.max_tokens, self.long_texts)

    def predict(self, rows: Sequence[Features], *, want_features: bool = False) -> Predictions:
        """Run the network over rows of ids, the shortest first so that little is padded. Its mode is left as it was."""
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]["input_ids"]))
        was_training, found = self.model.training, []
        self.model.eval()
        rng = torch.Generator().manual_seed(0)  # masks the same tokens at every evaluation
        with torch.inference_mode():
            for i in range(0, len(order), BATCH):
                chosen = order[i : i + BATCH]
                found.append(self._predict_batch([rows[j] for j in chosen], chosen, rng, want_features))
        self.model.train(was_training)
        return mean_over_windows(joined(found)) if self.long_texts is LongTexts.WINDOWS else joined(found)

    def _predict_batch(
        self, rows: list[Features], numbers: list[int], rng: torch.Generator, want_features: bool
    ) -> tuple[torch.Tensor, ...]:
        """The fields of Predictions in their order, with the loss of each unit."""
        batch = collate(rows, self.tokenizer)
        if self.task is Task.MASKED_WORDS:
            batch = masked(batch, self.tokenizer, rng)
        logits, features = self.forward(batch, want_features)
        truth = batch["labels"]
        of = torch.tensor([row.get("example", [number])[0] for row, number in zip(rows, numbers, strict=True)])
        example = of if truth.dim() == 1 else of[:, None].expand_as(truth)
        word = torch.full_like(truth, NO_WORD)
        if self.task is Task.ENTITIES:
            word = filled([row["words"] for row in rows], NO_WORD, self.tokenizer)
        is_unit = torch.ones_like(truth, dtype=torch.bool) if truth.dim() == 1 else truth != IGNORED
        logits, truth, example, word = logits[is_unit].float(), truth[is_unit], example[is_unit], word[is_unit]
        features = features[is_unit] if want_features else logits.new_zeros(len(truth), 0)
        losses = cross_entropy(logits, truth, reduction="none")
        probabilities = logits.new_zeros(len(truth), 0) if self.task is Task.MASKED_WORDS else logits.softmax(-1)
        return probabilities, logits.argmax(-1), truth, example, word, features.float(), losses

    def forward(self, batch: Batch, want_features: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits, and what the last linear layer read: [rows, …, labels] and [rows, …, hidden], on the CPU."""
        caught: list[torch.Tensor] = []
        head = getattr(self.model, "classifier", None)
        hook = head.register_forward_pre_hook(lambda _, given: caught.append(given[0])) if want_features and head is not None else None
        try:
            logits = self.model(**inputs_of(self.model, batch))["logits"].cpu()
        finally:
            if hook:
                hook.remove()
        return logits, caught[0].cpu() if caught else logits.new_zeros(*logits.shape[:-1], 0)

    def tags(self, predictions: Predictions, examples: Sequence[Example]) -> list[tuple[str, ...]]:
        """The predicted tag of each word of each example; "O" for a word that the tokenizer drops."""
        tags = [["O"] * len(example.words) for example in examples]
        units = (predictions.example.tolist(), predictions.word.tolist(), predictions.predicted.tolist())
        for number, word, label in zip(*units, strict=True):
            tags[number][word] = self.labels[label]
        return [tuple(found) for found in tags]

    def confidences(self, predictions: Predictions, examples: Sequence[Example]) -> list[tuple[float, ...]]:
        """The probability of the predicted tag of each word; 1 for a word that the tokenizer drops: that it is "O" is no prediction."""
        shares = [[1.0] * len(example.words) for example in examples]
        best = predictions.probabilities.max(-1).values.tolist()
        for number, word, share in zip(predictions.example.tolist(), predictions.word.tolist(), best, strict=True):
            shares[number][word] = share
        return [tuple(found) for found in shares]

    def metrics(self, predictions: Predictions, examples: Sequence[Example]) -> dict[str, float]:
        """accuracy, eval_loss, and f1 of entities."""
        if self.task is not Task.ENTITIES:
            share = float((predictions.predicted == predictions.truth).float().mean()) if len(predictions.truth) else 0.0
            return {"accuracy": share, "eval_loss": predictions.loss}
        predicted, truth = self.tags(predictions, examples), [e.tags for e in examples]
        flat = [tag for tags in truth for tag in tags], [tag for tags in predicted for tag in tags]
        return {"accuracy": accuracy(*flat), "eval_loss": predictions.loss, "f1": entity_f1(truth, predicted)}


def inputs_of(model: nn.Module, batch: Batch) -> Batch:
    """The batch without its labels, on the device of the model, with what the model takes."""
    left_out = {"labels"} if has_segments(model) else {"labels", "token_type_ids"}
    device = next(model.parameters()).device
    return {name: tensor.to(device) for name, tensor in batch.items() if name not in left_out}


def joined(found: list[tuple[torch.Tensor, ...]]) -> Predictions:
    """The batches in one, in the order of the examples."""
    probabilities, predicted, truth, example, word, features, losses = (torch.cat(batches) for batches in zip(*found, strict=True))
    by_word = torch.argsort(word, stable=True)
    order = by_word[torch.argsort(example[by_word], stable=True)]
    loss = float(losses.mean()) if len(losses) else 0.0
    return Predictions(probabilities[order], predicted[order], truth[order], example[order], word[order], features[order], loss)


def mean_over_windows(found: Predictions) -> Predictions:
    """One row for each text: the mean of the probabilities, and of the features, of its windows."""
    numbers, owner, counts = found.example.unique(return_inverse=True, return_counts=True)

    def mean(rows: torch.Tensor) -> torch.Tensor:
        sums: torch.Tensor = rows.new_zeros(len(numbers), rows.shape[1]).index_add_(0, owner, rows)
        means: torch.Tensor = sums / counts[:, None]
        return means

    truth = found.truth.new_zeros(len(numbers)).scatter_(0, owner, found.truth)
    word = found.word.new_zeros(len(numbers)).scatter_(0, owner, found.word)
    probabilities = mean(found.probabilities)
    loss = float(-probabilities.gather(1, truth[:, None]).clamp_min(1e-12).log().mean()) if len(numbers) else 0.0
    return Predictions(probabilities, probabilities.argmax(-1), truth, numbers, word, mean(found.features), loss)


def sample_held_out(data: Data, most: int) -> tuple[Example, ...]:
    """Up to `most` of the held-out examples, spread evenly over the file, so that every label keeps its share."""
    count = len(data.held_out)
    if count <= most:
        return data.held_out
    return tuple(data.held_out[i * count // most] for i in range(most))

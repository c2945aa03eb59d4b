"""What a finished model predicts for each held-out example, and the metrics of a baseline."""

from collections.abc import Sequence, Set

import numpy as np

from bertplay.results.tuned_model import LabelScore
from bertplay.training.baselines import Baseline, Probabilities
from bertplay.training.data.examples import Data, Example, units
from bertplay.training.evaluator import Evaluator, Predictions
from bertplay.training.jobs import Task
from bertplay.training.metrics import accuracy, entity_f1, spans
from bertplay.training.record import Prediction

Unit = tuple[int, int, int, str]
"""A label, or an entity of a kind: (example, first word, one after the last, label)."""


def network_predictions(evaluator: Evaluator, found: Predictions, examples: Sequence[Example]) -> tuple[Prediction, ...]:
    """What a network predicts for each example."""
    if evaluator.task is not Task.ENTITIES:
        rows = found.probabilities.tolist()
        return tuple(Prediction(e.text, e.pair, e.label, tuple(row), line=e.line) for e, row in zip(examples, rows, strict=True))
    answers = zip(examples, evaluator.tags(found, examples), evaluator.confidences(found, examples), strict=True)
    return tuple(tagged(example, tags, shares) for example, tags, shares in answers)


def baseline_predictions(data: Data, baseline: Baseline) -> tuple[Prediction, ...]:
    """The same of a baseline."""
    rows = iter(baseline.probabilities(data.held_out).tolist())
    if data.task is not Task.ENTITIES:
        return tuple(Prediction(e.text, e.pair, e.label, tuple(next(rows)), line=e.line) for e in data.held_out)
    predictions = []
    for example in data.held_out:
        own = [next(rows) for _ in example.words]
        tags = [baseline.labels[max(range(len(row)), key=row.__getitem__)] for row in own]
        predictions.append(tagged(example, tags, [max(row) for row in own]))
    return tuple(predictions)


def tagged(example: Example, predicted: Sequence[str], confidences: Sequence[float]) -> Prediction:
    """A tagged sentence with the predicted tags."""
    return Prediction(
        example.text,
        words=example.words,
        tags=example.tags,
        predicted=tuple(predicted),
        confidences=tuple(confidences),
        line=example.line,
    )


def baseline_metrics(data: Data, baseline: Baseline) -> dict[str, float]:
    """accuracy, eval_loss, and f1 of entities, on the held-out examples."""
    rows: Probabilities = baseline.probabilities(data.held_out)
    truth = units(data.held_out)
    predicted = [baseline.labels[i] for i in rows.argmax(1)]
    column = {label: i for i, label in enumerate(baseline.labels)}
    shares = rows[np.arange(len(truth)), [column[label] for label in truth]]
    metrics = {"accuracy": accuracy(truth, predicted), "eval_loss": float(-np.log(np.maximum(shares, 1e-12)).mean())}
    if data.task is Task.ENTITIES:
        left = iter(predicted)
        metrics["f1"] = entity_f1([e.tags for e in data.held_out], [[next(left) for _ in e.words] for e in data.held_out])
    return metrics


def label_scores(predictions: Sequence[Prediction], labels: Sequence[str]) -> tuple[LabelScore, ...]:
    """Precision, recall and F1 of every label; of tagged sentences of every kind of entity, as conlleval counts them."""
    true: set[Unit] = set()
    found: set[Unit] = set()
    for row, one in enumerate(predictions):
        if one.words:
            true |= {(row, *span) for span in spans(one.tags)}
            found |= {(row, *span) for span in spans(one.predicted)}
        else:
            true.add((row, 0, 0, one.label))
            found.add((row, 0, 0, labels[max(range(len(labels)), key=one.probabilities.__getitem__)]))
    is_tagged = any(one.words for one in predictions)
    kinds = dict.fromkeys(label[2:] for label in labels if label != "O") if is_tagged else labels
    return tuple(score_of(kind, true, found) for kind in kinds) if predictions else ()


def score_of(kind: str, true: Set[Unit], found: Set[Unit]) -> LabelScore:
    """One label among (row, first word, one after the last, label)."""
    there, said = {unit for unit in true if unit[3] == kind}, {unit for unit in found if unit[3] == kind}
    right = len(there & said)
    return LabelScore(kind, right / max(1, len(said)), right / max(1, len(there)), 2 * right / max(1, len(there) + len(said)), len(there))

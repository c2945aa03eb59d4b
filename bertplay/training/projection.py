"""Held-out sentences in a plane that stays the same while the model learns."""

from collections.abc import Sequence

import torch

from bertplay.results.training_events import ProjectedPoint
from bertplay.training.data.examples import Example
from bertplay.training.evaluator import Evaluator, Predictions
from bertplay.training.jobs import Task

MAX_POINTS = 100
MAX_CHARACTERS = 200


class Projection:
    """A fixed linear projection of what the last linear layer reads.

    x is the direction in which the head separates the labels at step 0 (the first right singular vector of its
    weights, centred): training pushes vectors of different labels apart along it. y is the second such direction,
    or for two labels the one in which the vectors themselves spread most at step 0. Neither changes during a run.
    """

    def __init__(self, head: torch.Tensor, features: torch.Tensor) -> None:
        """head [labels, hidden], features [points, hidden], both of step 0."""
        rows = torch.linalg.svd(head - head.mean(0), full_matrices=False)[2]
        x = rows[0]
        if len(head) > 2:
            y = rows[1]
        else:
            flat = features - features.mean(0)
            flat = flat - torch.outer(flat @ x, x)
            y = torch.linalg.svd(flat, full_matrices=False)[2][0]
        self.axes = torch.stack([x, y], 1)

    def coordinates(self, features: torch.Tensor) -> list[tuple[float, float]]:
        """[points, hidden] -> x and y of each."""
        return [(x, y) for x, y in (features @ self.axes).tolist()]


def project(
    projection: Projection, predictions: Predictions, evaluator: Evaluator, examples: Sequence[Example]
) -> tuple[ProjectedPoint, ...]:
    """Up to 100 held-out sentences in the plane; of entities as many of their words, half of them names if there are."""
    chosen = chosen_units(evaluator.task, predictions)
    points = []
    for unit, (x, y) in zip(chosen.tolist(), projection.coordinates(predictions.features[chosen]), strict=True):
        example = examples[int(predictions.example[unit])]
        text = example.words[int(predictions.word[unit])] if evaluator.task is Task.ENTITIES else example.text[:MAX_CHARACTERS]
        label = evaluator.labels[int(predictions.truth[unit])].removeprefix("B-").removeprefix("I-")
        points.append(ProjectedPoint(x, y, label, text))
    return tuple(points)


def chosen_units(task: Task, predictions: Predictions) -> torch.Tensor:
    """Which units are drawn: the same ones at every step."""
    everything = torch.arange(len(predictions.truth))
    if task is not Task.ENTITIES:
        return spread(everything, MAX_POINTS)
    is_name = predictions.truth > 0  # 0 is "O"
    names = spread(everything[is_name], MAX_POINTS // 2)
    return torch.cat([names, spread(everything[~is_name], MAX_POINTS - len(names))])


def spread(numbers: torch.Tensor, most: int) -> torch.Tensor:
    """Up to `most` of them, evenly."""
    return numbers if len(numbers) <= most else numbers[torch.arange(most) * len(numbers) // most]

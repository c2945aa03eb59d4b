"""What a finished model says to each held-out example, and the figures of a method without a network."""

from collections.abc import Sequence

import numpy as np

from bertplay.training.baselines import Baseline, Probabilities
from bertplay.training.config import Task
from bertplay.training.data.examples import Data, Example, units
from bertplay.training.figures import accuracy, entity_f1
from bertplay.training.judge import Answers, Judge
from bertplay.training.record import Judged


def judged_by_network(judge: Judge, answers: Answers, examples: Sequence[Example]) -> tuple[Judged, ...]:
    """What a network said to each example."""
    if judge.task is not Task.ENTITIES:
        rows = answers.probabilities.tolist()
        return tuple(Judged(e.text, e.pair, e.label, tuple(row), line=e.line) for e, row in zip(examples, rows, strict=True))
    said = judge.tags(answers, examples)
    certain: list[list[float]] = [[] for _ in examples]
    for owner, share in zip(answers.owner.tolist(), answers.probabilities.max(-1).values.tolist(), strict=True):
        certain[owner].append(share)
    return tuple(of_words(e, tags, shares) for e, tags, shares in zip(examples, said, certain, strict=True))


def judged_by_baseline(data: Data, baseline: Baseline) -> tuple[Judged, ...]:
    """The same of a method without a network."""
    rows = iter(baseline.probabilities(data.held_out).tolist())
    if data.task is not Task.ENTITIES:
        return tuple(Judged(e.text, e.pair, e.label, tuple(next(rows)), line=e.line) for e in data.held_out)
    judged = []
    for example in data.held_out:
        own = [next(rows) for _ in example.words]
        tags = [baseline.labels[max(range(len(row)), key=row.__getitem__)] for row in own]
        judged.append(of_words(example, tags, [max(row) for row in own]))
    return tuple(judged)


def of_words(example: Example, guessed: Sequence[str], certain: Sequence[float]) -> Judged:
    """A tagged sentence with the guesses; words beyond the window have no certainty."""
    return Judged(example.text, words=example.words, tags=example.tags, guessed=tuple(guessed), certain=tuple(certain), line=example.line)


def baseline_figures(data: Data, baseline: Baseline) -> dict[str, float]:
    """accuracy, eval_loss, and f1 of entities, on the held-out part."""
    rows: Probabilities = baseline.probabilities(data.held_out)
    truth = units(data.held_out)
    said = [baseline.labels[i] for i in rows.argmax(1)]
    place = {label: i for i, label in enumerate(baseline.labels)}
    shares = rows[np.arange(len(truth)), [place[label] for label in truth]]
    figures = {"accuracy": accuracy(truth, said), "eval_loss": float(-np.log(np.maximum(shares, 1e-12)).mean())}
    if data.task is Task.ENTITIES:
        left = iter(said)
        figures["f1"] = entity_f1([e.tags for e in data.held_out], [[next(left) for _ in e.words] for e in data.held_out])
    return figures

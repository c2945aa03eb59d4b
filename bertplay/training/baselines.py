"""The two baselines without a network: TF-IDF with logistic regression, and the most frequent label.

Both are written as JSON, never as a pickle: opening one of those runs code.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from bertplay.training.data.examples import Data, Example, units

NAME = "baseline.json"
UNSEEN = -20.0
Probabilities = npt.NDArray[np.float64]


class Baseline(Protocol):
    """A method that is fitted at once, without steps."""

    labels: tuple[str, ...]

    def probabilities(self, examples: Sequence[Example]) -> Probabilities:
        """[units, labels]: a row for each sentence, or for each word of tagged ones."""

    def as_json(self) -> dict[str, Any]:
        """Its fitted parameters, as plain values."""


class Majority:
    """Every label with its share of the training examples, whatever the text: its prediction is always the most frequent one."""

    def __init__(self, labels: tuple[str, ...], shares: Sequence[float]) -> None:
        self.labels, self.shares = labels, tuple(shares)

    @classmethod
    def fitted(cls, data: Data) -> "Majority":
        counts = Counter(units(data.train))
        return cls(data.labels, [counts[label] / counts.total() for label in data.labels])

    def probabilities(self, examples: Sequence[Example]) -> Probabilities:
        rows = sum(len(example.words) or 1 for example in examples)
        return np.tile(np.array(self.shares), (rows, 1))

    def as_json(self) -> dict[str, Any]:
        return {"kind": "majority", "labels": self.labels, "shares": self.shares}


class TfIdf:
    """Words and pairs of neighbouring words, counted and weighted by how rare they are (TF-IDF), and a logistic regression on them."""

    def __init__(
        self,
        labels: tuple[str, ...],
        words: dict[str, int],
        rarity: Sequence[float],
        weights: Sequence[Sequence[float]],
        bias: Sequence[float],
    ) -> None:
        """words: column of each; rarity [columns]; weights [labels, columns]; bias [labels]."""
        self.labels, self.words, self.rarity = labels, words, list(rarity)
        self.weights, self.bias = np.array(weights), np.array(bias)
        self.vectorizer = vectorizer(vocabulary=words)
        self.vectorizer.idf_ = np.array(rarity)

    @classmethod
    def fitted(cls, data: Data, seed: int) -> "TfIdf":
        from sklearn.linear_model import LogisticRegression

        count = vectorizer()
        columns = count.fit_transform(texts(data.train))
        learned = LogisticRegression(C=10.0, max_iter=1000, random_state=seed).fit(columns, units(data.train))
        weights, bias = learned.coef_, learned.intercept_
        if len(learned.classes_) == 2:  # sklearn keeps one row for two labels: the second against the first
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        words = {word: int(column) for word, column in count.vocabulary_.items()}
        row = {label: i for i, label in enumerate(learned.classes_)}
        nothing = [0.0] * len(words)  # a label that a small share of the examples happens to lack
        every = [weights[row[label]].tolist() if label in row else nothing for label in data.labels]
        starts = [float(bias[row[label]]) if label in row else UNSEEN for label in data.labels]
        return cls(data.labels, words, count.idf_.tolist(), every, starts)

    def probabilities(self, examples: Sequence[Example]) -> Probabilities:
        from sklearn.utils.extmath import softmax

        result: Probabilities = softmax(self.vectorizer.transform(texts(examples)) @ self.weights.T + self.bias)
        return result

    def as_json(self) -> dict[str, Any]:
        learned = {"words": self.words, "rarity": self.rarity, "weights": self.weights.tolist(), "bias": self.bias.tolist()}
        return {"kind": "tfidf", "labels": self.labels, **learned}


def vectorizer(vocabulary: dict[str, int] | None = None) -> Any:
    """Words of one letter count too, and so do pairs: "not good" is not "good"."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # here, so that a run of a network need not wait for its import

    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b|[!?]", vocabulary=vocabulary)


def texts(examples: Sequence[Example]) -> list[str]:
    """The sentences; the two of a pair one after the other."""
    return [f"{example.text} {example.pair}".strip() for example in examples]


def save_baseline(baseline: Baseline, folder: Path) -> None:
    """Write its fitted parameters."""
    (folder / NAME).write_text(json.dumps(baseline.as_json()), encoding="utf-8")


def open_baseline(folder: Path) -> Baseline:
    """Read it back."""
    values = json.loads((folder / NAME).read_text("utf-8"))
    labels = tuple(values["labels"])
    if values["kind"] == "majority":
        return Majority(labels, values["shares"])
    return TfIdf(labels, values["words"], values["rarity"], values["weights"], values["bias"])

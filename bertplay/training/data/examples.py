"""One labelled example, and all the data of a run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bertplay.results.problem import Problem
from bertplay.training.jobs import Task


@dataclass(frozen=True, slots=True)
class Example:
    """One row of a file.

    text    the sentence; of entities, the words joined by blanks; of masked words, a paragraph
    label   its label; "" for entities and masked words
    pair    the second sentence of a pair, else ""
    words, tags   of entities: one BIO tag a word, "O", "B-PER", "I-PER"
    line    the line of its file where it began, counted from 1
    """

    text: str
    label: str = ""
    pair: str = ""
    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Data:
    """The training and the held-out examples of a run.

    labels      that the model predicts, sorted; tags for entities, "O" first; empty for masked words
    problems    what was wrong, in the order of the lines; none of them fatal in a run that starts
    sha256      of the files, so that a model card can say what it was trained on
    licence     of the data; "" when only its owner knows
    """

    task: Task
    train: tuple[Example, ...]
    held_out: tuple[Example, ...]
    labels: tuple[str, ...]
    problems: tuple[Problem, ...]
    sha256: str
    licence: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether a run may start."""
        return not any(problem.is_fatal for problem in self.problems)

    @property
    def majority_share(self) -> float:
        """Accuracy on the held-out part of always giving the label that is most frequent in training; 0 without labels."""
        if not self.labels:
            return 0.0
        (label, _), *_ = Counter(units(self.train)).most_common(1)
        truth = units(self.held_out)
        return truth.count(label) / max(1, len(truth))


def units(examples: Sequence[Example]) -> list[str]:
    """What is counted right or wrong: a label for each sentence, or a tag for each word."""
    return [unit for example in examples for unit in (example.tags or (example.label,))]


def labels_of(task: Task, examples: Sequence[Example]) -> tuple[str, ...]:
    """The labels that occur, sorted.

    Of tags "O" comes first, and of every kind both "B-" and "I-": a kind of one word only in training may have
    two words later.
    """
    if task is Task.MASKED_WORDS:
        return ()
    if task is not Task.ENTITIES:
        return tuple(sorted({example.label for example in examples}))
    kinds = sorted({tag[2:] for example in examples for tag in example.tags if tag != "O"})
    return ("O", *(f"{prefix}-{kind}" for kind in kinds for prefix in "BI"))

"""What a model with a head for a task predicts: the label of a text, the entities in it, the answer in a passage."""

from dataclasses import dataclass
from statistics import fmean
from typing import Any

from bertplay.results.base import LazyText


@dataclass(frozen=True, slots=True)
class EntitySpan:
    """An entity, text[start:end], of a kind ("PER"), with the mean probability of its words' tags."""

    text: str
    kind: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What is predicted for one text.

    best            the likeliest label; of entities the tags in a row
    labels          every label; of entities the tag of each word; of masked words the likeliest words
    probabilities   one for each of `labels`; of a regression its number
    words           of entities: the words; of the others empty
    spans           of entities: those that the tags make, in the order of the text
    tokens, tokens_read   how many tokens the text has, special ones left out, and how many fitted into the window; 0 where none are counted
    """

    text: str
    best: str
    labels: tuple[str, ...]
    probabilities: tuple[float, ...]
    words: tuple[str, ...] = ()
    spans: tuple[EntitySpan, ...] = ()
    tokens: int = 0
    tokens_read: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether the model did not see the end of the text."""
        return self.tokens_read < self.tokens


@dataclass(frozen=True, slots=True)
class TextAnswers:
    """The predictions for several texts, and what the model is.

    folder       of its weights
    title        as people call it
    task         "classification", "pairs", "entities", "masked_words"
    method       how it was fine-tuned here; "" where that is not known
    activation   "softmax": one label is right; "sigmoid": each may be, by itself; "none": a number
    """

    folder: str
    task: str
    method: str
    answers: tuple[TextAnswer, ...]
    title: LazyText = ""
    activation: str = "softmax"


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A candidate answer, passage[start:end]: the probability that it begins there, times that it ends there."""

    text: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class PassageAnswers:
    """The answers to a question that a model finds in a passage, the most probable first.

    no_answer   the probability that the passage has none: begin and end at [CLS], as in SQuAD 2.0 (Rajpurkar et al. 2018)
    windows     in so many overlapping windows the passage was read
    """

    title: LazyText
    question: str
    passage: str
    spans: tuple[PassageSpan, ...]
    no_answer: float
    windows: int

    @property
    def best(self) -> PassageSpan | None:
        """The most probable answer; None where "no answer" is more probable."""
        first = self.spans[0] if self.spans else None
        return first if first and first.probability > self.no_answer else None


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """How near an answer comes to the gold answers, from 0 to 1: the same words, and the F1 of its words."""

    exact_match: float
    f1: float


@dataclass(frozen=True, slots=True)
class PredictedRow:
    """A row of a file with its prediction, or why it has none.

    line    where it begins, from 1
    cells   as they were, by column
    score   of an answer, where the file has gold answers
    """

    line: int
    cells: dict[str, Any]
    answer: TextAnswer | PassageAnswers | None
    problem: LazyText = ""
    score: AnswerScore | None = None


@dataclass(frozen=True, slots=True)
class PredictedTable:
    """A whole file, in its order.

    activation   what makes probabilities of logits, see TextAnswers; "" of answers in passages
    notes        which columns were read, and what was doubtful in the file
    """

    columns: tuple[str, ...]
    rows: tuple[PredictedRow, ...]
    activation: str = "softmax"
    notes: tuple[LazyText, ...] = ()

    @property
    def answers(self) -> tuple[TextAnswer | PassageAnswers, ...]:
        """Those of the rows that have one."""
        return tuple(row.answer for row in self.rows if row.answer is not None)

    @property
    def scores(self) -> tuple[AnswerScore, ...]:
        """Those of the answers that were compared with gold answers."""
        return tuple(row.score for row in self.rows if row.score is not None)

    @property
    def score(self) -> AnswerScore | None:
        """Their mean; None where there are none."""
        found = self.scores
        return AnswerScore(fmean(one.exact_match for one in found), fmean(one.f1 for one in found)) if found else None

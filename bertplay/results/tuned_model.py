"""A fine-tuned model: confusion matrix, calibration, word importance, forgetting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldOutPrediction:
    """A held-out example with the true label, the predicted one, and how probable the model found both.

    text   of a word of a tagged sentence: the sentence; `word` says which word
    line   its line in the file, from 1
    """

    text: str
    truth: str
    prediction: str
    prediction_probability: float
    truth_probability: float
    line: int
    pair: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How well one label is found; of named entities, how well the entities of one kind are, a whole entity at a time.

    precision   the share that is right of what was predicted
    recall      the share that was found of what is true
    f1          their harmonic mean; all three are 0 where nothing was found
    count       how many there are in truth
    """

    label: str
    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """The confusion matrix.

    labels   rows and columns
    counts   counts[i][j]: examples of label i classified as label j
    predictions  the examples, so that the sentences of a cell can be shown
    scores       precision, recall and F1 by label; of entities by kind
    """

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    predictions: tuple[HeldOutPrediction, ...]
    scores: tuple[LabelScore, ...] = ()

    @property
    def accuracy(self) -> float:
        """The share on the diagonal."""
        return sum(self.counts[i][i] for i in range(len(self.labels))) / max(1, len(self.predictions))

    def behind(self, truth: str, prediction: str) -> tuple[HeldOutPrediction, ...]:
        """The examples of one cell, the most certain first."""
        chosen = [one for one in self.predictions if one.truth == truth and one.prediction == prediction]
        return tuple(sorted(chosen, key=lambda one: -one.prediction_probability))

    def worst(self, most: int = 10) -> tuple[HeldOutPrediction, ...]:
        """The mistakes of which the model was surest."""
        wrong = [one for one in self.predictions if one.truth != one.prediction]
        return tuple(sorted(wrong, key=lambda one: one.truth_probability)[:most])


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The answers whose probability lay between low and high: how sure they were on average, how many were right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether 80 % sure means right in 80 % of the cases.

    bins    those that hold an answer, of ten of equal width
    error   expected calibration error (Guo et al. 2017): the mean gap between confidence and accuracy, weighted by count
    """

    bins: tuple[CalibrationBin, ...]
    error: float
    predictions: int


@dataclass(frozen=True, slots=True)
class WordWeight:
    """One word, and how much less probable the answer becomes without it; negative: it is evidence against the answer."""

    word: str
    start: int
    end: int
    change: float


@dataclass(frozen=True, slots=True)
class WordImportance:
    """Which words mattered: each was hidden in turn, all others stayed.

    hidden_as   "[MASK]" where the model knows a mask, "" where the word was left out
    """

    text: str
    label: str
    probability: float
    words: tuple[WordWeight, ...]
    hidden_as: str


@dataclass(frozen=True, slots=True)
class ForgottenWord:
    """A hidden word of a sentence, with its probability before and after fine-tuning. prediction_…: the top one."""

    text: str
    word: str
    before: float
    after: float
    prediction_before: str
    prediction_after: str


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The masked-word head of the old model on the encoder of the tuned one: what fine-tuning did to what it knew.

    words         every word of the sentences that is one token, hidden in turn; those that lost most first
    top1_before, top1_after   the share predicted first
    bits_before, bits_after   mean surprisal, in bits
    """

    base: str
    words: tuple[ForgottenWord, ...]
    top1_before: float
    top1_after: float
    bits_before: float
    bits_after: float

"""What a fine-tuned model gives: answers, its mistakes and their pattern, what moved it, what it forgot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TunedAnswer:
    """What a fine-tuned model says to one text.

    words           of entities: the words; of the others empty
    labels          every label; of entities the tag of each word; of masked words the likeliest words
    probabilities   one for each of `labels`
    best            the likeliest label; of entities the tags in a row
    """

    text: str
    best: str
    labels: tuple[str, ...]
    probabilities: tuple[float, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TunedAnswers:
    """The answers to several texts, and what the model is."""

    folder: str
    task: str
    method: str
    answers: tuple[TunedAnswer, ...]


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A held-out example with the true label, the guessed one, and how probable the model found both.

    text   of a word of a tagged sentence: the sentence; `word` says which word
    line   where it stands in its file, from 1
    """

    text: str
    truth: str
    guess: str
    guess_probability: float
    truth_probability: float
    line: int
    pair: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each label was taken for each.

    labels   rows and columns
    counts   counts[i][j]: examples of label i that were taken for label j
    judged   the examples, so that the sentences behind a cell can be shown
    """

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    judged: tuple[JudgedText, ...]

    @property
    def accuracy(self) -> float:
        """The share on the diagonal."""
        return sum(self.counts[i][i] for i in range(len(self.labels))) / max(1, len(self.judged))

    def behind(self, truth: str, guess: str) -> tuple[JudgedText, ...]:
        """The examples behind one cell, the surest first."""
        chosen = [one for one in self.judged if one.truth == truth and one.guess == guess]
        return tuple(sorted(chosen, key=lambda one: -one.guess_probability))

    def worst(self, most: int = 10) -> tuple[JudgedText, ...]:
        """The mistakes of which the model was surest."""
        wrong = [one for one in self.judged if one.truth != one.guess]
        return tuple(sorted(wrong, key=lambda one: one.truth_probability)[:most])


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The answers whose probability lay between low and high: how sure they were on average, how many were right."""

    low: float
    high: float
    count: int
    sureness: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether 80 % sure means right in 80 % of the cases.

    bins    those that hold an answer, of ten of equal width
    error   expected calibration error (Guo et al. 2017): the mean gap between sureness and accuracy, weighted by count
    """

    bins: tuple[CalibrationBin, ...]
    error: float
    judged: int


@dataclass(frozen=True, slots=True)
class WordWeight:
    """One word, and how much less probable the answer becomes without it; negative: it spoke against the answer."""

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
    """A hidden word of a sentence, as the model knew it before and after it was tuned. `guess` is the first one."""

    text: str
    word: str
    before: float
    after: float
    guess_before: str
    guess_after: str


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The masked-word head of the old model on the encoder of the tuned one: what fine-tuning did to what it knew.

    words         every word of the sentences that is one piece, hidden in turn; those that lost most come first
    top1_before, top1_after   the share guessed first
    bits_before, bits_after   mean surprise, in bits
    """

    base: str
    words: tuple[ForgottenWord, ...]
    top1_before: float
    top1_after: float
    bits_before: float
    bits_after: float

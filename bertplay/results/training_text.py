"""Predictions beside the training text that they may have been learned from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence of the sample; start and end are the characters of the word in it. part: the collection that it is from."""

    text: str
    start: int
    end: int
    part: str


@dataclass(frozen=True, slots=True)
class WordInText:
    """One predicted word in the sample.

    sentences   how many hold it
    alike       how many of these have a like context
    found       the most similar of these
    """

    word: str
    probability: float
    sentences: int
    alike: int
    found: tuple[FoundSentence, ...]


@dataclass(frozen=True, slots=True)
class TrainingTextSearch:
    """The top predictions for a mask, and where their words occur in a sample of the training text.

    context   the words of the sentence by which a context is found alike
    size      sentences of the sample
    """

    model: str
    text: str
    context: tuple[str, ...]
    size: int
    words: tuple[WordInText, ...]

    @property
    def alike(self) -> int:
        """Sentences of a like context that hold one of the words."""
        return sum(word.alike for word in self.words)

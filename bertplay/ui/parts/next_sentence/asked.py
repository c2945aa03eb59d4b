"""What a reader asks on the next-sentence page."""

from dataclasses import dataclass

from bertplay.lessons.next_sentence import PairExample, RankExample, pair_examples, rank_examples
from bertplay.wording import t


@dataclass(frozen=True, slots=True)
class Asked:
    """A model, a part of the page, and what was typed in it; what belongs to other parts is empty.

    first        the sentence that is continued (two sentences, several candidates)
    second       the one that may continue it (two sentences)
    candidates   those that may (several candidates)
    text         paragraphs (the bench, every order)
    """

    model: str
    part: str
    first: str = ""
    second: str = ""
    candidates: tuple[str, ...] = ()
    text: str = ""

    @property
    def lack(self) -> str:
        """What is still to be typed, or nothing."""
        if self.part == "pair" and not (self.first.strip() and self.second.strip()):
            return t("Type two sentences, or take one of the examples.")
        if self.part == "rank" and not (self.first.strip() and len(self.candidates) > 1):
            return t("Type a sentence and at least two candidates, or take one of the examples.")
        if self.part in {"bench", "matrix"} and not self.text.strip():
            return t("Paste a paragraph or more, or take one of the samples.")
        return ""

    @property
    def pair_example(self) -> PairExample | None:
        """The example that was typed here, if it is one: of it the right answer is known."""
        return next((e for e in pair_examples() if (e.first, e.second) == (self.first, self.second)), None)

    @property
    def rank_example(self) -> RankExample | None:
        return next((e for e in rank_examples() if (e.first, e.candidates) == (self.first, self.candidates)), None)

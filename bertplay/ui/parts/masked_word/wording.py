"""Figures in words, for the masked-word page. Plain text: no function here writes markdown."""

from collections.abc import Sequence

from bertplay.results import MaskGuesses, WindowCut, WordScore
from bertplay.results.compare import JudgedWord
from bertplay.wording import mark, number, percent, t

ORDINALS = (
    mark("First mask"),
    mark("Second mask"),
    mark("Third mask"),
    mark("Fourth mask"),
    mark("Fifth mask"),
    mark("Sixth mask"),
)

MOST_SUSPECTED = 3

SURENESS = (
    (0.5, mark("Certain")),
    (2.0, mark("Rather sure")),
    (4.0, mark("Undecided")),
    (7.0, mark("Unsure")),
    (float("inf"), mark("Guessing in the dark")),
)


def sureness(mask: MaskGuesses) -> str:
    """The entropy in a word, in bits, and as a number of equally probable words.

    3.2 bits -> "Undecided: 3.2 bits, like a choice among 9.2 equally probable words."
    """
    words = 2**mask.entropy_bits
    choices = number(words, ",.0f" if words >= 10 else ".1f")
    said = mark("{sure}: {bits:.1f} bits, like a choice among {choices} equally probable words.")
    return t(said, sure=sure_word(mask), bits=mask.entropy_bits, choices=choices)


def in_brief(mask: MaskGuesses) -> str:
    """The same in little room, with the hidden word when there is one.

    "Hidden: York, no. 12, 4.1%" and "Undecided, 3.2 bits" on two lines
    """
    sure = t("{sure}, {bits:.1f} bits", sure=sure_word(mask), bits=mask.entropy_bits)
    if mask.hidden is None:
        return sure
    share = percent(mask.hidden.probability)
    score = t("no. {rank:,}, {share}", rank=mask.hidden.rank, share=share) if mask.hidden.rank else share
    return f"{t('Hidden: {word}, {score}', word=mask.hidden.word, score=score)}\n{sure}"


def sure_word(mask: MaskGuesses) -> str:
    """How sure the model is, in a word or two."""
    return t(next(name for limit, name in SURENESS if mask.entropy_bits < limit))


def place_of_hidden(hidden: WordScore) -> str:
    """Where the word that was hidden stands among the guesses.

    "Hidden here: Paris, guess number 3 with 7.2%."
    """
    if not hidden.is_known:
        return t("Hidden here: {word}, which this model cannot write.", word=hidden.word)
    share = percent(hidden.probability)
    if hidden.rank is None:
        said, pieces = mark("Hidden here: {word}, which takes {n} pieces ({pieces}), {share}."), " ".join(hidden.pieces)
        return t(said, word=hidden.word, n=len(hidden.pieces), pieces=pieces, share=share)
    return t("Hidden here: {word}, guess number {rank:,} with {share}.", word=hidden.word, rank=hidden.rank, share=share)


def about_cut(cut: WindowCut, which: str) -> str:
    """That the model did not see all of the text, and which pieces it saw: "those around the masks"."""
    said = mark("The text is longer than this model's window: it saw {kept:,} of {total:,} pieces, {which}.")
    return t(said, kept=cut.kept, total=cut.total, which=t(which))


def falsest(words: Sequence[JudgedWord]) -> str:
    """The words of a sentence that look falsest, first the worst: the colours in words, for who cannot point at them.

    "Most likely false: “ate” 94%, “meal” 12%, “The” 3.1%"
    """
    worst = sorted(words, key=lambda word: word.probability, reverse=True)[:MOST_SUSPECTED]
    named = [t("“{word}” {share}", word=word.word, share=percent(word.probability)) for word in worst]
    return t("Most likely false: {words}", words=", ".join(named))


def ordinal(index: int) -> str:
    """0 -> "First mask", 6 -> "Mask 7"."""
    return t(ORDINALS[index]) if index < len(ORDINALS) else t("Mask {number}", number=index + 1)

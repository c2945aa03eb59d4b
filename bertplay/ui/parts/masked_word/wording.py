"""Figures in words, for the masked-word page. Plain text: no function here writes markdown."""

from bertplay.charts.palette import percent
from bertplay.results import MaskGuesses, WindowCut, WordScore

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")

SURENESS = (
    (0.5, "Certain"),
    (2.0, "Rather sure"),
    (4.0, "Undecided"),
    (7.0, "Unsure"),
    (float("inf"), "Guessing in the dark"),
)


def sureness(mask: MaskGuesses) -> str:
    """The entropy in a word, in bits, and as a number of equally probable words.

    3.2 bits -> "Undecided: 3.2 bits, like a choice among 9.2 equally probable words."
    """
    words = 2**mask.entropy_bits
    form = ",.0f" if words >= 10 else ".1f"
    return f"{sure_word(mask)}: {mask.entropy_bits:.1f} bits, like a choice among {words:{form}} equally probable words."


def in_brief(mask: MaskGuesses) -> str:
    """The same in little room, with the hidden word when there is one.

    "Hidden: York, no. 12, 4.1 %" and "Undecided, 3.2 bits" on two lines
    """
    sure = f"{sure_word(mask)}, {mask.entropy_bits:.1f} bits"
    if mask.hidden is None:
        return sure
    rank = f"no. {mask.hidden.rank:,}, " if mask.hidden.rank else ""
    return f"Hidden: {mask.hidden.word}, {rank}{percent(mask.hidden.probability)}\n{sure}"


def sure_word(mask: MaskGuesses) -> str:
    """How sure the model is, in a word or two."""
    return next(name for limit, name in SURENESS if mask.entropy_bits < limit)


def place_of_hidden(hidden: WordScore) -> str:
    """Where the word that was hidden stands among the guesses.

    "Hidden here: Paris, guess number 3 with 7.2 %."
    """
    if not hidden.is_known:
        return f"Hidden here: {hidden.word}, which this model cannot write."
    if hidden.rank is None:
        pieces = f"{len(hidden.pieces)} pieces ({' '.join(hidden.pieces)})"
        return f"Hidden here: {hidden.word}, which takes {pieces}, {percent(hidden.probability)}."
    return f"Hidden here: {hidden.word}, guess number {hidden.rank:,} with {percent(hidden.probability)}."


def about_cut(cut: WindowCut, which: str) -> str:
    """That the model did not see all of the text, and which pieces it saw: "those around the masks"."""
    return f"The text is longer than this model's window: it saw {cut.kept:,} of {cut.total:,} pieces, {which}."


def ordinal(index: int) -> str:
    """0 -> "First mask", 6 -> "Mask 7"."""
    return f"{ORDINALS[index]} mask" if index < len(ORDINALS) else f"Mask {index + 1}"

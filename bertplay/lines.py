"""Results as lines of plain text, as the commands print them without --json."""

import math
from collections.abc import Iterator, Sequence

from bertplay.results import (
    JointGuesses,
    MaskedWordGuesses,
    NamedWords,
    SentenceSurprise,
    SidedGuesses,
    WindowCut,
    WordContrast,
    WordGuess,
    WordScore,
)

MOST_DIFFERING = 20


def guess_lines(found: MaskedWordGuesses) -> Iterator[str]:
    """mask 1, 3.2 bits of uncertainty; below it "41.0%  paris" and so on."""
    for mask in found.masks:
        yield f"mask {mask.index + 1}, {mask.entropy_bits:.1f} bits of uncertainty"
        yield from word_lines(mask.guesses)
        if mask.hidden:
            yield f"hidden was {score_line(mask.hidden).strip()}"
    yield from cut_lines(found.cut)


def word_lines(guesses: Sequence[WordGuess]) -> Iterator[str]:
    yield from (f"  {guess.probability:6.1%}  {guess.word}" for guess in guesses)


def score_line(score: WordScore) -> str:
    """0.312%  paris (rank 4), and what is to be known of a word that is not one piece."""
    if not score.is_known:
        return f"   unknown   {score.word}"
    note = f"rank {score.rank}" if score.rank else " ".join(score.pieces)
    return f"  {percent(score.probability)}  {score.word} ({note})"


def percent(share: float) -> str:
    """Three digits however small, ten columns: 0.0000123 -> "0.00123 %"."""
    return f"{100 * share:8.3g} %"


def cut_lines(cut: WindowCut | None) -> Iterator[str]:
    if cut:
        yield f"The text is longer than the model's window: {cut.kept:,} of its {cut.total:,} pieces were used."


def joint_lines(found: JointGuesses) -> Iterator[str]:
    yield " together      alone  words"
    yield from (f"{percent(guess.probability)} {percent(guess.alone)}  {' … '.join(guess.words)}" for guess in found.combinations)


def named_lines(found: NamedWords) -> Iterator[str]:
    yield from (score_line(word) for word in found.words)


def contrast_lines(found: WordContrast) -> Iterator[str]:
    """The words that differ most, with their probability in the first and in the second sentence."""
    yield "    first     second  word"
    for i in found.differing[:MOST_DIFFERING]:
        yield f"{percent(2.0 ** float(found.first[i]))} {percent(2.0 ** float(found.second[i]))}  {found.words[i]}"


def sides_lines(found: SidedGuesses) -> Iterator[str]:
    for title, mask in (("left side only", found.left), ("right side only", found.right), ("both sides", found.both)):
        yield f"{title}, {mask.entropy_bits:.1f} bits of uncertainty"
        yield from word_lines(mask.guesses)


def surprise_lines(found: SentenceSurprise) -> Iterator[str]:
    """12.3 bits  constitution, and what the model would have said there."""
    for word in found.words:
        yield f"{word.bits:6.1f} bits  {word.word}  (its guess: {word.guess.word}, {word.guess.probability:.1%})"
    bits = math.log2(found.pseudo_perplexity)
    yield f"pseudo-perplexity {found.pseudo_perplexity:.1f}: each piece surprises by {bits:.1f} bits on average"
    yield from cut_lines(found.cut)

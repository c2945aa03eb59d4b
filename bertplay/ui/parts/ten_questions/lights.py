"""What each card lights up in its experiment: found in the result, never typed in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bertplay.charts.light import Marks
from bertplay.results import MaskedWordGuesses, MaskGuesses, SidedGuesses
from bertplay.results.layers import LayerWalk, WordOrder
from bertplay.results.next_sentence import NextSentenceVerdict
from bertplay.results.recurrence import Race
from bertplay.results.wordpiece import WordSearch

WAY_ON = "way_on"
ROUNDING = 1e-3
"""Two vectors that are nowhere further apart than this are equal but for rounding."""


@dataclass(frozen=True, slots=True)
class Lit:
    """What is lit: the marks of each figure from left to right, and in a sentence what they mark."""

    says: str
    figures: tuple[Marks, ...]


def steepest(walk: LayerWalk, place: int) -> Lit:
    """The line that ends highest, and the layer in which it rises most."""
    heights = [float(layer.final[place, 0]) for layer in walk.layers]
    rises = [after - before for before, after in pairwise(heights)]
    word = f"“{walk.layers[-1].guesses[place][0].word}”, the line that ends highest"
    if max(rises) <= 0:
        return Lit(f"{word}. It rises in no layer.", ({},))
    layer = rises.index(max(rises)) + 1
    return Lit(f"{word}, and layer {layer}, where it rises most.", ({layer: "rises most"},))


def surest(answers: Sequence[MaskedWordGuesses]) -> Lit:
    """The model whose first guess is the most probable."""
    shares = [answer.masks[0].guesses[0].probability for answer in answers]
    row = shares.index(max(shares))
    word = answers[row].masks[0].guesses[0].word
    return Lit(f"the surest first guess, “{word}”. Sure is not the same as right.", ({row: "surest"},))


def equal(order: WordOrder) -> Lit:
    """The piece whose vectors are furthest apart; without positions, every piece whose vectors became equal."""
    apart = [piece.with_positions for piece in order.pieces]
    furthest = apart.index(max(apart))
    same = {row: "equal" for row, piece in enumerate(order.pieces) if piece.without_positions < ROUNDING}
    says = f"“{order.pieces[furthest].text}”, which moved furthest, and on the right {len(same)} of {len(apart)} pairs that became equal."
    return Lit(says, ({furthest: "furthest"}, same))


def longest(race: Race) -> Lit:
    """The longest lap."""
    lap = race.laps[-1]
    times = lap.recurrent_ms / lap.attention_ms
    says = f"the longest lap, {lap.length} tokens, where the LSTM takes {times:.1f} times as long."
    return Lit(says, ({len(race.laps) - 1: f"{times:.1f} times"},))


def in_both(first: MaskGuesses, second: MaskGuesses) -> Lit:
    """The words that stand in both lists."""
    words = [guess.word for guess in first.guesses], [guess.word for guess in second.guesses]
    shared = [word for word in words[0] if word in words[1]]
    says = f"{len(shared)} of {len(words[0])} words, which stand in both lists." if shared else "nothing: no word stands in both lists."
    return Lit(says, tuple({row: "in both" for row, word in enumerate(side) if word in shared} for side in words))


def verdict(said: NextSentenceVerdict) -> Lit:
    """The label that wins."""
    return Lit(f"label {said.label}, which has the greater logit.", ({said.label: ""},))


def from_both(sided: SidedGuesses) -> Lit:
    """The first guess of both sides, wherever it stands."""
    sides = (sided.left, sided.right, sided.both)
    word = sided.both.guesses[0].word
    figures = tuple({row: "" for row, guess in enumerate(side.guesses) if guess.word == word} for side in sides)
    left, right = (f"number {min(marks) + 1}" if marks else "not in the list" for marks in figures[:2])
    return Lit(f"“{word}”, the first guess from both sides. From the left alone it is {left}, from the right alone {right}.", figures)


def found(search: WordSearch) -> Lit:
    """The look-ups that the vocabulary answered with yes."""
    rows = {row: "a piece" for row, look in enumerate(search.look_ups) if look.is_found}
    return Lit(f"{len(rows)} of {len(search.look_ups)} questions, which found a piece.", (rows,))


def way_on() -> Lit:
    """The button that leads to the experiment, where a card has no figure of its own."""
    return Lit("the button that leads there.", ())


Light = Callable[..., Lit]
LIGHTS: dict[str, Light] = {
    "steepest": steepest,
    "surest": surest,
    "equal": equal,
    "longest": longest,
    "in_both": in_both,
    "verdict": verdict,
    "from_both": from_both,
    "found": found,
    WAY_ON: way_on,
}

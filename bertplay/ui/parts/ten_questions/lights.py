"""What each card lights up in its experiment: found in the result, never typed in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import streamlit as st

from bertplay.charts.light import Marks
from bertplay.results import MaskedWordGuesses, MaskGuesses, SidedGuesses
from bertplay.results.embeddings import FollowedWord
from bertplay.results.layers import LayerWalk, WordOrder
from bertplay.results.next_sentence import NextSentenceVerdict
from bertplay.results.recurrence import Race
from bertplay.results.training_curves import RunCurves
from bertplay.results.wordpiece import WordSearch
from bertplay.ui.feedback import plain
from bertplay.wording import mark, percent, t, t_n

SPACES = "Ġ▁"
"""What some families write for the space before a word."""
ROUNDING = 1e-3
"""Two vectors that are nowhere further apart than this are equal but for rounding."""


@dataclass(frozen=True, slots=True)
class Lit:
    """What is lit: the marks of each figure from left to right, and a sentence that says what they mark."""

    says: str
    figures: tuple[Marks, ...]


def say_lit(lit: Lit) -> None:
    """What the arrows of the figures above mark, as text: the words in it are the model's."""
    st.text(plain(lit.says))


def steepest(walk: LayerWalk, place: int) -> Lit:
    """The line that ends highest, and the layer in which it rises most."""
    heights = [float(layer.final[place, 0]) for layer in walk.layers]
    rises = [after - before for before, after in pairwise(heights)]
    word = walk.layers[-1].guesses[place][0].word
    if max(rises) <= 0:
        return Lit(t("← marks “{word}”, the line that ends highest. It rises in no layer.", word=word), ({},))
    layer = rises.index(max(rises)) + 1
    says = t("← marks “{word}”, the line that ends highest, and layer {layer}, where it rises most.", word=word, layer=layer)
    return Lit(says, ({layer: t("rises most")},))


def surest(answers: Sequence[MaskedWordGuesses]) -> Lit:
    """The model whose first guess is the most probable."""
    shares = [answer.masks[0].guesses[0].probability for answer in answers]
    row = shares.index(max(shares))
    word = answers[row].masks[0].guesses[0].word.lstrip(SPACES)
    says = t("← marks the surest first guess, “{word}”. Sure is not the same as right.", word=word)
    return Lit(says, ({row: t("surest")},))


def equal(order: WordOrder) -> Lit:
    """The piece whose vectors are furthest apart; without positions, every piece whose vectors became equal."""
    apart = [piece.with_positions for piece in order.pieces]
    furthest = apart.index(max(apart))
    same = {row: t("equal") for row, piece in enumerate(order.pieces) if piece.without_positions < ROUNDING}
    says = t_n(
        "← marks “{piece}”, which moved furthest, and on the right {n} of {pairs} pairs that became equal.",
        "← marks “{piece}”, which moved furthest, and on the right {n} of {pairs} pairs that became equal.",
        len(same),
        piece=order.pieces[furthest].text,
        pairs=len(apart),
    )
    return Lit(says, ({furthest: t("furthest")}, same))


def longest(race: Race) -> Lit:
    """The longest lap."""
    lap = race.laps[-1]
    times = lap.recurrent_ms / lap.attention_ms
    says = t("↓ marks the longest lap, {length} tokens, where the LSTM takes {times:.1f} times as long.", length=lap.length, times=times)
    return Lit(says, ({len(race.laps) - 1: t("{times:.1f} times", times=times)},))


def in_both(first: MaskGuesses, second: MaskGuesses) -> Lit:
    """The words that stand in both lists."""
    words = [guess.word for guess in first.guesses], [guess.word for guess in second.guesses]
    shared = [word for word in words[0] if word in words[1]]
    return Lit(
        say_shared(len(shared), len(words[0])),
        tuple({row: t("in both") for row, word in enumerate(side) if word in shared} for side in words),
    )


def say_shared(shared: int, words: int) -> str:
    """How many words of a list stand in the other one too."""
    if not shared:
        return t("← marks nothing: no word stands in both lists.")
    return t_n(
        "← marks {n} of {words} words, which stands in both lists.",
        "← marks {n} of {words} words, which stand in both lists.",
        shared,
        words=words,
    )


def verdict(said: NextSentenceVerdict) -> Lit:
    """The label that wins."""
    return Lit(t("← marks label {label}, which has the greater logit.", label=said.label), ({said.label: ""},))


def nearest(followed: FollowedWord) -> Lit:
    """The sentence in which the word ends nearest to the first."""
    first, last = followed.cosines[0], followed.cosines[-1]
    other = last.index(max(last))
    says = t(
        "← marks sentence {number}, where “{word}” ends nearest to sentence {first}: cosine {end:.2f} after the last layer, {start:.2f} at "
        "layer 0. Any two words have {unrelated:.2f} after the last layer.",
        number=followed.numbers[other + 1],
        word=followed.word,
        first=followed.numbers[0],
        end=last[other],
        start=first[other],
        unrelated=followed.baselines[-1].mean,
    )
    return Lit(says, ({other: ""},))


def from_both(sided: SidedGuesses) -> Lit:
    """The first guess of both sides, wherever it stands."""
    sides = (sided.left, sided.right, sided.both)
    word = sided.both.guesses[0].word
    figures = tuple({row: "" for row, guess in enumerate(side.guesses) if guess.word == word} for side in sides)
    left, right = (t("number {place}", place=min(marks) + 1) if marks else t("not in the list") for marks in figures[:2])
    says = t(
        "← marks “{word}”, the first guess from both sides. From the left alone it is {left}, from the right alone {right}.",
        word=word,
        left=left,
        right=right,
    )
    return Lit(says, figures)


def found(search: WordSearch) -> Lit:
    """The look-ups that the vocabulary answered with yes."""
    rows = {row: t("a piece") for row, look in enumerate(search.look_ups) if look.is_found}
    says = t_n(
        "← marks {n} of {questions} questions, which found a piece.",
        "← marks {n} of {questions} questions, which found a piece.",
        len(rows),
        questions=len(search.look_ups),
    )
    return Lit(says, (rows,))


def ahead(curves: Sequence[RunCurves]) -> Lit:
    """How often each is right by now, and what each says to the reader's sentence."""
    return Lit("\n".join(map(say_share, curves)), ())


def say_share(curves: RunCurves) -> str:
    """All weights: right on 73% of new sentences; yours is about science (26%)."""
    last = curves.evaluations[-1]
    share = percent(last.accuracy)
    if not last.own or not last.own[0].best:
        return t("{method}: right on {share} of new sentences.", method=curves.method, share=share)
    best = last.own[0].best
    said = t("{label} ({share})", label=best, share=percent(last.own[0].probability(best)))
    return t("{method}: right on {share} of new sentences; to yours it says {said}.", method=curves.method, share=share, said=said)


def flipped(curves: RunCurves, own: str) -> Lit:
    """What the reader's sentence was called at first and is called now, and how little the layers moved."""
    first, now = curves.evaluations[0], curves.evaluations[-1]
    said = []
    if first.own and now.own:
        before, after = first.own[0].best, now.own[0].best
        text = mark("“{own}” is {after} now ({share}); before the training it was {before}.")
        said.append(t(text, own=own, before=before, after=after, share=percent(now.own[0].probability(after))))
    said.append(t("Right on {share} of new sentences.", share=percent(now.accuracy)))
    if any(now.layer_movement):
        said.append(
            t(
                "The layers have moved by {least} to {most} of their size.",
                least=percent(min(now.layer_movement)),
                most=percent(max(now.layer_movement)),
            )
        )
    return Lit(" ".join(said), ())


Light = Callable[..., Lit]
LIGHTS: dict[str, Light] = {
    "steepest": steepest,
    "surest": surest,
    "equal": equal,
    "longest": longest,
    "in_both": in_both,
    "verdict": verdict,
    "nearest": nearest,
    "found": found,
    "ahead": ahead,
    "flipped": flipped,
}

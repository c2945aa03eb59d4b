"""What the cards of the home page light up is found in the result."""

import numpy as np
import pytest

from bertplay.lessons.ten_questions import ten_questions
from bertplay.results import MaskedWordGuesses, MaskGuesses, Piece, SidedGuesses, WordGuess
from bertplay.results.embeddings import Baseline, FollowedWord
from bertplay.results.layers import LayerGuesses, LayerWalk, MovedPiece, WordOrder
from bertplay.results.next_sentence import NextSentenceVerdict
from bertplay.results.recurrence import Race, RaceLap
from bertplay.results.wordpiece import LookUp, WordSearch
from bertplay.ui.parts.ten_questions.experiments import folded
from bertplay.ui.parts.ten_questions.lights import LIGHTS, equal, found, from_both, in_both, longest, nearest, steepest, surest, verdict


def guesses(**words: float) -> MaskGuesses:
    return MaskGuesses(0, tuple(WordGuess(word, share) for word, share in words.items()), 1.0)


def walk(*heights: float) -> LayerWalk:
    """One piece, and how probable the last guess is after every layer."""
    layers = tuple(
        LayerGuesses(number, ((WordGuess("door", height),),), np.zeros(1, np.float32), np.array([[height]], np.float32))
        for number, height in enumerate(heights)
    )
    piece = Piece("[MASK]", 4, 0, 6, continues_word=False, is_special=True)
    nothing = np.zeros((len(heights) - 1, 1), np.float32)
    return LayerWalk("bert", "t", (piece,), None, layers, nothing, nothing, nothing[0], nothing[0])


def test_every_card_names_a_light_and_every_light_has_a_card() -> None:
    assert {question.light for question in ten_questions()} == set(LIGHTS)


@pytest.mark.parametrize(("heights", "layer"), [((0.0, 0.1, 0.7, 0.6), 2), ((0.0, 0.5, 0.6), 1), ((0.1, 0.1, 0.3), 2)])
def test_the_layer_of_the_greatest_rise(heights: tuple[float, ...], layer: int) -> None:
    lit = steepest(walk(*heights), 0)
    assert lit.figures == ({layer: "rises most"},)
    assert f"“door”, the line that ends highest, and layer {layer}" in lit.says


def test_a_line_that_never_rises_marks_no_layer() -> None:
    assert steepest(walk(0.5, 0.4), 0).figures == ({},)


def test_the_surest_of_several_models() -> None:
    answers = [MaskedWordGuesses("m", "t", (mask,)) for mask in (guesses(the=0.2), guesses(two=0.7), guesses(a=0.4))]
    assert surest(answers).figures == ({1: "surest"},)
    assert "“two”" in surest(answers).says


def test_the_pairs_that_became_equal() -> None:
    pieces = (MovedPiece("dog", 1, 3, 2.0, 0.5, 1e-6), MovedPiece("man", 3, 1, 3.0, 0.5, 0.4))
    lit = equal(WordOrder("bert", "a", "b", pieces))
    assert lit.figures == ({1: "furthest"}, {0: "equal"})
    assert "“man”" in lit.says
    assert "1 of 2 pairs" in lit.says


def test_the_longest_lap_says_how_many_times() -> None:
    lit = longest(Race("bert", 8, 2, 1, (1, 1), tuple(RaceLap(n, 3.0 * n, 2.0 * n, n, 1, n, 1, 1, 1) for n in (16, 32, 512))))
    assert lit.figures == ({2: "1.5 times"},)
    assert "512 tokens, where the LSTM takes 1.5 times as long" in lit.says


def test_words_of_both_lists() -> None:
    lit = in_both(guesses(bird=0.3, man=0.2, dog=0.1), guesses(word=0.4, bird=0.2, man=0.1))
    assert lit.figures == ({0: "in both", 1: "in both"}, {1: "in both", 2: "in both"})
    assert lit.says.startswith("← marks 2 of 3 words")
    assert in_both(guesses(bird=0.3), guesses(word=0.4)).figures == ({}, {})


@pytest.mark.parametrize("label", [0, 1])
def test_the_label_that_wins(label: int) -> None:
    said = NextSentenceVerdict("bert", "a", "b", 0.9 - 0.8 * label, label, (1.0 - label, float(label)), (), ())
    assert verdict(said).figures == ({label: ""},)


def test_the_first_guess_of_both_sides_wherever_it_stands() -> None:
    lit = from_both(SidedGuesses("bert", "t", guesses(book=0.3, letter=0.1), guesses(sent=0.1), guesses(letter=0.7, word=0.1)))
    assert lit.figures == ({1: ""}, {}, {0: ""})
    assert "From the left alone it is number 2, from the right alone not in the list" in lit.says


def test_the_sentence_where_the_word_ends_nearest() -> None:
    base = (Baseline(0.2, 0.1, 0.3, 9), Baseline(0.4, 0.2, 0.6, 9))
    cosines = ((1.0, 0.8, 0.5), (0.7, 0.9, 0.6))
    lit = nearest(FollowedWord("bert", "bank", ("bank",), ("a", "b", "c", "d"), (2, 3, 4, 5), cosines, base))
    assert lit.figures == ({1: ""},)
    assert "sentence 4, where “bank” ends nearest to sentence 2: cosine 0.90 after the last layer, 0.80 at layer 0" in lit.says
    assert "Any two words have 0.40" in lit.says


SEARCH = WordSearch(
    "bert", "hotly", "hotly",
    tuple(LookUp(*look) for look in (("hotly", 0, 5, False), ("hotl", 0, 4, False), ("hot", 0, 3, True), ("##ly", 3, 5, True))),
    ("hot", "##ly"), (3,), is_known=True,
)  # fmt: skip


def test_the_questions_that_found_a_piece() -> None:
    assert found(SEARCH).figures == ({2: "a piece", 3: "a piece"},)
    assert "2 of 4 questions" in found(SEARCH).says


def test_questions_in_vain_are_folded_and_the_lit_ones_never() -> None:
    longer = WordSearch("bert", "x", "x", (LookUp("hotlyx", 0, 6, is_found=False), *SEARCH.look_ups), ("hot", "##ly"), (3,), is_known=True)
    lit = found(longer).figures[0]
    no, yes = "no", "yes  ← a piece"
    assert folded(longer, lit) == [("hotlyx", no), ("… 2 more, each a letter shorter", no), ("hot", yes), ("##ly", yes)]
    assert folded(SEARCH, found(SEARCH).figures[0])[1] == ("… one more, a letter shorter", no)

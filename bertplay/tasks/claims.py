"""The claims of the text, each tested on the model at hand. Nothing is stamped by hand: a stamp follows from a figure."""

from collections.abc import Callable, Sequence

import numpy as np

from bertplay.errors import BertplayError, MissingAbility
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.results import Piece
from bertplay.results.claims import Claim, Stamp
from bertplay.tasks.checks import encode_masked, word_scores
from bertplay.tasks.context_sides import one_side
from bertplay.tasks.next_sentence import encode_pair, pair_logits
from bertplay.tasks.switches import compare_orders
from bertplay.tasks.wordpiece_counts import count_words
from bertplay.wording import in_one, later, mark

THE_WORD, THE_CUT = "unconstitutionally", ("un", "constitution", "al", "ly")
SAME = 1e-4  # vectors that differ by less differ by rounding alone, which grows with the layers
TOLD_APART = 0.75  # of the pairs; half of them right is chance
Found = tuple[bool, str]


def check_claim(model: LoadedModel, name: str, samples: Sequence[Sequence[str]] = ()) -> Claim:
    """Test one claim; the samples are what it is tested on.

    check_claim(model, "cut")
    check_claim(model, "both_sides", [("She opened the [MASK] and went in.", "door"), …])
    check_claim(model, "pairs", [("It rained.", "We got wet.", "yes"), ("It rained.", "Iron melts.", "no"), …])
    check_claim(model, "rare_words", [("unfathomable",), …])
    check_claim(model, "no_recurrence", [("dog bites man", "man bites dog"), …])
    """
    try:
        holds, figure = TESTS[name](model, samples)
    except MissingAbility as error:
        return Claim(model.spec.id, name, Stamp.CANNOT_BE_TESTED, later(error.problem))
    except BertplayError as error:
        return Claim(model.spec.id, name, Stamp.CANNOT_BE_TESTED, in_one(error))
    return Claim(model.spec.id, name, Stamp.HOLDS if holds else Stamp.DOES_NOT_HOLD, figure)


def check_claims(model: LoadedModel, asked: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> tuple[Claim, ...]:
    """Several claims, each with its samples."""
    return tuple(check_claim(model, name, samples) for name, samples in asked)


def cut_as_the_book_says(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """unconstitutionally = un + constitution + al + ly"""
    pieces = [piece.text for piece in model.word_pieces(THE_WORD)]
    bare = tuple(piece.removeprefix("##").lstrip("Ġ▁") for piece in pieces)
    return bare == THE_CUT, f"{THE_WORD} = {' + '.join(pieces)}"


def both_sides_help(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """The right word is more probable from both sides together than from either alone, on average."""
    asked = [(encode_masked(model, text), model.word_pieces(word)) for text, word in samples]
    single = [(encoding, pieces[0]) for encoding, pieces in asked if len(pieces) == 1]
    if not single:
        raise MissingAbility(mark("This model writes none of the hidden words in one piece."), remedy=mark("Choose another model."))
    left, right, both = sides_bits(model, single)
    figure = later(
        "the right word costs {both:.1f} bits from both sides, {left:.1f} from the left alone, {right:.1f} from the right alone "
        "({n} sentences)",
        both=both,
        left=left,
        right=right,
        n=len(single),
    )
    return bool(both < min(left, right)), figure


def sides_bits(model: LoadedModel, asked: Sequence[tuple[Encoding, Piece]]) -> tuple[float, float, float]:
    """Mean -log2 of the probability of a piece at the first mask: from the left, from the right, from both."""
    views = [view for encoding, _ in asked for view in views_of(encoding)]
    found = iter(word_scores(model, views))
    bits = np.array([[-next(found)[0][piece.id] / np.log(2) for _ in range(3)] for _, piece in asked])
    left, right, both = bits.mean(axis=0).tolist()
    return left, right, both


def views_of(encoding: Encoding) -> tuple[Encoding, Encoding, Encoding]:
    """An encoding seen from the left of its first mask, from the right, and whole."""
    place = encoding.masks[0]
    return one_side(encoding, place, left=True), one_side(encoding, place, left=False), encoding


def pairs_are_told_apart(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """Does the second sentence continue the first?"""
    logits = pair_logits(model, [encode_pair(model, first, second) for first, second, _ in samples])
    right = sum((pair.argmax() == 0) == (answer == "yes") for pair, (_, _, answer) in zip(logits, samples, strict=True))
    figure = later(
        "{right} of {n} pairs told apart, every false one about something else; it holds from {asked:.0%} on, chance is 50%",
        right=int(right),
        n=len(samples),
        asked=TOLD_APART,
    )
    return right / len(samples) >= TOLD_APART, figure


def rare_words_have_frequent_pieces(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """Every piece of a rare word is more frequent in the training text than the word itself."""
    counts = count_words(open_tokenizer(model.spec.id), " ".join(word for [word] in samples))
    if any(piece.count is None for word in counts.words for piece in word.pieces):
        raise MissingAbility(mark("No counts of words and pieces travel with this model."), remedy=mark("Choose the bundled BERT."))
    held = [word for word in counts.words if min(piece.count or 0 for piece in word.pieces) > (word.count or 0)]
    figure = later("{held} of {n} rare words have pieces that are all more frequent", held=len(held), n=len(counts.words))
    return len(held) == len(counts.words), figure


def no_recurrence(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """Without position embeddings the order of the words leaves no trace; with them it does."""
    orders = [compare_orders(model, first, second) for first, second in samples]
    without = max(order.most_without_positions for order in orders)
    with_ = min(max(piece.with_positions for piece in order.pieces) for order in orders)
    figure = later(
        "positions off: the same vectors but for {off:.6f}; positions on: apart by {on:.1f} at least ({n} pairs of sentences)",
        off=without,
        on=with_,
        n=len(orders),
    )
    return without < SAME < with_, figure


TESTS: dict[str, Callable[[LoadedModel, Sequence[Sequence[str]]], Found]] = {
    "cut": cut_as_the_book_says,
    "both_sides": both_sides_help,
    "pairs": pairs_are_told_apart,
    "rare_words": rare_words_have_frequent_pieces,
    "no_recurrence": no_recurrence,
}

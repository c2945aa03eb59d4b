"""Which side of the context matters: the same mask seen from the left only, from the right only, from both."""

from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import MaskGuesses, SidedGuesses
from bertplay.tasks.checks import check_mask_index, check_top_k, encode_masked, word_scores
from bertplay.tasks.masked_word import best_guesses, entropy_bits


def compare_sides(model: LoadedModel, text: str, *, mask_index: int = 0, top_k: int = 5) -> SidedGuesses:
    """Guess one mask three times. The other side's pieces keep their places, but no piece may look at them."""
    check_top_k(top_k)
    encoding = encode_masked(model, text)
    check_mask_index(encoding, mask_index)
    place = encoding.masks[mask_index]
    rows = [one_side(encoding, place, left=True), one_side(encoding, place, left=False), encoding]
    scores = word_scores(model, rows, ((place,),) * 3)
    left, right, both = (MaskGuesses(mask_index, best_guesses(model, s, top_k), entropy_bits(s)) for [s] in scores)
    return SidedGuesses(model.spec.id, text, left, right, both)


def one_side(encoding: Encoding, place: int, *, left: bool) -> Encoding:
    """The encoding with attention to one side of a place, the place itself, [CLS] and [SEP].

    Without [CLS] and [SEP] the heads that rest there would have nothing to look at.
    """
    last = len(encoding) - 1
    side = range(place + 1) if left else range(place, last + 1)
    return encoding.seeing_only(sorted({0, last, *side}))

"""Several masks guessed together.

Judged alone, each mask does not know what the others became: "[MASK] York" and "New [MASK]" do not agree.
Together they follow the chain rule, P(a, b) = P(a) · P(b | a), masks filled from left to right. A beam search
keeps the best candidates at each mask; with a beam as wide as the vocabulary it would miss nothing.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import Floats, JointGuess, JointGuesses
from bertplay.tasks.checks import check_top_k, encode_masked, word_scores
from bertplay.wording import later, mark

BEAM = 20
MAX_BEAM = 500
MAX_MASKS = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """The pieces chosen so far, and natural logarithms of their probability together and alone."""

    ids: tuple[int, ...]
    joint: float
    alone: float


def guess_jointly(model: LoadedModel, text: str, *, top_k: int = 5, beam: int = BEAM) -> JointGuesses:
    """The best combinations of words for the 2 to 8 masks of a text.

    beam   how many candidates are kept at each mask, 1 to 500, and at least top_k: each is a row of the forward pass
    """
    check_top_k(top_k)
    if not 1 <= beam <= MAX_BEAM:
        remedy = later("Keep 1 to {most} candidates.", most=MAX_BEAM)
        raise BadInput(mark("The beam is too narrow or too wide."), value=beam, remedy=remedy)
    encoding = encode_masked(model, text)
    if not 2 <= len(encoding.masks) <= MAX_MASKS:
        problem = mark("Guessing together needs several masks, and not too many.")
        raise BadInput(problem, value=len(encoding.masks), remedy=later("Hide 2 to {most} words.", most=MAX_MASKS))
    beam = max(beam, top_k)
    [alone] = word_scores(model, [encoding])
    candidates = extended([Candidate((), 0.0, 0.0)], alone[:1], alone[0], beam)
    for place, scores_alone in zip(encoding.masks[1:], alone[1:], strict=True):
        scores = scores_after(model, encoding, candidates, place)
        candidates = extended(candidates, scores, scores_alone, beam)
    return JointGuesses(model.spec.id, text, tuple(as_guess(model, candidate) for candidate in candidates[:top_k]), beam)


def scores_after(model: LoadedModel, encoding: Encoding, candidates: Sequence[Candidate], place: int) -> list[Floats]:
    """For each candidate the log-probabilities [vocabulary] at a place, its pieces filled into the masks before it."""
    rows = [
        encoding.with_pieces({p: model.piece(i) for p, i in zip(encoding.masks, c.ids, strict=False)}, model.mask_id) for c in candidates
    ]
    return [at_place for [at_place] in word_scores(model, rows, ((place,),) * len(rows))]


def extended(candidates: Sequence[Candidate], scores: Iterable[Floats], alone: Floats, beam: int) -> list[Candidate]:
    """The best `beam` ways to fill one mask more, most probable first; `scores` has an array [vocabulary] for each candidate."""
    longer = []
    for candidate, following in zip(candidates, scores, strict=True):
        for i in np.argsort(-following, kind="stable")[:beam].tolist():
            longer.append(Candidate((*candidate.ids, i), candidate.joint + float(following[i]), candidate.alone + float(alone[i])))
    return sorted(longer, key=lambda c: -c.joint)[:beam]


def as_guess(model: LoadedModel, candidate: Candidate) -> JointGuess:
    words = tuple(model.vocabulary[i] for i in candidate.ids)
    return JointGuess(words, math.exp(candidate.joint), math.exp(candidate.alone))

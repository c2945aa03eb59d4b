"""Several masks predicted together.

Predicted alone, each mask does not know what the others became: "[MASK] York" and "New [MASK]" do not agree.
Together they follow the chain rule, P(a, b) = P(a) · P(b | a), masks filled from left to right. A beam search
keeps the best candidates at each mask; with a beam as large as the vocabulary it would be exact.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import Floats, JointPrediction, JointPredictions
from bertplay.tasks.checks import check_top_k, encode_masked, word_scores

BEAM = 20
MAX_BEAM = 500
MAX_MASKS = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """The tokens chosen so far, and natural logarithms of their probability together and alone."""

    ids: tuple[int, ...]
    joint: float
    alone: float


def predict_jointly(model: LoadedModel, text: str, *, top_k: int = 5, beam: int = BEAM) -> JointPredictions:
    """The best combinations of words for the 2 to 8 masks of a text.

    beam   the number of candidates at each mask, 1 to 500, and at least top_k: each is a row of the forward pass
    """
    check_top_k(top_k)
    if not 1 <= beam <= MAX_BEAM:
        remedy = lazy("Keep 1 to {most} candidates.", most=MAX_BEAM)
        raise BadInput(N_("The beam width is out of range."), value=beam, remedy=remedy)
    encoding = encode_masked(model, text)
    if not 2 <= len(encoding.masks) <= MAX_MASKS:
        problem = N_("Joint prediction needs several masks, but not too many.")
        raise BadInput(problem, value=len(encoding.masks), remedy=lazy("Hide 2 to {most} words.", most=MAX_MASKS))
    beam = max(beam, top_k)
    [alone] = word_scores(model, [encoding])
    candidates = extended([Candidate((), 0.0, 0.0)], alone[:1], alone[0], beam)
    for place, scores_alone in zip(encoding.masks[1:], alone[1:], strict=True):
        scores = scores_after(model, encoding, candidates, place)
        candidates = extended(candidates, scores, scores_alone, beam)
    return JointPredictions(model.spec.id, text, tuple(as_prediction(model, candidate) for candidate in candidates[:top_k]), beam)


def scores_after(model: LoadedModel, encoding: Encoding, candidates: Sequence[Candidate], place: int) -> list[Floats]:
    """For each candidate the log-probabilities [vocabulary] at a place, its tokens filled into the masks before it."""
    rows = [
        encoding.with_tokens({p: model.token(i) for p, i in zip(encoding.masks, c.ids, strict=False)}, model.mask_id) for c in candidates
    ]
    return [at_place for [at_place] in word_scores(model, rows, ((place,),) * len(rows))]


def extended(candidates: Sequence[Candidate], scores: Iterable[Floats], alone: Floats, beam: int) -> list[Candidate]:
    """The best `beam` ways to fill one more mask, most probable first; `scores` has an array [vocabulary] for each candidate."""
    longer = []
    for candidate, following in zip(candidates, scores, strict=True):
        for i in np.argsort(-following, kind="stable")[:beam].tolist():
            longer.append(Candidate((*candidate.ids, i), candidate.joint + float(following[i]), candidate.alone + float(alone[i])))
    return sorted(longer, key=lambda c: -c.joint)[:beam]


def as_prediction(model: LoadedModel, candidate: Candidate) -> JointPrediction:
    words = tuple(model.vocabulary[i] for i in candidate.ids)
    return JointPrediction(words, math.exp(candidate.joint), math.exp(candidate.alone))

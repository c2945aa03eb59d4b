"""Next-sentence prediction (Devlin et al. 2019, section 3.1): does the second text continue the first?

[CLS] first [SEP] second [SEP] goes through the encoder; the pooled vector of [CLS] becomes two logits. Index 0 is
"is next". In training half of the pairs were true, and half took their second text from another document.
"""

from collections.abc import Sequence

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel, Wanted
from bertplay.models.spec import PAIRS, Ability
from bertplay.results import Floats
from bertplay.results.next_sentence import BothOrders, Candidate, NextSentencePrediction, RankedCandidates

MAX_CANDIDATES = 50
EMPTY = (N_("The first text is empty."), N_("The second text is empty."))
"""What is wrong when the first text has no token, or the second."""


def predict_next_sentence(model: LoadedModel, first: str, second: str) -> NextSentencePrediction:
    """The prediction for one pair, with the two logits and the segment of every token.

    predict_next_sentence(model, "It rained all night.", "In the morning the streets were wet.")
    """
    encoding = encode_pair(model, first, second)
    [logits] = pair_logits(model, [encoding])
    return NextSentencePrediction(
        model=model.spec.id,
        first=first,
        second=second,
        probability_next=float(probability_next(logits)),
        label=int(logits.argmax()),
        logits=(float(logits[0]), float(logits[1])),
        tokens=encoding.tokens,
        segments=tuple(encoding.segments.tolist()),
        cut=encoding.cut,
    )


def predict_both_orders(model: LoadedModel, first: str, second: str) -> BothOrders:
    """The pair as typed and swapped: BERT predicts whether the second is next, ALBERT whether the two are in order.

    A model that relies on topic predicts the same for both orders, but only one of them is right.
    Lan et al. 2020, section 3.1, gave ALBERT the second task because the first was too easy.
    """
    question = next((ability for ability in PAIRS if model.spec.can(ability)), Ability.NEXT_SENTENCE)
    model.require(question)
    encodings = [with_both_texts(model.encode(*pair), *pair) for pair in ((first, second), (second, first))]
    as_typed, swapped = (float(probability_next(logits)) for logits in pair_logits(model, encodings))
    return BothOrders(model.spec.id, question.value, as_typed, swapped)


def rank_candidates(model: LoadedModel, first: str, candidates: Sequence[str]) -> RankedCandidates:
    """Which of 2 to 50 texts continues the first one best?"""
    if not 2 <= len(candidates) <= MAX_CANDIDATES:
        raise BadInput(
            N_("The number of candidates is out of range."),
            value=len(candidates),
            remedy=lazy("Give 2 to {most}, one per line.", most=MAX_CANDIDATES),
        )
    encodings = [encode_pair(model, first, candidate) for candidate in candidates]
    logits = pair_logits(model, encodings)
    predicted = [
        Candidate(text, place, float(probability_next(pair)), (float(pair[0]), float(pair[1])))
        for place, (text, pair) in enumerate(zip(candidates, logits, strict=True))
    ]
    cut = sum(encoding.cut is not None for encoding in encodings)
    return RankedCandidates(model.spec.id, first, tuple(sorted(predicted, key=lambda c: -c.probability_next)), cut)


def encode_pair(model: LoadedModel, first: str, second: str) -> Encoding:
    """A pair as the model reads it; raises BadInput when a text is empty, or nothing of it is a token."""
    model.require(Ability.NEXT_SENTENCE)
    return with_both_texts(model.encode(first, second), first, second)


def with_both_texts(encoding: Encoding, first: str, second: str) -> Encoding:
    """The encoding of a pair, if both texts have a token."""
    for text, segment in ((first, 0), (second, 1)):
        if not any(s == segment and token.start < token.end for token, s in zip(encoding.tokens, encoding.segments, strict=True)):
            raise BadInput(EMPTY[segment], value=text, remedy=N_("Type a sentence."))
    return encoding


def pair_logits(model: LoadedModel, encodings: Sequence[Encoding]) -> list[Floats]:
    """Two logits for each pair, index 0 is "is next"."""
    return [output.pair for output in model.forward(encodings, Wanted(pair=True)) if output.pair is not None]


def probability_next(logits: Floats) -> Floats:
    """[…, 2] logits -> […] probabilities of "is next": with two of them, softmax is the logistic function of their difference."""
    difference = logits[..., 1].astype(np.float64) - logits[..., 0].astype(np.float64)
    return np.asarray(1 / (1 + np.exp(difference)), dtype=np.float32)

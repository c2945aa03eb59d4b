"""Next-sentence evaluation: the sentences of a text paired in four ways, and the accuracy on each.

In training, wrong pairs came from two documents, which the topic gives away. Swapped pairs and pairs of one
paragraph share their topic and are not next to each other, so they show how much of the prediction is topic
(Lan et al. 2020, section 3.1, whose ALBERT learns the order of sentences instead).
"""

import random
from collections.abc import Sequence

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.models.loaded import LoadedModel
from bertplay.results.next_sentence import EvaluatedPair, KindScore, NextSentenceEvaluation, PairKind, Sentence
from bertplay.tasks.next_sentence import encode_pair, pair_logits, probability_next
from bertplay.tasks.sentence_splitting import split_into_sentences

MAX_SENTENCES = 100
MAX_PAIRS = 40  # of each kind; more are sampled at random

IndexPair = tuple[int, int]


def evaluate_pairs(model: LoadedModel, text: str, *, most: int = MAX_PAIRS) -> NextSentenceEvaluation:
    """Evaluate up to `most` (1 to 200) pairs of each kind of a text of at least two sentences."""
    if not 1 <= most <= 200:
        raise BadInput(N_("The number of pairs is out of range."), value=most, remedy=N_("Evaluate 1 to 200 pairs of each kind."))
    sentences, left_out = at_least_two(text, MAX_SENTENCES)
    sampled = {kind: draw(pairs, most) for kind, pairs in pairs_by_kind(sentences).items()}
    evaluated = predict_pairs(model, sentences, sampled)
    by_kind = {kind: [pair for pair in evaluated if pair.kind is kind] for kind in PairKind}
    there = {kind: len(pairs) for kind, pairs in pairs_by_kind(sentences).items()}
    scores = tuple(score_kind(kind, there[kind], pairs) for kind, pairs in by_kind.items() if pairs)
    return NextSentenceEvaluation(model.spec.id, sentences, scores, tuple(evaluated), left_out)


def at_least_two(text: str, most: int) -> tuple[tuple[Sentence, ...], int]:
    """The first `most` sentences, and how many are left out; BadInput for fewer than two."""
    sentences = split_into_sentences(text)
    if len(sentences) < 2:
        raise BadInput(N_("A pair needs two sentences."), value=text, remedy=N_("Paste a paragraph or more."))
    return sentences[:most], max(len(sentences) - most, 0)


def pairs_by_kind(sentences: Sequence[Sentence]) -> dict[PairKind, list[IndexPair]]:
    """All pairs of sentences, by their relation.

    A B | C gives true: A B; swapped: B A; apart: none; across: A C, B C, C A, C B
    """
    pairs: dict[PairKind, list[IndexPair]] = {kind: [] for kind in PairKind}
    for i, first in enumerate(sentences):
        for j, second in enumerate(sentences):
            if i != j:
                pairs[kind_of(j - i, is_same=first.paragraph == second.paragraph)].append((i, j))
    return pairs


def kind_of(step: int, *, is_same: bool) -> PairKind:
    """The kind of a pair whose second sentence comes `step` positions after the first, in the same paragraph or not."""
    if not is_same:
        return PairKind.ACROSS
    return {1: PairKind.TRUE, -1: PairKind.SWAPPED}.get(step, PairKind.APART)


def draw(pairs: list[IndexPair], most: int) -> list[IndexPair]:
    """At most so many, in their order; the same ones every time."""
    return pairs if len(pairs) <= most else sorted(random.Random(0).sample(pairs, most))


def predict_pairs(model: LoadedModel, sentences: Sequence[Sentence], sampled: dict[PairKind, list[IndexPair]]) -> list[EvaluatedPair]:
    """The probability of each pair, all in one call of forward."""
    asked = [(kind, i, j) for kind, pairs in sampled.items() for i, j in pairs]
    encodings = [encode_pair(model, sentences[i].text, sentences[j].text) for _, i, j in asked]
    logits = pair_logits(model, encodings)
    return [EvaluatedPair(kind, i, j, float(probability_next(pair))) for (kind, i, j), pair in zip(asked, logits, strict=True)]


def score_kind(kind: PairKind, there: int, pairs: Sequence[EvaluatedPair]) -> KindScore:
    """Accuracy and spread of one kind."""
    probabilities = np.array([pair.probability_next for pair in pairs])
    low, median, high = np.quantile(probabilities, [0.25, 0.5, 0.75]).tolist()
    accuracy = float(np.mean([pair.is_correct for pair in pairs]))
    return KindScore(kind, there, len(pairs), accuracy, (low, median, high))

"""The bench: the sentences of a text paired in four ways, and how often the model is right about each.

The training told true pairs from pairs of two documents, which the topic gives away. Swapped pairs and pairs of one
paragraph share their topic and are not next to each other, so they show how much of the verdict is topic
(Lan et al. 2020, section 3.1, whose ALBERT learns the order of sentences instead).
"""

import random
from collections.abc import Sequence

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel
from bertplay.results.next_sentence import JudgedPair, KindScore, NextSentenceBench, PairKind, Sentence
from bertplay.tasks.next_sentence import encode_pair, pair_logits, probability_next
from bertplay.tasks.next_sentence_text import cut_into_sentences
from bertplay.wording import mark

MAX_SENTENCES = 100
MAX_PAIRS = 40  # of each kind; more are drawn by lot

Places = tuple[int, int]


def bench_pairs(model: LoadedModel, text: str, *, most: int = MAX_PAIRS) -> NextSentenceBench:
    """Judge up to `most` (1 to 200) pairs of each kind from a text of at least two sentences."""
    if not 1 <= most <= 200:
        raise BadInput(mark("The number of pairs is out of range."), value=most, remedy=mark("Judge 1 to 200 pairs of each kind."))
    sentences, left_out = at_least_two(text, MAX_SENTENCES)
    drawn = {kind: draw(pairs, most) for kind, pairs in pairs_by_kind(sentences).items()}
    judged = judge(model, sentences, drawn)
    by_kind = {kind: [pair for pair in judged if pair.kind is kind] for kind in PairKind}
    there = {kind: len(pairs) for kind, pairs in pairs_by_kind(sentences).items()}
    scores = tuple(score(kind, there[kind], pairs) for kind, pairs in by_kind.items() if pairs)
    return NextSentenceBench(model.spec.id, sentences, scores, tuple(judged), left_out)


def at_least_two(text: str, most: int) -> tuple[tuple[Sentence, ...], int]:
    """The first `most` sentences, and how many are left out; BadInput for fewer than two."""
    sentences = cut_into_sentences(text)
    if len(sentences) < 2:
        raise BadInput(mark("A pair needs two sentences."), value=text, remedy=mark("Paste a paragraph or more."))
    return sentences[:most], max(len(sentences) - most, 0)


def pairs_by_kind(sentences: Sequence[Sentence]) -> dict[PairKind, list[Places]]:
    """All pairs of places, by how they stand to each other.

    A B | C gives true: A B; swapped: B A; apart: none; across: A C, B C, C A, C B
    """
    pairs: dict[PairKind, list[Places]] = {kind: [] for kind in PairKind}
    for i, first in enumerate(sentences):
        for j, second in enumerate(sentences):
            if i != j:
                pairs[kind_of(j - i, is_same=first.paragraph == second.paragraph)].append((i, j))
    return pairs


def kind_of(step: int, *, is_same: bool) -> PairKind:
    """The kind of a pair whose second sentence stands `step` places after the first, in the same paragraph or not."""
    if not is_same:
        return PairKind.ACROSS
    return {1: PairKind.TRUE, -1: PairKind.SWAPPED}.get(step, PairKind.APART)


def draw(pairs: list[Places], most: int) -> list[Places]:
    """At most so many, in their order; the same ones every time."""
    return pairs if len(pairs) <= most else sorted(random.Random(0).sample(pairs, most))


def judge(model: LoadedModel, sentences: Sequence[Sentence], drawn: dict[PairKind, list[Places]]) -> list[JudgedPair]:
    """The probability of each pair, all in one call of forward."""
    asked = [(kind, i, j) for kind, pairs in drawn.items() for i, j in pairs]
    encodings = [encode_pair(model, sentences[i].text, sentences[j].text) for _, i, j in asked]
    logits = pair_logits(model, encodings)
    return [JudgedPair(kind, i, j, float(probability_next(pair))) for (kind, i, j), pair in zip(asked, logits, strict=True)]


def score(kind: PairKind, there: int, pairs: Sequence[JudgedPair]) -> KindScore:
    """Accuracy and spread of one kind."""
    probabilities = np.array([pair.probability_next for pair in pairs])
    low, median, high = np.quantile(probabilities, [0.25, 0.5, 0.75]).tolist()
    accuracy = float(np.mean([pair.is_right for pair in pairs]))
    return KindScore(kind, there, len(pairs), accuracy, (low, median, high), float(probabilities.std()))

"""Captions about embeddings follow from the figures, and say so when these do not show the expected."""

import numpy as np
import pytest

from bertplay.results.embeddings import (
    Baseline,
    LayerSeparation,
    NearestOccurrences,
    Neighbour,
    Occurrence,
    Omitted,
    SenseSeparation,
    SentenceComparison,
    Term,
    WordMap,
    WordNeighbours,
)
from bertplay.summaries.embeddings import summarize_beside_static, summarize_neighbours, summarize_similarity
from bertplay.summaries.word_senses import spans, summarize_map, summarize_nearest, summarize_separation


def test_numbers_that_follow_one_another_are_a_span() -> None:
    assert spans([1, 2, 3, 6]) == "1–3, 6"


SENTENCES = ("We sat on the bank.", "The bank was wet.", "A bank lent money.", "The bank paid.")
OCCURRENCES = tuple(Occurrence(i, text.index("bank"), text.index("bank") + 4, "rrmm"[i]) for i, text in enumerate(SENTENCES))
UNRELATED, CENTRED = Baseline(0.8, 0.7, 0.9, 66), Baseline(0.0, -0.4, 0.4, 66)


def word_map(*separation: float) -> WordMap:
    """Steps -1, 0 and 1 of four places."""
    points = np.arange(24, dtype=np.float32).reshape(3, 4, 2)
    shares = np.full((3, 2), 0.2, dtype=np.float32)
    groups = np.zeros((3, 4), dtype=np.int64)
    return WordMap("bert", "bank", SENTENCES, OCCURRENCES, "pca", (-1, 0, 1), points, shares, groups, Omitted(too_many=3), separation)


@pytest.mark.parametrize(
    ("separation", "said"),
    [
        ((0.0, 0.5, 1.0), "The senses of “bank” separate: at layer 0, 50% of its vectors"),
        ((0.0, 0.9, 1.0), "are separate even before the first layer: 90% of its vectors"),
        ((0.0, 0.5, 0.6), "do not separate at any layer: at best, at layer 1, 60% of its vectors"),
        ((), "The vectors of “bank” in 4 places, at the embeddings and at each of 1 layers."),
    ],
)
def test_a_map_says_whether_the_senses_separate(separation: tuple[float, ...], said: str) -> None:
    summary = summarize_map(word_map(*separation))
    assert said in summary.sentence
    assert "At layer 1, the axes show 40% of the variance; the rest is not on the map." in summary.details
    assert "Occurrences left out because there are too many: 3." in summary.details
    assert summary.table is not None
    assert len(summary.table.rows) == 12
    assert summary.table.rows[0] == (1, 1, "r", 1, 16.0, 17.0, SENTENCES[0])
    assert summary.table.cells()[-1][0] == "the word alone"


def test_the_nearest_occurrences_are_counted_by_their_sense() -> None:
    near = (Neighbour(SENTENCES[1], 1, 0.9, 0.8), Neighbour(SENTENCES[2], 2, 0.7, 0.1))
    summary = summarize_nearest(NearestOccurrences("bert", "bank", OCCURRENCES[0], SENTENCES, OCCURRENCES, (near, near)))
    assert summary.sentence == "At layer 1, 1 of the 2 nearest occurrences of “bank” have the same sense: r."
    assert summary.table is not None
    assert summary.table.rows[1] == (0, 2, 0.7, 0.1, "m", SENTENCES[2])


@pytest.mark.parametrize(("accuracy", "said"), [(0.75, "Layers 1–2 separate the senses of “bank” best: 75%"), (0.6, "No layer separates")])
def test_the_best_layer_is_named_only_when_it_separates(accuracy: float, said: str) -> None:
    layers = tuple(LayerSeparation(i, share, None, 0.9, 0.8, 0.5, 0.6, 0.4) for i, share in enumerate((0.5, accuracy, accuracy)))
    summary = summarize_separation(SenseSeparation("bert", "bank", (("r", 2), ("m", 2)), 0.5, layers, 1, Omitted()))
    assert summary.sentence.startswith(said)
    assert "Of these layers, layer 1 has the highest silhouette." in summary.details[1]


def comparison(first: int, centred: float) -> SentenceComparison:
    cosines = np.array([[1, 0.85], [0.85, 1]], dtype=np.float32)
    near = (Neighbour(SENTENCES[first], first, 0.86, centred),)
    return SentenceComparison("bert", "mean", 8, SENTENCES[:2], cosines, cosines, "A query.", near, UNRELATED, CENTRED, ())


def test_similarity_is_measured_by_unrelated_sentences_and_by_word2vec() -> None:
    near = summarize_similarity(comparison(0, 0.7))
    assert near.sentence == (
        "“We sat on the bank.” is the most similar sentence: cosine 0.86, where unrelated sentences have 0.80 on average."
    )
    assert near.table is not None
    assert [row[:2] for row in near.table.rows] == [("A query.", SENTENCES[0]), SENTENCES[:2]]
    assert summarize_similarity(comparison(0, 0.3)).sentence.startswith("No sentence is more similar than unrelated ones")
    assert summarize_beside_static(comparison(0, 0.7), comparison(0, 0.5)).sentence.endswith("ranks it first too.")
    assert summarize_beside_static(comparison(0, 0.7), comparison(1, 0.5)).sentence.endswith("ranks “The bank was wet.” first instead.")


def test_a_word_without_a_vector_of_its_own_says_so() -> None:
    found = WordNeighbours(
        "bert", "bankish", (Term("bankish", 1, ("bank", "##ish")),), (Neighbour("and", 4, 0.5, 0.6),), UNRELATED, CENTRED, 99
    )
    assert "“bankish” has no vector of its own" in summarize_neighbours(found).sentence
    far = WordNeighbours("bert", "bank", (Term("bank", 1, ("bank",)),), (Neighbour("and", 4, 0.5, 0.3),), UNRELATED, CENTRED, 99)
    assert summarize_neighbours(far).sentence.startswith("No word is nearer to “bank” than random words are")

"""One word in many sentences: its vector in each, at every layer, as a map; and which layer separates its senses."""

import warnings
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import LoadedModel
from bertplay.results import Floats, read_only
from bertplay.results.embeddings import (
    WORD_ALONE,
    LayerSeparation,
    NearestOccurrences,
    Occurrence,
    SenseSeparation,
    WordMap,
    WordVectors,
)
from bertplay.tasks.embeddings import neighbours
from bertplay.tasks.projection import MAX_TO_EMBED, check_groups, check_method, clusters, neighbour_maps, principal_maps
from bertplay.tasks.vectors import Watch, centred, normalize, random_pairs, release_large, unwatched
from bertplay.tasks.word_in_context import WordQuery, read_word, thinned

Labels = npt.NDArray[np.str_]
ONE_POINT = 1e-4
"""Vectors whose values differ by less are one vector: what remains is rounding."""


def map_word(
    model: LoadedModel, query: WordQuery, *, method: str = "pca", dimensions: int = 2, groups: int = 1, watch: Watch = unwatched
) -> WordMap:
    """The word's vectors at every step, laid out by PCA, t-SNE or UMAP and grouped by k-means.

    map_word(model, WordQuery("bank", ["She went to the bank.", "We sat on the bank of the river."]))
    """
    check_method(method, MAX_TO_EMBED, dimensions)
    check_groups(groups)
    found = read_word(model, query, watch)
    if method != "pca":
        found = thinned(found, MAX_TO_EMBED)
    check_method(method, len(found.occurrences), dimensions)
    points, shares = principal_maps(found.steps, dimensions)
    if method != "pca":
        points, shares = neighbour_maps(method, found.steps, points), np.zeros((0, 0), dtype=np.float32)
    release_large(query.texts)
    kinds = np.stack([clusters(vectors, groups) for vectors in found.steps])
    steps = tuple(range(WORD_ALONE, len(found.steps) - 1))
    for array in (points, shares, kinds):
        read_only(array)
    kept, senses = compared_senses(found.occurrences)
    labels = np.array([found.occurrences[i].label for i in kept])
    separated = tuple(nearest_centroid_accuracy(vectors[kept], labels) for vectors in found.steps) if len(senses) > 1 else ()
    return WordMap(
        model.spec.id,
        query.word,
        tuple(query.texts),
        found.occurrences,
        method,
        steps,
        points,
        shares,
        kinds,
        found.omitted,
        separated,
    )


def compared_senses(occurrences: Sequence[Occurrence]) -> tuple[list[int], list[tuple[str, int]]]:
    """Which occurrences have a sense that another one has too; these senses and how many occurrences each, the most frequent first."""
    counts = Counter(one.label for one in occurrences if one.label)
    return [i for i, one in enumerate(occurrences) if counts[one.label] > 1], [pair for pair in counts.most_common() if pair[1] > 1]


def nearest_occurrences(
    model: LoadedModel, query: WordQuery, *, sentence: int, start: int, top_k: int = 5, watch: Watch = unwatched
) -> NearestOccurrences:
    """The occurrences of a word whose vectors are most similar to one of them, at every layer.

    sentence, start   which one: the index of its sentence, and where it begins there
    """
    found = read_word(model, query, watch)
    release_large(query.texts)
    chosen = next((i for i, one in enumerate(found.occurrences) if (one.sentence, one.start) == (sentence, start)), None)
    if chosen is None:
        raise BadInput(N_("The word does not occur there."), value=sentence + 1, remedy=N_("Choose one of the sentences that contain it."))
    texts = [query.texts[one.sentence] for one in found.occurrences]
    layers = []
    for vectors, others in zip(found.steps[1:], found.others, strict=True):
        seen = normalize(centred(vectors, (others if len(others) > 1 else vectors).mean(axis=0)))
        units = normalize(vectors)
        layers.append(neighbours(texts, units @ units[chosen], seen @ seen[chosen], [chosen], top_k))
    return NearestOccurrences(model.spec.id, query.word, found.occurrences[chosen], tuple(query.texts), found.occurrences, tuple(layers))


def word_vectors(model: LoadedModel, query: WordQuery, *, layer: int, watch: Watch = unwatched) -> WordVectors:
    """The word's vectors at one layer, in the order of the map. layer: WORD_ALONE, 0 for the sum of the embeddings, or one above."""
    found = read_word(model, query, watch)
    if not 0 <= layer - WORD_ALONE < len(found.steps):
        raise BadInput(
            N_("The model has no such layer."),
            value=layer,
            remedy=lazy("Choose one from {first} to {last}.", first=WORD_ALONE, last=len(found.steps) - 2),
        )
    vectors = read_only(found.steps[layer - WORD_ALONE])
    return WordVectors(model.spec.id, query.word, layer, tuple(query.texts), found.occurrences, vectors)


def separate_senses(model: LoadedModel, query: WordQuery, *, watch: Watch = unwatched) -> SenseSeparation:
    """How far the senses of a word are separated at every step. Occurrences without a label, or alone with theirs, do not count."""
    found = read_word(model, query, watch)
    release_large(query.texts)
    kept, senses = compared_senses(found.occurrences)
    if len(senses) < 2:
        raise BadInput(
            N_("There are no two senses to compare."),
            value=", ".join(label for label, _ in senses) or None,
            remedy=N_("Write the sense before each sentence, as in “river | We sat on the bank.”, with two sentences or more for each."),
        )
    labels = np.array([found.occurrences[i].label for i in kept])
    layers = tuple(separation(layer, vectors[kept], labels, found.others[layer]) for layer, vectors in enumerate(found.steps[1:]))
    best = max(layers, key=lambda one: (one.accuracy, one.silhouette or 0.0)).layer
    return SenseSeparation(model.spec.id, query.word, tuple(senses), senses[0][1] / len(kept), layers, best, found.omitted)


def separation(layer: int, vectors: Floats, labels: Labels, others: Floats) -> LayerSeparation:
    """One layer: [n, hidden] vectors with their senses, and vectors of other words [m, hidden] to compare with."""
    same = labels[:, None] == labels[None, :]
    same, different = same & ~np.eye(len(labels), dtype=bool), ~same
    any_words = others if len(others) > 1 else vectors
    raw, from_centre = cosines(vectors), cosines(centred(vectors, any_words.mean(axis=0)))
    return LayerSeparation(
        layer,
        nearest_centroid_accuracy(vectors, labels),
        silhouette(vectors, labels),
        float(raw[same].mean()),
        float(raw[different].mean()),
        random_pairs(any_words).mean,
        float(from_centre[same].mean()),
        float(from_centre[different].mean()),
    )


def cosines(vectors: Floats) -> Floats:
    """[n, n]"""
    units = normalize(vectors)
    matrix: Floats = units @ units.T
    return matrix


def nearest_centroid_accuracy(vectors: Floats, labels: Labels) -> float:
    """The share of vectors nearer to the centroid of the others of their sense than to that of any other sense.

    Each vector is left out of its own centroid: without it, the distance d to the centroid of n vectors is d · n / (n - 1).
    A tie counts as wrong: a word that has the same vector in every sentence separates nothing. Each sense has two vectors or more.
    """
    from sklearn.metrics import pairwise_distances
    from sklearn.neighbors import NearestCentroid

    if np.ptp(vectors, axis=0).max() < ONE_POINT:
        return 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a dimension in which all vectors of a sense are the same
        classifier = NearestCentroid().fit(vectors, labels)
    distances = pairwise_distances(vectors.astype(np.float64), classifier.centroids_)
    _, own, counts = np.unique(labels, return_inverse=True, return_counts=True)
    rows = np.arange(len(labels))
    nearest_own = distances[rows, own] * (counts / (counts - 1))[own]
    distances[rows, own] = np.inf
    return float((nearest_own < distances.min(axis=1) - ONE_POINT).mean())


def silhouette(vectors: Floats, labels: Labels) -> float | None:
    """Rousseeuw's silhouette as scikit-learn has it; None when all vectors are one, or each is a sense of its own."""
    from sklearn.metrics import silhouette_score

    if np.ptp(vectors, axis=0).max() < ONE_POINT or len(np.unique(labels)) >= len(labels):
        return None
    return float(silhouette_score(vectors, labels))

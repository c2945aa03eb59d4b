"""One word in many sentences: its vector in each, at every layer, as a map; and which layer tells its senses apart."""

from collections import Counter

import numpy as np
import numpy.typing as npt

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel
from bertplay.results import Floats, read_only
from bertplay.results.embeddings import WORD_ALONE, LayerSeparation, SenseSeparation, WordMap
from bertplay.tasks.projection import MOST_TO_EMBED, check_groups, check_method, clusters, neighbour_maps, principal_maps
from bertplay.tasks.vectors import Watch, centred, random_pairs, tidy, unit, unwatched
from bertplay.tasks.word_in_context import Asked, read_word, thinned
from bertplay.wording import later, mark

Labels = npt.NDArray[np.str_]
ONE_POINT = 1e-4
"""Vectors whose values differ by less are one vector: what remains is rounding."""


def map_word(
    model: LoadedModel, asked: Asked, *, method: str = "pca", dimensions: int = 2, groups: int = 1, watch: Watch = unwatched
) -> WordMap:
    """The word's vectors at every step, laid out by PCA, t-SNE or UMAP and grouped by k-means.

    map_word(model, Asked("bank", ["She went to the bank.", "We sat on the bank of the river."]))
    """
    check_method(method, MOST_TO_EMBED, dimensions)
    check_groups(groups)
    found = read_word(model, asked, watch)
    if method != "pca":
        found = thinned(found, MOST_TO_EMBED)
    check_method(method, len(found.occurrences), dimensions)
    points, shares = principal_maps(found.steps, dimensions)
    if method != "pca":
        points, shares = neighbour_maps(method, found.steps, points), np.zeros((0, 0), dtype=np.float32)
    tidy(asked.texts)
    kinds = np.stack([clusters(vectors, groups) for vectors in found.steps])
    steps = tuple(range(WORD_ALONE, len(found.steps) - 1))
    for array in (points, shares, kinds):
        read_only(array)
    return WordMap(model.spec.id, asked.word, tuple(asked.texts), found.occurrences, method, steps, points, shares, kinds, found.omitted)


def word_vectors_at(model: LoadedModel, asked: Asked, step: int, watch: Watch = unwatched) -> Floats:
    """The word's vectors at one step [occurrences, width], in the order of the map."""
    found = read_word(model, asked, watch)
    if not 0 <= step - WORD_ALONE < len(found.steps):
        raise BadInput(
            mark("The model has no such layer."),
            value=step,
            remedy=later("Choose one from {first} to {last}.", first=WORD_ALONE, last=len(found.steps) - 2),
        )
    return read_only(found.steps[step - WORD_ALONE])


def separate_senses(model: LoadedModel, asked: Asked, *, watch: Watch = unwatched) -> SenseSeparation:
    """How far the senses of a word stand apart at every step. Occurrences without a label, or alone with theirs, do not count."""
    found = read_word(model, asked, watch)
    tidy(asked.texts)
    counts = Counter(one.label for one in found.occurrences if one.label)
    kept = [i for i, one in enumerate(found.occurrences) if counts[one.label] > 1]
    senses = [(label, count) for label, count in counts.most_common() if count > 1]
    if len(senses) < 2:
        raise BadInput(
            mark("There are not two senses to tell apart."),
            value=", ".join(label for label, _ in senses) or None,
            remedy=mark("Write the sense before each sentence, as in “river | We sat on the bank.”, with two sentences or more for each."),
        )
    labels = np.array([found.occurrences[i].label for i in kept])
    layers = tuple(separation(layer, vectors[kept], labels, found.others[layer]) for layer, vectors in enumerate(found.steps[1:]))
    best = max(layers, key=lambda one: (one.accuracy, one.silhouette or 0.0)).layer
    return SenseSeparation(model.spec.id, asked.word, tuple(senses), senses[0][1] / len(kept), layers, best, found.omitted)


def separation(layer: int, vectors: Floats, labels: Labels, others: Floats) -> LayerSeparation:
    """One layer: [n, hidden] vectors with their senses, and vectors of other words [m, hidden] to compare with."""
    same = labels[:, None] == labels[None, :]
    same, different = same & ~np.eye(len(labels), dtype=bool), ~same
    any_words = others if len(others) > 1 else vectors
    raw, from_centre = cosines(vectors), cosines(centred(vectors, any_words.mean(axis=0)))
    return LayerSeparation(
        layer,
        nearest_centre_accuracy(vectors, labels),
        silhouette(vectors, labels),
        float(raw[same].mean()),
        float(raw[different].mean()),
        random_pairs(any_words).mean,
        float(from_centre[same].mean()),
        float(from_centre[different].mean()),
    )


def cosines(vectors: Floats) -> Floats:
    """[n, n]"""
    units = unit(vectors)
    matrix: Floats = units @ units.T
    return matrix


def nearest_centre_accuracy(vectors: Floats, labels: Labels) -> float:
    """The share of vectors nearer to the centre of the others of their sense than to that of any other sense.

    Each vector is left out of its own centre. A tie counts as wrong: a word that has the same vector in every
    sentence tells nothing. Each sense has two vectors or more.
    """
    right = 0
    for i, label in enumerate(labels):
        rest = np.arange(len(labels)) != i
        distances = {sense: np.linalg.norm(vectors[i] - vectors[rest & (labels == sense)].mean(axis=0)) for sense in np.unique(labels)}
        own = distances.pop(label)
        right += bool(own < min(distances.values()) - ONE_POINT)
    return right / len(labels)


def silhouette(vectors: Floats, labels: Labels) -> float | None:
    """Rousseeuw's silhouette as scikit-learn has it; None when all vectors are one, or each is a sense of its own."""
    from sklearn.metrics import silhouette_score

    if np.ptp(vectors, axis=0).max() < ONE_POINT or len(np.unique(labels)) >= len(labels):
        return None
    return float(silhouette_score(vectors, labels))

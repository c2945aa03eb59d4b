"""One word in many sentences: found rightly, laid out rightly, its senses measured as scikit-learn would."""

import numpy as np
import pytest
from scipy.linalg import orthogonal_procrustes
from sklearn.decomposition import PCA
from sklearn.model_selection import LeaveOneOut, cross_val_score
from sklearn.neighbors import NearestCentroid

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.results.embeddings import WORD_ALONE
from bertplay.tasks.projection import clusters, methods_here, neighbour_map, principal_axes, principal_maps, turned
from bertplay.tasks.word_in_context import Asked, read_word, thinned
from bertplay.tasks.word_search import find_word
from bertplay.tasks.word_senses import map_word, nearest_centre_accuracy, separate_senses, silhouette, word_vectors_at

TEXTS = ("the king was old", "a queen and a king", "no word here", "king king king", "the unaffable King !")
RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("Banks lend; a bank saves.", {}, [(14, 18)]),
        ("Banks lend; a bank saves.", {"inflections": True}, [(0, 5)]),
        ("A BANK, the bank's bank", {"every": True}, [(2, 6), (12, 16), (19, 23)]),
        ("a bank's door", {"inflections": True}, [(2, 8)]),
        ("embankment banknote", {"every": True, "inflections": True}, []),
        ("the river bank", {}, [(10, 14)]),
    ],
)
def test_the_word_is_found_whole(text: str, options: dict[str, bool], found: list[tuple[int, int]]) -> None:
    assert find_word(text, "bank", **options) == found


def test_inflections_of_english() -> None:
    assert find_word("They batted well", "bat", inflections=True) == [(5, 11)]
    assert find_word("two cities", "city", inflections=True) == [(4, 10)]
    assert find_word("while making", "make", inflections=True) == [(6, 12)]
    assert find_word("(a+b)* is a+b", "a+b", every=True) == [(1, 4), (10, 13)]  # no pattern, a word


def test_vectors_of_a_word_are_the_states_at_its_pieces(tiny_model: LoadedModel) -> None:
    found = read_word(tiny_model, Asked("king", TEXTS, every=True))
    assert [(one.sentence, one.start) for one in found.occurrences] == [(0, 4), (1, 14), (3, 0), (3, 5), (3, 10), (4, 14)]
    assert found.omitted.without_word == 1
    [states] = tiny_model.forward([tiny_model.encode(TEXTS[1])], Wanted(hidden_states=True))
    for layer in range(3):
        np.testing.assert_allclose(found.steps[1 + layer][1], states.hidden_states[layer, 5], atol=1e-5)
    several = read_word(tiny_model, Asked("unaffable", TEXTS))
    [states] = tiny_model.forward([tiny_model.encode(TEXTS[4])], Wanted(hidden_states=True))
    np.testing.assert_allclose(several.steps[3][0], states.hidden_states[2, 2:5].mean(axis=0), atol=1e-5)


def test_the_word_alone_is_one_point_and_layer_0_knows_only_the_place(tiny_model: LoadedModel) -> None:
    texts = ["the king was old", "a king is here", "king of the sea", "see the big king"]
    found = map_word(tiny_model, Asked("king", texts))
    assert found.steps == (WORD_ALONE, 0, 1, 2)
    np.testing.assert_array_equal(found.points[0], 0)
    np.testing.assert_allclose(found.points[1, 0], found.points[1, 1], atol=1e-4)  # the same place in the sentence
    assert np.abs(found.points[2, 0] - found.points[2, 1]).max() > 1e-3
    assert (found.shares[1:].sum(axis=1) <= 1 + 1e-5).all()


def test_what_is_behind_the_window_is_left_out_and_said(tiny_model: LoadedModel) -> None:
    found = read_word(tiny_model, Asked("king", ["the king", "queen " * 100 + "king"]))
    assert (len(found.occurrences), found.omitted.behind_window) == (1, 1)
    with pytest.raises(BadInput, match="does not see"):
        read_word(tiny_model, Asked("king", ["queen " * 100 + "king"]))


def test_pca_is_that_of_scikit_learn() -> None:
    for shape in ((30, 8), (8, 30)):
        vectors = RANDOM.standard_normal(shape).astype(np.float32)
        points, total = principal_axes(vectors, 3)
        reference = PCA(3).fit(vectors)
        np.testing.assert_allclose(np.abs(points), np.abs(reference.transform(vectors)), atol=1e-4)
        shares = (points**2).sum(axis=0) / len(points) / total
        np.testing.assert_allclose(shares, reference.explained_variance_ratio_, atol=1e-5)


def test_turning_is_orthogonal_procrustes_and_keeps_distances() -> None:
    points, onto = (RANDOM.standard_normal((20, 2)).astype(np.float32) for _ in range(2))
    rotation, _ = orthogonal_procrustes(points, onto)
    np.testing.assert_allclose(turned(points, onto), points @ rotation, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(turned(points, onto), axis=1), np.linalg.norm(points, axis=1), atol=1e-5)


def test_a_layer_that_only_turns_leaves_every_point_where_it_was() -> None:
    vectors = RANDOM.standard_normal((25, 6)).astype(np.float32) * np.float32([9, 5, 3, 1, 1, 1])
    rotation, _ = np.linalg.qr(RANDOM.standard_normal((6, 6)))
    points, _ = principal_maps([vectors, (vectors @ rotation).astype(np.float32)], 2)
    np.testing.assert_allclose(points[1], points[0], atol=1e-3)


@pytest.mark.parametrize(
    "method", ["tsne", pytest.param("umap", marks=pytest.mark.skipif("umap" not in methods_here(), reason="not installed"))]
)
def test_neighbours_stay_together(method: str) -> None:
    sides = np.repeat([0.0, 12.0], 15)[:, None]
    vectors = (RANDOM.standard_normal((30, 10)) + sides).astype(np.float32)
    start, _ = principal_axes(vectors, 2)
    points = neighbour_map(method, vectors, start)
    assert nearest_centre_accuracy(points, np.repeat(["a", "b"], 15)) == 1
    assert clusters(vectors, 2).tolist() == [0] * 15 + [1] * 15


def test_accuracy_is_that_of_scikit_learn() -> None:
    labels = np.repeat(["a", "b", "c"], [10, 8, 6])
    vectors = (RANDOM.standard_normal((24, 5)) + (labels == "b")[:, None]).astype(np.float32)
    reference = cross_val_score(NearestCentroid(), vectors, labels, cv=LeaveOneOut()).mean()
    assert nearest_centre_accuracy(vectors, labels) == pytest.approx(reference)


def test_accuracy_and_silhouette_by_hand() -> None:
    vectors = np.float32([[0], [1], [10], [11]])
    labels = np.array(["a", "a", "b", "b"])
    assert nearest_centre_accuracy(vectors, labels) == 1
    assert silhouette(vectors, labels) == pytest.approx(np.mean([9.5 / 10.5, 8.5 / 9.5, 8.5 / 9.5, 9.5 / 10.5]))
    assert nearest_centre_accuracy(np.zeros((4, 2), dtype=np.float32), labels) == 0
    assert silhouette(np.zeros((4, 2), dtype=np.float32), labels) is None


def test_senses_count_only_where_they_are_named_twice(tiny_model: LoadedModel) -> None:
    texts = [f"the {word} king {word}" for word in ("old", "old", "new", "new", "hot", "red")]
    found = separate_senses(tiny_model, Asked("king", texts, ["a", "a", "b", "b", "c", ""]))
    assert found.senses == (("a", 2), ("b", 2))
    assert found.majority == 0.5
    assert [one.layer for one in found.layers] == [0, 1, 2]
    assert found.layers[0].within == pytest.approx(1, abs=1e-5)  # the same place, the same vector
    assert all(0 <= one.accuracy <= 1 for one in found.layers)


def test_at_most_so_many_are_laid_out_by_neighbours(tiny_model: LoadedModel) -> None:
    found = thinned(read_word(tiny_model, Asked("king", ["the king"] * 30)), 10)
    assert (len(found.occurrences), found.omitted.too_many, found.steps[0].shape[0]) == (10, 20, 10)


def test_vectors_at_a_step(tiny_model: LoadedModel) -> None:
    alone = word_vectors_at(tiny_model, Asked("king", TEXTS), WORD_ALONE)
    np.testing.assert_array_equal(alone[0], tiny_model.word_vectors()[tiny_model.vocabulary.index("king")])
    assert word_vectors_at(tiny_model, Asked("king", TEXTS), 2).shape == (4, 32)


@pytest.mark.parametrize(
    "ask",
    [
        lambda m: map_word(m, Asked("", TEXTS)),
        lambda m: map_word(m, Asked("zebra", TEXTS)),
        lambda m: map_word(m, Asked("k" * 101, TEXTS)),
        lambda m: map_word(m, Asked("king", [])),
        lambda m: map_word(m, Asked("king", TEXTS), method="som"),
        lambda m: map_word(m, Asked("king", TEXTS), dimensions=4),
        lambda m: map_word(m, Asked("king", TEXTS), groups=9),
        lambda m: map_word(m, Asked("king", TEXTS[:2]), method="tsne"),
        lambda m: separate_senses(m, Asked("king", TEXTS)),
        lambda m: separate_senses(m, Asked("king", TEXTS, ["a"] * 5)),
        lambda m: word_vectors_at(m, Asked("king", TEXTS), 3),
    ],
)
def test_bad_input_is_refused_in_words(tiny_model: LoadedModel, ask: object) -> None:
    with pytest.raises(BadInput):
        ask(tiny_model)  # type: ignore[operator]

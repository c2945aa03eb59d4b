"""One word in many sentences: found, projected, and its senses measured as scikit-learn does."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.model_selection import LeaveOneOut, cross_val_score
from sklearn.neighbors import NearestCentroid

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.results.embeddings import WORD_ALONE
from bertplay.tasks.projection import aligned, available_methods, clusters, neighbour_map, principal_axes, principal_maps
from bertplay.tasks.word_in_context import WordQuery, read_word, thinned
from bertplay.tasks.word_search import find_word
from bertplay.tasks.word_senses import map_word, nearest_centroid_accuracy, separate_senses, silhouette, word_vectors

TEXTS = ("the king was old", "a queen and a king", "no word here", "king king king", "the unaffable King !")
RANDOM = np.random.default_rng(0)
FIXED = np.float32(
    [
        [0, 0.6, -0.3, -0.4],
        [-1.8, -2, 0.1, 0.7],
        [-2, -1.2, 0.5, 0.2],
        [0.4, -1.9, 0, 0.3],
        [-5.4, -0.9, -1.9, -0.6],
        [-7.4, -0.5, -1.3, 0.1],
    ]
)


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


def test_vectors_of_a_word_are_the_states_at_its_tokens(tiny_model: LoadedModel) -> None:
    found = read_word(tiny_model, WordQuery("king", TEXTS, every=True))
    assert [(one.sentence, one.start) for one in found.occurrences] == [(0, 4), (1, 14), (3, 0), (3, 5), (3, 10), (4, 14)]
    assert found.omitted.without_word == 1
    [states] = tiny_model.forward([tiny_model.encode(TEXTS[1])], Wanted(hidden_states=True))
    for layer in range(3):
        np.testing.assert_allclose(found.steps[1 + layer][1], states.hidden_states[layer, 5], atol=1e-5)
    several = read_word(tiny_model, WordQuery("unaffable", TEXTS))
    [states] = tiny_model.forward([tiny_model.encode(TEXTS[4])], Wanted(hidden_states=True))
    np.testing.assert_allclose(several.steps[3][0], states.hidden_states[2, 2:5].mean(axis=0), atol=1e-5)


def test_the_word_alone_is_one_point_and_layer_0_knows_only_the_place(tiny_model: LoadedModel) -> None:
    texts = ["the king was old", "a king is here", "king of the sea", "see the big king"]
    found = map_word(tiny_model, WordQuery("king", texts))
    assert found.steps == (WORD_ALONE, 0, 1, 2)
    np.testing.assert_array_equal(found.points[0], 0)
    np.testing.assert_allclose(found.points[1, 0], found.points[1, 1], atol=1e-4)  # the same place in the sentence
    assert np.abs(found.points[2, 0] - found.points[2, 1]).max() > 1e-3
    assert (found.shares[1:].sum(axis=1) <= 1 + 1e-5).all()


def test_what_is_behind_the_window_is_left_out_and_said(tiny_model: LoadedModel) -> None:
    found = read_word(tiny_model, WordQuery("king", ["the king", "queen " * 100 + "king"]))
    assert (len(found.occurrences), found.omitted.outside_window) == (1, 1)
    with pytest.raises(BadInput, match="context window"):
        read_word(tiny_model, WordQuery("king", ["queen " * 100 + "king"]))


def test_maps_of_a_fixed_example() -> None:
    """Computed once with a separate eigendecomposition and SVD, up to the sign of an axis."""
    layers = [FIXED, FIXED[:, ::-1] * np.float32([1, 2, 1, 1])]
    points, shares = principal_maps(layers, 2)
    first = [[-2.5568, 1.8585], [-1.0919, -1.1754], [-0.9254, -0.4325], [-3.1805, -0.6168], [2.9809, 0.3578], [4.7737, 0.0083]]
    second = [[-2.5312, 1.7237], [-1.3639, -1.2514], [-1.4823, -1.2613], [-3.2497, -0.1538], [3.6714, 1.2364], [4.9557, -0.2936]]
    signs = np.sign(points[0, 0] * np.float32(first[0]))
    np.testing.assert_allclose(points * signs, [first, second], atol=2e-4)
    np.testing.assert_allclose(shares, [[0.87408, 0.09597], [0.83926, 0.11035]], atol=2e-5)


def test_points_on_a_line_have_no_second_axis() -> None:
    points, total = principal_axes(np.float32([[0, 0], [3, 4]]), 3)
    np.testing.assert_allclose(np.abs(points), [[2.5, 0, 0], [2.5, 0, 0]], atol=1e-6)
    assert total == pytest.approx(6.25)


def test_shares_are_those_of_scikit_learn() -> None:
    for shape in ((30, 8), (8, 30)):
        vectors = RANDOM.standard_normal(shape).astype(np.float32)
        points, total = principal_axes(vectors, 3)
        shares = (points**2).sum(axis=0) / len(points) / total
        np.testing.assert_allclose(shares, PCA(3).fit(vectors).explained_variance_ratio_, atol=1e-5)


def test_turning_keeps_distances() -> None:
    points, onto = (RANDOM.standard_normal((20, 2)).astype(np.float32) for _ in range(2))
    np.testing.assert_allclose(np.linalg.norm(aligned(points, onto), axis=1), np.linalg.norm(points, axis=1), atol=1e-5)
    np.testing.assert_allclose(aligned(points[:, ::-1], points), points, atol=1e-5)


def test_a_layer_that_only_turns_leaves_every_point_where_it_was() -> None:
    vectors = RANDOM.standard_normal((25, 6)).astype(np.float32) * np.float32([9, 5, 3, 1, 1, 1])
    rotation, _ = np.linalg.qr(RANDOM.standard_normal((6, 6)))
    points, _ = principal_maps([vectors, (vectors @ rotation).astype(np.float32)], 2)
    np.testing.assert_allclose(points[1], points[0], atol=1e-3)


@pytest.mark.parametrize(
    "method", ["tsne", pytest.param("umap", marks=pytest.mark.skipif("umap" not in available_methods(), reason="not installed"))]
)
def test_neighbours_stay_together(method: str) -> None:
    sides = np.repeat([0.0, 12.0], 15)[:, None]
    vectors = (RANDOM.standard_normal((30, 10)) + sides).astype(np.float32)
    start, _ = principal_axes(vectors, 2)
    points = neighbour_map(method, vectors, start)
    assert nearest_centroid_accuracy(points, np.repeat(["a", "b"], 15)) == 1
    assert clusters(vectors, 2).tolist() == [0] * 15 + [1] * 15


def test_accuracy_is_that_of_scikit_learn() -> None:
    labels = np.repeat(["a", "b", "c"], [10, 8, 6])
    vectors = (RANDOM.standard_normal((24, 5)) + (labels == "b")[:, None]).astype(np.float32)
    reference = cross_val_score(NearestCentroid(), vectors, labels, cv=LeaveOneOut()).mean()
    assert nearest_centroid_accuracy(vectors, labels) == pytest.approx(reference)


def test_accuracy_and_silhouette_by_hand() -> None:
    vectors = np.float32([[0], [1], [10], [11]])
    labels = np.array(["a", "a", "b", "b"])
    assert nearest_centroid_accuracy(vectors, labels) == 1
    assert silhouette(vectors, labels) == pytest.approx(np.mean([9.5 / 10.5, 8.5 / 9.5, 8.5 / 9.5, 9.5 / 10.5]))
    assert nearest_centroid_accuracy(np.zeros((4, 2), dtype=np.float32), labels) == 0
    assert silhouette(np.zeros((4, 2), dtype=np.float32), labels) is None


@pytest.mark.parametrize(("senses", "right", "overlap"), [("aabbcc", 2, 0.0439567), ("abbacc", 5, 0.4010259), ("aaabbb", 5, 0.1830974)])
def test_accuracy_and_silhouette_of_a_fixed_example(senses: str, right: int, overlap: float) -> None:
    """Computed once, leaving each vector out of its centroid in a loop."""
    labels = np.array(list(senses))
    assert nearest_centroid_accuracy(FIXED, labels) == pytest.approx(right / 6)
    assert silhouette(FIXED, labels) == pytest.approx(overlap, abs=1e-6)


def test_senses_count_only_where_they_are_named_twice(tiny_model: LoadedModel) -> None:
    texts = [f"the {word} king {word}" for word in ("old", "old", "new", "new", "hot", "red")]
    found = separate_senses(tiny_model, WordQuery("king", texts, ["a", "a", "b", "b", "c", ""]))
    assert found.senses == (("a", 2), ("b", 2))
    assert found.majority == 0.5
    assert [one.layer for one in found.layers] == [0, 1, 2]
    assert found.layers[0].within == pytest.approx(1, abs=1e-5)  # the same place, the same vector
    assert all(0 <= one.accuracy <= 1 for one in found.layers)


def test_at_most_so_many_are_laid_out_by_neighbours(tiny_model: LoadedModel) -> None:
    found = thinned(read_word(tiny_model, WordQuery("king", ["the king"] * 30)), 10)
    assert (len(found.occurrences), found.omitted.too_many, found.steps[0].shape[0]) == (10, 20, 10)


def test_vectors_at_a_step(tiny_model: LoadedModel) -> None:
    alone = word_vectors(tiny_model, WordQuery("king", TEXTS), layer=WORD_ALONE).vectors
    np.testing.assert_array_equal(alone[0], tiny_model.word_vectors()[tiny_model.vocabulary.index("king")])
    assert word_vectors(tiny_model, WordQuery("king", TEXTS), layer=2).vectors.shape == (4, 32)


@pytest.mark.parametrize(
    "ask",
    [
        lambda m: map_word(m, WordQuery("", TEXTS)),
        lambda m: map_word(m, WordQuery("zebra", TEXTS)),
        lambda m: map_word(m, WordQuery("k" * 101, TEXTS)),
        lambda m: map_word(m, WordQuery("king", [])),
        lambda m: map_word(m, WordQuery("king", TEXTS), method="som"),
        lambda m: map_word(m, WordQuery("king", TEXTS), dimensions=4),
        lambda m: map_word(m, WordQuery("king", TEXTS), groups=9),
        lambda m: map_word(m, WordQuery("king", TEXTS[:2]), method="tsne"),
        lambda m: separate_senses(m, WordQuery("king", TEXTS)),
        lambda m: separate_senses(m, WordQuery("king", TEXTS, ["a"] * 5)),
        lambda m: word_vectors(m, WordQuery("king", TEXTS), layer=3),
    ],
)
def test_bad_input_is_refused_in_words(tiny_model: LoadedModel, ask: object) -> None:
    with pytest.raises(BadInput):
        ask(tiny_model)  # type: ignore[operator]

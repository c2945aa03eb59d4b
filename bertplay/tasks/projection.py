"""From hundreds of dimensions to two or three, at every layer, so that a point can be followed from layer to layer."""

import warnings
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from bertplay.errors import BadInput
from bertplay.results import Floats
from bertplay.wording import later, mark

MOST_TO_EMBED = 500
"""Points that t-SNE and UMAP lay out; more would hold the page up."""
FEWEST_TO_EMBED = 5
FLAT = 1e-9
"""A variance below this, in parts of the vectors' length squared, is rounding."""

METHODS = ("pca", "tsne", "umap")


def methods_here() -> tuple[str, ...]:
    """The methods that this machine has: UMAP is not among what bertplay installs."""
    try:
        version("umap-learn")
    except PackageNotFoundError:
        return METHODS[:2]
    return METHODS


def principal_axes(vectors: Floats, dimensions: int) -> tuple[Floats, float]:
    """PCA: the coordinates [n, dimensions] along the axes of most variance, and the variance of all axes together.

    The axes are eigenvectors of the covariance. With fewer points than dimensions its little sister, the inner
    products of the points, has the same eigenvalues and is quicker. Points that are all the same get zeros.
    scikit-learn's PCA gives the same up to the sign of an axis; a test holds it.
    """
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    n, width = centred.shape
    total = float((centred**2).sum() / n)
    points = np.zeros((n, dimensions), dtype=np.float32)
    if total <= FLAT * float((vectors**2).sum() / n):
        return points, 0.0
    is_tall = n > width
    values, axes = np.linalg.eigh(centred.T @ centred if is_tall else centred @ centred.T)
    best = axes[:, ::-1][:, :dimensions]
    lengths = np.sqrt(np.maximum(values[::-1][:dimensions], 0))
    points[:, : best.shape[1]] = centred @ best if is_tall else best * lengths
    return points, total


def turned(points: Floats, onto: Floats) -> Floats:
    """The points rotated and mirrored, never stretched, to lie as near as can be to others: orthogonal Procrustes.

    Schönemann 1966: with U S V the decomposition of pointsᵀ onto, the best rotation is U V.
    """
    u, _, v = np.linalg.svd(points.T.astype(np.float64) @ onto.astype(np.float64))
    result: Floats = (points @ (u @ v)).astype(np.float32)
    return result


def principal_maps(layers: Sequence[Floats], dimensions: int) -> tuple[Floats, Floats]:
    """PCA at every layer, each turned onto the one before: points [layers, n, dimensions], shares of variance [layers, dimensions].

    Turning stays within the plane of the first principal axes, so the plane is PCA's own; an axis of it then is no
    single principal axis, and its share of variance is measured after turning. On one thread: matrices this small are
    computed faster than threads that share busy cores come together.
    """
    maps: list[Floats] = []
    shares: list[Floats] = []
    with threadpool_limits(limits=1, user_api="blas"):
        for vectors in layers:
            points, total = principal_axes(vectors, dimensions)
            if maps and maps[-1].any() and points.any():
                points = turned(points, maps[-1])
            maps.append(points)
            variance = (points**2).sum(axis=0) / len(points)
            shares.append(variance / total if total else variance)
    return np.stack(maps), np.stack(shares)


def neighbour_maps(method: str, layers: Sequence[Floats], starts: Floats) -> Floats:
    """t-SNE or UMAP at every layer, started from PCA's points and turned onto them: [layers, n, dimensions]."""
    return np.stack([neighbour_map(method, vectors, start) for vectors, start in zip(layers, starts, strict=True)])


def neighbour_map(method: str, vectors: Floats, start: Floats) -> Floats:
    """One layer; points that are all the same stay on one spot."""
    if not start.any():
        return start
    spread = (start / start[:, 0].std() * 1e-4).astype(np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a seed that keeps UMAP on one thread, and the like
        points = drawer(method, len(vectors), spread).fit_transform(vectors)
    return turned(np.asarray(points, dtype=np.float32) - points.mean(axis=0), start)


def drawer(method: str, n: int, start: Floats) -> Any:
    """t-SNE (van der Maaten and Hinton 2008) or UMAP (McInnes et al. 2018), as their libraries have them."""
    if method == "tsne":
        from sklearn.manifold import TSNE

        dimensions = start.shape[1]
        return TSNE(dimensions, perplexity=min(30.0, (n - 1) / 3), init=start, max_iter=500, random_state=0, n_jobs=1)
    from umap import UMAP

    return UMAP(n_components=start.shape[1], n_neighbors=min(15, n - 1), init=start * 1e5, random_state=0, n_jobs=1)


def check_method(method: str, points: int, dimensions: int) -> None:
    """Raise BadInput when the points cannot be laid out this way here."""
    if method not in METHODS:
        raise BadInput(mark("There is no such map."), value=method, remedy=later("Choose one of: {names}.", names=", ".join(METHODS)))
    if method not in methods_here():
        raise BadInput(mark("UMAP is not installed."), remedy=mark("Run `pip install umap-learn`, or take PCA or t-SNE."))
    if dimensions not in (2, 3):
        raise BadInput(mark("A map has two or three dimensions."), value=dimensions, remedy=mark("Choose 2 or 3."))
    if method != "pca" and points < FEWEST_TO_EMBED:
        raise BadInput(
            mark("These are too few points for this map."),
            value=points,
            remedy=later("Use at least {least} sentences, or take PCA.", least=FEWEST_TO_EMBED),
        )


def check_groups(count: int) -> None:
    """Raise BadInput unless k-means is to look for 1 to 8 groups."""
    if not 1 <= count <= 8:
        raise BadInput(mark("The number of groups is out of range."), value=count, remedy=mark("Choose 1 to 8."))


def clusters(vectors: Floats, count: int) -> npt.NDArray[np.int64]:
    """k-means in the whole space: the group of each vector, numbered by their first members. One group where all are the same."""
    distinct = len({row.tobytes() for row in vectors.round(4)})
    if min(count, distinct) == 1:
        return np.zeros(len(vectors), dtype=np.int64)
    from sklearn.cluster import KMeans

    found = KMeans(min(count, distinct), n_init=4, random_state=0).fit_predict(vectors)
    order = {group: place for place, group in enumerate(dict.fromkeys(found.tolist()))}
    return np.array([order[group] for group in found.tolist()], dtype=np.int64)

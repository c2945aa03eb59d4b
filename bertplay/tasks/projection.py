"""From hundreds of dimensions to two or three, at every layer, so that a point can be followed from layer to layer."""

import warnings
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.results import Floats

MAX_TO_EMBED = 500
"""Points that t-SNE and UMAP lay out; more would hold the page up."""
MIN_TO_EMBED = 5
FLAT = 1e-9
"""A variance below this, in parts of the vectors' length squared, is rounding."""

METHODS = ("pca", "tsne", "umap")


def available_methods() -> tuple[str, ...]:
    """The methods that this machine has: UMAP is not among what bertplay installs."""
    try:
        version("umap-learn")
    except PackageNotFoundError:
        return METHODS[:2]
    return METHODS


def principal_axes(vectors: Floats, dimensions: int) -> tuple[Floats, float]:
    """PCA: the coordinates [n, dimensions] along the axes of most variance, and the variance of all axes together.

    Points that are all the same get zeros, and so does an axis that they do not span.
    """
    from sklearn.decomposition import PCA

    n, width = vectors.shape
    total = float(vectors.var(axis=0, dtype=np.float64).sum())
    points = np.zeros((n, dimensions), dtype=np.float32)
    if total <= FLAT * float((vectors**2).sum() / n):
        return points, 0.0
    spanned = min(dimensions, n, width)
    solver = "covariance_eigh" if n > width else "full"  # exact, and the quicker of the two
    points[:, :spanned] = PCA(spanned, svd_solver=solver).fit_transform(vectors.astype(np.float64))
    return points, total


def aligned(points: Floats, onto: Floats) -> Floats:
    """The points rotated and mirrored, never stretched, to lie as near as can be to others: orthogonal Procrustes (Schönemann 1966)."""
    from scipy.linalg import orthogonal_procrustes

    rotation, _ = orthogonal_procrustes(points.astype(np.float64), onto.astype(np.float64))
    result: Floats = (points @ rotation).astype(np.float32)
    return result


def principal_maps(layers: Sequence[Floats], dimensions: int) -> tuple[Floats, Floats]:
    """PCA at every layer, each aligned with the one before: points [layers, n, dimensions], shares of variance [layers, dimensions].

    Alignment stays within the plane of the first principal axes, so the plane is PCA's own; an axis of it then is no
    single principal axis, and its share of variance is measured after alignment. On one thread: matrices this small are
    computed faster than threads that share busy cores come together.
    """
    maps: list[Floats] = []
    shares: list[Floats] = []
    with threadpool_limits(limits=1, user_api="blas"):
        for vectors in layers:
            points, total = principal_axes(vectors, dimensions)
            if maps and maps[-1].any() and points.any():
                points = aligned(points, maps[-1])
            maps.append(points)
            variance = (points**2).sum(axis=0) / len(points)
            shares.append(variance / total if total else variance)
    return np.stack(maps), np.stack(shares)


def neighbour_maps(method: str, layers: Sequence[Floats], starts: Floats) -> Floats:
    """t-SNE or UMAP at every layer, started from PCA's points and aligned with them: [layers, n, dimensions]."""
    return np.stack([neighbour_map(method, vectors, start) for vectors, start in zip(layers, starts, strict=True)])


def neighbour_map(method: str, vectors: Floats, start: Floats) -> Floats:
    """One layer; points that are all the same stay on one spot."""
    if not start.any():
        return start
    spread = (start / start[:, 0].std() * 1e-4).astype(np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a seed that keeps UMAP on one thread, and the like
        points = drawer(method, len(vectors), spread).fit_transform(vectors)
    return aligned(np.asarray(points, dtype=np.float32) - points.mean(axis=0), start)


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
        raise BadInput(N_("There is no such projection."), value=method, remedy=lazy("Choose one of: {names}.", names=", ".join(METHODS)))
    if method not in available_methods():
        raise BadInput(N_("UMAP is not installed."), remedy=N_("Run `pip install umap-learn`, or choose PCA or t-SNE."))
    if dimensions not in (2, 3):
        raise BadInput(N_("A map has two or three dimensions."), value=dimensions, remedy=N_("Choose 2 or 3."))
    if method != "pca" and points < MIN_TO_EMBED:
        raise BadInput(
            N_("There are too few points for this projection."),
            value=points,
            remedy=lazy("Use at least {least} sentences, or choose PCA.", least=MIN_TO_EMBED),
        )


def check_groups(count: int) -> None:
    """Raise BadInput unless there are 1 to 8 k-means clusters."""
    if not 1 <= count <= 8:
        raise BadInput(N_("The number of groups is out of range."), value=count, remedy=N_("Choose 1 to 8."))


def clusters(vectors: Floats, count: int) -> npt.NDArray[np.int64]:
    """k-means in the whole space: the group of each vector, numbered by their first members. One group where all are the same."""
    distinct = len({row.tobytes() for row in vectors.round(4)})
    if min(count, distinct) == 1:
        return np.zeros(len(vectors), dtype=np.int64)
    from sklearn.cluster import KMeans

    found = KMeans(min(count, distinct), n_init=4, random_state=0).fit_predict(vectors)
    order = {group: place for place, group in enumerate(dict.fromkeys(found.tolist()))}
    return np.array([order[group] for group in found.tolist()], dtype=np.int64)

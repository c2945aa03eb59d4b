"""The hidden states of many texts, in bounded passes: 2,000 sentences take hardly more memory than 50."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel, Wanted
from bertplay.models.memory import release_memory
from bertplay.results import Floats
from bertplay.results.embeddings import Baseline

MAX_TEXTS = 2_000
TEXTS_AT_ONCE = 256
"""The number of texts that are encoded together and sorted by length, so that little padding is computed."""
TOKENS_AT_ONCE = 2_048
MANY_CHARACTERS = 20_000
RANDOM_PAIRS = 5_000
ROUNDING = 1e-4

Watch = Callable[[float], None]


def unwatched(share: float) -> None:
    """Reports no progress."""


def check_texts(texts: Sequence[str]) -> None:
    """Raise BadInput unless there are 1 to 2,000 texts, none of them empty."""
    if not texts:
        raise BadInput(N_("There is no sentence."), remedy=N_("Write one sentence per line."))
    if len(texts) > MAX_TEXTS:
        raise BadInput(
            N_("There are too many sentences."),
            value=f"{len(texts):,}",
            remedy=lazy("Use at most {most:,}.", most=MAX_TEXTS),
        )
    if not all(text.strip() for text in texts):
        raise BadInput(N_("One of the sentences is empty."), remedy=N_("Leave it out."))


def check_layer(states: Floats, layer: int) -> None:
    """Raise BadInput unless states [layers + 1, …] have this layer; 0 is the sum of the embeddings."""
    if not 0 <= layer < len(states):
        raise BadInput(
            N_("The model has no such layer."),
            value=layer,
            remedy=lazy("Choose one from {first} to {last}.", first=0, last=len(states) - 1),
        )


def hidden_states(model: LoadedModel, texts: Sequence[str], watch: Watch = unwatched) -> Iterator[tuple[int, Encoding, Floats]]:
    """(index of the text, its encoding, its states [layers + 1, tokens, hidden]), in an order that needs little padding.

    Only one pass of states exists at a time: take from each what is needed and let the rest go.
    """
    done = 0
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        encodings = {start + i: model.encode(text) for i, text in enumerate(texts[start : start + TEXTS_AT_ONCE])}
        for indices in batches_by_length({i: len(encoding) for i, encoding in encodings.items()}):
            outputs = model.forward([encodings[i] for i in indices], Wanted(hidden_states=True))
            for i, output in zip(indices, outputs, strict=True):
                if output.hidden_states is not None:
                    yield i, encodings[i], output.hidden_states
            done += len(indices)
            watch(done / len(texts))


def release_large(texts: Sequence[str]) -> None:
    """Release the memory that many or long texts took, once their vectors are gathered."""
    if sum(map(len, texts)) > MANY_CHARACTERS:
        release_memory()


def batches_by_length(lengths: dict[int, int]) -> Iterator[list[int]]:
    """Texts of similar length together, as many as fill a pass: {0: 2000, 1: 5, 2: 6} -> [1, 2], [0]"""
    taken: list[int] = []
    for i in sorted(lengths, key=lambda i: lengths[i]):
        if taken and lengths[i] * (len(taken) + 1) > TOKENS_AT_ONCE:
            yield taken
            taken = []
        taken.append(i)
    if taken:
        yield taken


def static_vector(model: LoadedModel, tokens: Sequence[int]) -> Floats:
    """The mean of some rows of the input embedding: what these tokens are before any sentence is read."""
    mean: Floats = model.word_vectors(tokens).mean(axis=0)
    return mean


def normalize(vectors: Floats) -> Floats:
    """The vectors with length 1; one of length 0 stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled


def centred(vectors: Floats, centre: Floats | float) -> Floats:
    """The vectors seen from a centre; one that differs from it only by rounding becomes zero."""
    moved = vectors - centre
    is_there = np.linalg.norm(moved, axis=-1, keepdims=True) > ROUNDING * np.linalg.norm(vectors, axis=-1, keepdims=True)
    seen: Floats = np.where(is_there, moved, 0).astype(np.float32)
    return seen


def random_pairs(vectors: Floats) -> Baseline:
    """The cosines of 5,000 random pairs of different vectors; of fewer, when there are not so many. Two vectors at least."""
    chance, units = np.random.default_rng(0), normalize(vectors)
    n = len(units)
    first = chance.integers(0, n, RANDOM_PAIRS)
    second = (first + chance.integers(1, n, RANDOM_PAIRS)) % n
    if n * (n - 1) // 2 <= RANDOM_PAIRS:
        first, second = np.triu_indices(n, 1)
    cosines = (units[first] * units[second]).sum(axis=1)
    return baseline_of(cosines)


def baseline_of(cosines: Floats) -> Baseline:
    """Cosines [pairs] as their mean and what nine in ten of them lie between."""
    low, high = np.quantile(cosines, [0.05, 0.95])
    return Baseline(float(cosines.mean()), float(low), float(high), len(cosines))

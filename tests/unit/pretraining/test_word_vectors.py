"""Word vectors: their initial values, and that they reflect which tokens co-occur."""

import numpy as np
import pytest

from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.word_vectors import train_word_vectors

pytest.importorskip("gensim")


def test_tokens_of_one_company_lie_closer_than_those_of_two() -> None:
    """Half of the sentences mix tokens 10 to 19 with each other, half tokens 20 to 29."""
    rng = np.random.default_rng(0)
    sentences = [rng.integers(10, 20, 12) + 10 * (s % 2) for s in range(4000)]
    ids = np.concatenate(sentences).astype(np.uint16)
    text = EncodedText(ids, np.arange(0, len(ids) + 1, 12), np.array([0, 4000]))
    vectors = train_word_vectors([text], vocabulary_size=32, width=16)
    assert vectors.shape == (32, 16)
    assert vectors.dtype == np.float32
    assert vectors[10:30].std() == pytest.approx(1.0, abs=0.01)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T
    assert cosines[10:20, 10:20].mean() > cosines[10:20, 20:30].mean() + 0.2

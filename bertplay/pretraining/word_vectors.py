"""Word vectors as the starting point of the word embeddings.

A small BERT with random embeddings first spends hours learning how frequent each token is. word2vec (CBOW,
Mikolov et al. 2013) learns which tokens occur together in under a minute; a BERT that starts from its vectors
uses the context within minutes (figures in docs/decisions/).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bertplay.errors import PretrainingError
from bertplay.pretraining.encoded import EncodedText

MAX_TOKENS = 15_000_000  # a domain: two passes over these take about a minute on two cores


class _Sentences:
    """The sentences as lists of strings, the form gensim wants; can be iterated over more than once."""

    def __init__(self, texts: Sequence[EncodedText]) -> None:
        self.texts = texts

    def __iter__(self) -> Iterator[list[str]]:
        for text in self.texts:
            last = int(np.searchsorted(text.sentences, MAX_TOKENS))
            for index in range(min(last, text.sentence_count)):
                yield [str(i) for i in text.sentence(index)]


def train_word_vectors(texts: Sequence[EncodedText], vocabulary_size: int, width: int) -> npt.NDArray[np.float32]:
    """Train CBOW vectors on token ids: float32 [vocabulary_size, width], mean 0 and deviation 1 over all entries.

    A token that never occurs gets a random vector of the same size.
    """
    try:
        from gensim.models import Word2Vec
    except ImportError as error:
        raise PretrainingError(
            "Word vectors need gensim.", remedy="Run `pip install gensim`, or put a prepared word_vectors_<width>.npy into the work folder."
        ) from error
    model = Word2Vec(_Sentences(texts), vector_size=width, sg=0, window=5, negative=5, min_count=5, epochs=2, workers=2, seed=0)
    vectors = np.random.default_rng(0).standard_normal((vocabulary_size, width)).astype(np.float32)
    ids = np.array([int(key) for key in model.wv.index_to_key])
    known = model.wv.vectors - model.wv.vectors.mean()
    vectors[ids] = known / known.std()
    return vectors

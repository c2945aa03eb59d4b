"""One word in a few sentences: how like its vectors are, layer by layer, beside what any two words have."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel
from bertplay.results import Floats
from bertplay.results.embeddings import Baseline, FollowedWord
from bertplay.tasks.compare import UNRELATED
from bertplay.tasks.vectors import baseline_of, hidden_states, unit
from bertplay.tasks.word_in_context import Asked, check_has_pieces, read_word
from bertplay.wording import later, mark

MOST_SENTENCES = 5


def follow_word(model: LoadedModel, word: str, sentences: Sequence[str]) -> FollowedWord:
    """The cosines of a word's vector in the first sentence with its vectors in the others, at every layer.

    follow_word(model, "bank", ["She went to the bank.", "The bank lent money.", "We sat on the bank."]).cosines[0] -> (0.86, 0.87)
    """
    lines = tuple(sentence for sentence in sentences if sentence.strip())
    check_number(len(lines))
    check_has_pieces(model, word)
    found = read_word(model, Asked(word, lines))
    kept = tuple(lines[occurrence.sentence] for occurrence in found.occurrences)
    check_number(len(kept))
    layers = [unit(vectors) for vectors in found.steps[1:]]
    cosines = tuple(tuple(float(cosine) for cosine in vectors[1:] @ vectors[0]) for vectors in layers)
    pieces = tuple(piece.text for piece in model.word_pieces(word))
    numbers = tuple(occurrence.sentence + 1 for occurrence in found.occurrences)
    return FollowedWord(model.spec.id, word, pieces, kept, numbers, cosines, unrelated_words(model))


def check_number(sentences: int) -> None:
    """Raise BadInput unless there is something to compare, and few enough lines to be told apart."""
    if not 2 <= sentences <= MOST_SENTENCES:
        problem = mark("The number of sentences with this word is out of range.")
        raise BadInput(problem, value=sentences, remedy=later("Write 2 to {most}, one a line.", most=MOST_SENTENCES))


def unrelated_words(model: LoadedModel) -> tuple[Baseline, ...]:
    """At each layer the cosines of all pairs of words from different sentences that have nothing to do with each other."""
    vectors: list[Floats] = []
    owners: list[int] = []
    for sentence, encoding, states in hidden_states(model, UNRELATED):
        words = [p for p, piece in enumerate(encoding.pieces) if not piece.is_special and any(map(str.isalnum, piece.text))]
        vectors.append(states[:, words])
        owners += [sentence] * len(words)
    return tuple(across(layer, np.array(owners)) for layer in np.concatenate(vectors, axis=1))


def across(vectors: Floats, owners: npt.NDArray[np.int64]) -> Baseline:
    """The cosines of those pairs of vectors [n, hidden] that have different owners [n]."""
    units = unit(vectors)
    return baseline_of((units @ units.T)[owners[:, None] < owners[None, :]])

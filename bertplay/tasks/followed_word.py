"""One word in a few sentences: how similar its vectors are, layer by layer, beside the cosines of any two words."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import LoadedModel
from bertplay.results import Floats
from bertplay.results.embeddings import Baseline, FollowedWord
from bertplay.tasks.vectors import baseline_of, hidden_states, normalize
from bertplay.tasks.word_in_context import WordQuery, check_has_tokens, read_word

MAX_SENTENCES = 5

UNRELATED = tuple(
    """\
The train leaves at seven in the morning.
She has never liked onions.
Water freezes at zero degrees.
The judge asked him to stand up.
There are two windows in the kitchen.
His grandfather was born in a small village.
The song was played on the radio.
They painted the fence green.
Nobody answered the telephone.
The river is deeper in spring.
A good dictionary is expensive.
The children ran down the stairs.""".splitlines()
)
"""Sentences that have nothing to do with each other: their cosines are the baseline."""


def follow_word(model: LoadedModel, word: str, sentences: Sequence[str]) -> FollowedWord:
    """The cosines of a word's vector in the first sentence with its vectors in the others, at every layer.

    follow_word(model, "bank", ["She went to the bank.", "The bank lent money.", "We sat on the bank."]).cosines[0] -> (0.86, 0.87)
    """
    lines = tuple(sentence for sentence in sentences if sentence.strip())
    check_number(len(lines))
    check_has_tokens(model, word)
    found = read_word(model, WordQuery(word, lines))
    kept = tuple(lines[occurrence.sentence] for occurrence in found.occurrences)
    check_number(len(kept))
    layers = [normalize(vectors) for vectors in found.steps[1:]]
    cosines = tuple(tuple(float(cosine) for cosine in vectors[1:] @ vectors[0]) for vectors in layers)
    tokens = tuple(token.text for token in model.tokenize_word(word))
    numbers = tuple(occurrence.sentence + 1 for occurrence in found.occurrences)
    return FollowedWord(model.spec.id, word, tokens, kept, numbers, cosines, unrelated_words(model))


def check_number(sentences: int) -> None:
    """Raise BadInput unless there is something to compare, and few enough lines to distinguish in a chart."""
    if not 2 <= sentences <= MAX_SENTENCES:
        problem = N_("The number of sentences with this word is out of range.")
        raise BadInput(problem, value=sentences, remedy=lazy("Write 2 to {most}, one per line.", most=MAX_SENTENCES))


def unrelated_words(model: LoadedModel) -> tuple[Baseline, ...]:
    """At each layer the cosines of all pairs of words from different sentences that have nothing to do with each other."""
    vectors: list[Floats] = []
    owners: list[int] = []
    for sentence, encoding, states in hidden_states(model, UNRELATED):
        words = [p for p, token in enumerate(encoding.tokens) if not token.is_special and any(map(str.isalnum, token.text))]
        vectors.append(states[:, words])
        owners += [sentence] * len(words)
    return tuple(across(layer, np.array(owners)) for layer in np.concatenate(vectors, axis=1))


def across(vectors: Floats, owners: npt.NDArray[np.int64]) -> Baseline:
    """The cosines of those pairs of vectors [n, hidden] that have different owners [n]."""
    units = normalize(vectors)
    return baseline_of((units @ units.T)[owners[:, None] < owners[None, :]])

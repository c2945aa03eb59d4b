"""A word's vectors in the sentences it occurs in, at every layer of the model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

import numpy as np

from bertplay.errors import BadInput, MissingAbility
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.spec import Ability
from bertplay.results import Floats
from bertplay.results.embeddings import Occurrence, Omitted
from bertplay.tasks.vectors import Watch, check_texts, hidden_states, static_vector, unwatched
from bertplay.tasks.word_search import find_word

MAX_OCCURRENCES = 2_000


@dataclass(frozen=True, slots=True)
class WordQuery:
    """A word and the sentences to find it in, both composed (Unicode NFC), so that "é" is found however a file writes it.

    labels        the sense of the word in each, "" where unknown
    every         all occurrences in a sentence, not only the first
    inflections   "banks" counts as "bank"
    """

    word: str
    texts: Sequence[str]
    labels: Sequence[str] = ()
    every: bool = False
    inflections: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "word", normalize("NFC", self.word))
        object.__setattr__(self, "texts", tuple(normalize("NFC", text) for text in self.texts))


@dataclass(frozen=True, slots=True)
class WordInContext:
    """The vectors of a word.

    steps    [occurrences, width] for WORD_ALONE and each layer
    others   [layers + 1, sentences, hidden] one other word of each sentence, drawn at random: the baseline
    """

    occurrences: tuple[Occurrence, ...]
    steps: tuple[Floats, ...]
    others: Floats
    omitted: Omitted


def read_word(model: LoadedModel, query: WordQuery, watch: Watch = unwatched) -> WordInContext:
    """Find the word, run the sentences, and return only the vectors of the word (for a word of several tokens, their mean)."""
    model.require(Ability.EMBEDDING)
    check_texts(query.texts)
    places = [find_word(text, query.word, every=query.every, inflections=query.inflections) for text in query.texts]
    chosen = [i for i, spans in enumerate(places) if spans]
    if not chosen:
        raise BadInput(
            N_("None of the sentences contains this word."), value=query.word, remedy=N_("Use another word, or add sentences with it.")
        )
    found: dict[tuple[int, int], tuple[Floats, Floats]] = {}
    others, chance = [], np.random.default_rng(0)
    for place, encoding, states in hidden_states(model, [query.texts[i] for i in chosen], watch):
        i = chosen[place]
        taken = {start: tokens for start, end in places[i] if (tokens := tokens_within(encoding, start, end))}
        for start, tokens in taken.items():
            found[i, start] = static_vector(model, [encoding.tokens[p].id for p in tokens]), states[:, tokens].mean(axis=1)
        rest = sorted({p for p, token in enumerate(encoding.tokens) if not token.is_special} - {p for ps in taken.values() for p in ps})
        if rest:
            others.append(states[:, rest[int(chance.integers(len(rest)))]])
    return gathered(query, places, found, others)


def check_has_tokens(model: LoadedModel, word: str) -> None:
    """Raise MissingAbility when the word can only be read as "unknown": a table of whole words does not have them all."""
    if any(token.id == model.unknown_id for token in model.tokenize_word(word)):
        said = N_("{word!r} is not in the vocabulary of {title}, which has no subword tokens.")
        problem = lazy(said, word=word, title=model.spec.title)
        raise MissingAbility(problem, remedy=N_("Use another word, or choose a model with subword tokens."))


def gathered(
    query: WordQuery, places: list[list[tuple[int, int]]], found: dict[tuple[int, int], tuple[Floats, Floats]], others: list[Floats]
) -> WordInContext:
    """What was found, in the order of the sentences: {(sentence, start): (static vector, [layers + 1, hidden])}."""
    if not found:
        raise BadInput(
            N_("The word occurs only outside the model’s context window."), value=query.word, remedy=N_("Shorten the sentences.")
        )
    ends = {(i, start): end for i, spans in enumerate(places) for start, end in spans}
    keys = sorted(found)[:MAX_OCCURRENCES]
    occurrences = tuple(Occurrence(i, start, ends[i, start], query.labels[i] if i < len(query.labels) else "") for i, start in keys)
    omitted = Omitted(sum(not spans for spans in places), len(ends) - len(found), len(found) - len(keys))
    alone, layers = np.stack([found[key][0] for key in keys]), np.stack([found[key][1] for key in keys], axis=1)
    any_words = np.stack(others, axis=1) if others else np.zeros((len(layers), 0, layers.shape[-1]), dtype=np.float32)
    return WordInContext(occurrences, (alone, *layers), any_words, omitted)


def tokens_within(encoding: Encoding, start: int, end: int) -> list[int]:
    """Positions of the tokens that cover these characters; none when the window ended before."""
    return [i for i, token in enumerate(encoding.tokens) if token.start < end and token.end > start]


def thinned(found: WordInContext, most: int) -> WordInContext:
    """At most so many occurrences, evenly taken."""
    n = len(found.occurrences)
    if n <= most:
        return found
    kept = np.linspace(0, n - 1, most).round().astype(int)
    omitted = replace(found.omitted, too_many=found.omitted.too_many + n - most)
    return replace(
        found,
        occurrences=tuple(found.occurrences[i] for i in kept),
        steps=tuple(vectors[kept] for vectors in found.steps),
        omitted=omitted,
    )

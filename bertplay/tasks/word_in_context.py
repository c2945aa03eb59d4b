"""A word's vectors in the sentences it stands in, at every step of the model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.spec import Ability
from bertplay.results import Floats
from bertplay.results.embeddings import Occurrence, Omitted
from bertplay.tasks.vectors import Watch, check_texts, hidden_states, static_vector, unwatched
from bertplay.tasks.word_search import find_word
from bertplay.wording import later, mark

MOST_OCCURRENCES = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A word and the sentences to find it in.

    labels        the sense of the word in each, "" where nobody says
    every         all places of a sentence, not the first alone
    inflections   "banks" counts as "bank"
    """

    word: str
    texts: Sequence[str]
    labels: Sequence[str] = ()
    every: bool = False
    inflections: bool = False


@dataclass(frozen=True, slots=True)
class WordInContext:
    """The vectors of a word.

    steps    [occurrences, width] for WORD_ALONE and each layer
    others   [layers + 1, sentences, hidden] one other word of each sentence, drawn at random: what any word looks like
    """

    occurrences: tuple[Occurrence, ...]
    steps: tuple[Floats, ...]
    others: Floats
    omitted: Omitted


def read_word(model: LoadedModel, asked: Asked, watch: Watch = unwatched) -> WordInContext:
    """Find the word, run the sentences, and keep the vectors of the word alone (a word of several pieces: their mean)."""
    model.require(Ability.EMBEDDING)
    check_texts(asked.texts)
    places = [find_word(text, asked.word, every=asked.every, inflections=asked.inflections) for text in asked.texts]
    chosen = [i for i, spans in enumerate(places) if spans]
    if not chosen:
        raise BadInput(
            mark("None of the sentences has this word."), value=asked.word, remedy=mark("Name another word, or add sentences with it.")
        )
    found: dict[tuple[int, int], tuple[Floats, Floats]] = {}
    others, chance = [], np.random.default_rng(0)
    for place, encoding, states in hidden_states(model, [asked.texts[i] for i in chosen], watch):
        i = chosen[place]
        taken = {start: pieces for start, end in places[i] if (pieces := pieces_within(encoding, start, end))}
        for start, pieces in taken.items():
            found[i, start] = static_vector(model, [encoding.pieces[p].id for p in pieces]), states[:, pieces].mean(axis=1)
        rest = sorted({p for p, piece in enumerate(encoding.pieces) if not piece.is_special} - {p for ps in taken.values() for p in ps})
        if rest:
            others.append(states[:, rest[int(chance.integers(len(rest)))]])
    return gathered(asked, places, found, others)


def check_has_pieces(model: LoadedModel, word: str) -> None:
    """Raise MissingAbility when the word can only be read as "unknown": a table of whole words does not have them all."""
    if any(piece.id == model.unknown_id for piece in model.word_pieces(word)):
        said = mark("{word!r} is missing from what {title} knows, and it has no pieces to write it with.")
        problem = later(said, word=word, title=model.spec.title)
        raise MissingAbility(problem, remedy=mark("Name another word, or choose a model with pieces."))


def gathered(
    asked: Asked, places: list[list[tuple[int, int]]], found: dict[tuple[int, int], tuple[Floats, Floats]], others: list[Floats]
) -> WordInContext:
    """What was found, in the order of the sentences: {(sentence, start): (static vector, [layers + 1, hidden])}."""
    if not found:
        raise BadInput(
            mark("The word stands only where the model does not see it."), value=asked.word, remedy=mark("Shorten the sentences.")
        )
    ends = {(i, start): end for i, spans in enumerate(places) for start, end in spans}
    keys = sorted(found)[:MOST_OCCURRENCES]
    occurrences = tuple(Occurrence(i, start, ends[i, start], asked.labels[i] if i < len(asked.labels) else "") for i, start in keys)
    omitted = Omitted(sum(not spans for spans in places), len(ends) - len(found), len(found) - len(keys))
    alone, layers = np.stack([found[key][0] for key in keys]), np.stack([found[key][1] for key in keys], axis=1)
    any_words = np.stack(others, axis=1) if others else np.zeros((len(layers), 0, layers.shape[-1]), dtype=np.float32)
    return WordInContext(occurrences, (alone, *layers), any_words, omitted)


def pieces_within(encoding: Encoding, start: int, end: int) -> list[int]:
    """Positions of the pieces that cover these characters; none when the window ended before."""
    return [i for i, piece in enumerate(encoding.pieces) if piece.start < end and piece.end > start]


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

"""The walk: a sentence from its pieces through the embeddings and every layer, what would be guessed there, how far each vector moves."""

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import Encoding, LoadedModel, Wanted
from bertplay.models.spec import Ability, Family
from bertplay.results import Floats, read_only
from bertplay.results.layers import EmbeddingSum, LayerGuesses, LayerWalk, Switches
from bertplay.tasks.checks import check_top_k
from bertplay.tasks.masked_word import best_guesses
from bertplay.wording import mark

MOST_PIECES = 128
"""A longer text is cut: attention alone grows with the square of it."""
SHOWN_DIMENSIONS = 32


def encode_whole(model: LoadedModel, text: str) -> Encoding:
    """The encoding of any text, cut to 128 pieces; raises BadInput when there is none."""
    if not text.strip():
        raise BadInput(mark("There is no text."), remedy=mark("Type a sentence."))
    return model.encode(text, limit=MOST_PIECES)


def walk_layers(model: LoadedModel, text: str, *, top_k: int = 3) -> LayerWalk:
    """Follow a text through the model. With [MASK] in it, the guess is seen to grow.

    The word head was trained on the last layer alone. What it says of the others is a lens, not what they "think"
    (nostalgebraist 2020 called it the logit lens).
    """
    check_top_k(top_k)
    encoding = encode_whole(model, text)
    [states] = [o.hidden_states for o in model.forward([encoding], Wanted(hidden_states=True)) if o.hidden_states is not None]
    distance, cosine = moved(states[:-1], states[1:])
    whole_distance, whole_cosine = moved(states[0], states[-1])
    return LayerWalk(
        model=model.spec.id,
        text=text,
        pieces=encoding.pieces,
        embeddings=embedding_sum(model, encoding),
        layers=look_through_the_head(model, encoding, states, top_k) if has_lens(model) else (),
        distance=distance,
        cosine=cosine,
        whole_distance=whole_distance,
        whole_cosine=whole_cosine,
        cut=encoding.cut,
    )


def has_lens(model: LoadedModel) -> bool:
    """Whether the word head can be asked after every layer. XLNet's reads a second stream, of the places to be guessed alone."""
    return model.spec.can(Ability.MASKED_WORD) and model.spec.family is not Family.XLNET


def look_through_the_head(model: LoadedModel, encoding: Encoding, states: Floats, top_k: int) -> tuple[LayerGuesses, ...]:
    """What the word head makes of the states of every layer, [L + 1, n, hidden]; one layer at a time, a vocabulary is wide."""
    top_k = min(top_k, len(model.vocabulary))
    last = np.argsort(-model.words_from(states[-1]), axis=1, kind="stable")[:, :top_k]
    layers = []
    for number, state in enumerate(states):
        scores = model.words_from(state)
        own = np.exp(scores[np.arange(len(encoding)), encoding.ids])
        final = np.exp(np.take_along_axis(scores, last, axis=1))
        layers.append(LayerGuesses(number, tuple(best_guesses(model, row, top_k) for row in scores), read_only(own), read_only(final)))
    return tuple(layers)


def moved(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """The distance and the cosine between vectors: [..., hidden] twice -> [...] twice."""
    lengths = np.linalg.norm(before, axis=-1) * np.linalg.norm(after, axis=-1)
    cosine = (before * after).sum(axis=-1) / np.maximum(lengths, np.finfo(np.float32).tiny)
    return read_only(np.linalg.norm(after - before, axis=-1)), read_only(cosine)


def embedding_sum(model: LoadedModel, encoding: Encoding) -> EmbeddingSum | None:
    """The three embeddings of every piece and their sum; None for a family that is not taken apart."""
    if not model.can_be_taken_apart:
        return None
    embeddings = model.run_inside(encoding, Switches(), scores=False).embeddings
    lengths = read_only(np.linalg.norm(embeddings, axis=-1))
    words, positions, segments, total, normed = (read_only(part[:, :SHOWN_DIMENSIONS].copy()) for part in embeddings)
    return EmbeddingSum(words, positions, segments, total, normed, lengths, embeddings.shape[-1])

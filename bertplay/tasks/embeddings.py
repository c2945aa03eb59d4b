"""One vector a sentence: [CLS], mean or max of the tokens at any layer; sentences against each other, and against a query."""

from collections.abc import Callable, Sequence

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import LoadedModel
from bertplay.models.spec import Ability
from bertplay.results import Floats, read_only
from bertplay.results.embeddings import Neighbour, SentenceComparison, SentenceVectors
from bertplay.tasks.vectors import (
    Watch,
    centred,
    check_layer,
    check_texts,
    hidden_states,
    normalize,
    random_pairs,
    release_large,
    unwatched,
)

POOLINGS: dict[str, Callable[[Floats], Floats]] = {
    "cls": lambda states: states[0],
    "mean": lambda states: states.mean(axis=0),
    "max": lambda states: states.max(axis=0),
}
"""[tokens, hidden] -> [hidden], over all tokens, [CLS] and [SEP] included, as sentence-transformers does it."""
OF_AUTHORS: dict[str, Callable[[Floats], Floats]] = {
    **POOLINGS,
    "mean_sqrt_len_tokens": lambda states: states.sum(axis=0) / len(states) ** 0.5,
    "weightedmean": lambda states: np.average(states, axis=0, weights=np.arange(1, len(states) + 1)).astype(states.dtype),
    "lasttoken": lambda states: states[-1],
}
"""The same, with those that only some published models use."""
PUBLISHED = "published"
"""As the authors of a sentence-transformers model pool and scale its vectors."""
MAX_IN_MATRIX = 40
MIN_FOR_BASELINE = 20


def embed(
    model: LoadedModel, texts: Sequence[str], *, pooling: str = "mean", layer: int | None = None, watch: Watch = unwatched
) -> SentenceVectors:
    """One vector a text. layer: 0 is the sum of the embeddings, None the last one.

    embed(model, ["A cat sleeps.", "The market fell."], pooling="mean").vectors.shape -> (2, 256)
    """
    model.require(Ability.EMBEDDING)
    check_texts(texts)
    pool = pooling_named(model, pooling)
    pooled: dict[int, Floats] = {}
    cut = []
    for i, encoding, states in hidden_states(model, written(model, texts) if pooling == PUBLISHED else texts, watch):
        layer = len(states) - 1 if layer is None else layer
        check_layer(states, layer)
        pooled[i] = pool(states[layer])
        if encoding.cut:
            cut.append(i)
    vectors = read_only(np.stack([pooled.pop(i) for i in range(len(texts))]))
    release_large(texts)
    return SentenceVectors(model.spec.id, pooling, layer or 0, tuple(texts), vectors, tuple(sorted(cut)))


def pooling_named(model: LoadedModel, name: str) -> Callable[[Floats], Floats]:
    """[tokens, hidden] -> [hidden]. BadInput for a name that is none, or where the authors of the model do not say how they pool."""
    if name in POOLINGS:
        return POOLINGS[name]
    published = model.spec.pooling if name == PUBLISHED else None
    names = lazy("Choose one of: {names}.", names=", ".join([*POOLINGS, *([PUBLISHED] if model.spec.default_pooling == PUBLISHED else [])]))
    if published is None:
        raise BadInput(N_("There is no such pooling method."), value=name, remedy=names)
    if published.unknown:
        said = N_("To make a sentence vector, its authors use a step that is not computed here: {step}.")
        raise BadInput(lazy(said, step=published.unknown), remedy=names)
    pools = [OF_AUTHORS[mode] for mode in published.modes]

    def pool(states: Floats) -> Floats:
        vector = np.concatenate([one(states) for one in pools])
        for step in model.sentence_steps:
            vector = step(vector)
        return vector

    return pool


def written(model: LoadedModel, texts: Sequence[str]) -> list[str]:
    """The texts as the authors of a sentence-transformers model give them to it."""
    published = model.spec.pooling
    if published is None:
        return list(texts)
    return [f"{published.prompt}{text.lower() if published.is_lower_case else text}" for text in texts]


def compare_sentences(
    model: LoadedModel,
    texts: Sequence[str],
    query: str,
    unrelated: Sequence[str],
    *,
    pooling: str = "mean",
    layer: int | None = None,
    top_k: int = 10,
    watch: Watch = unwatched,
) -> SentenceComparison:
    """The cosines of the first 40 texts with each other, and of all with a query.

    unrelated   at least 20 sentences about different things: their cosines are the baseline, and their mean is what
                is taken away from every vector before the centred cosine
    """
    if not query.strip():
        raise BadInput(N_("There is no sentence to search for."), remedy=N_("Type one."))
    if len(unrelated) < MIN_FOR_BASELINE:
        raise BadInput(
            N_("A baseline needs more sentences."),
            value=len(unrelated),
            remedy=lazy("Give at least {least}.", least=MIN_FOR_BASELINE),
        )
    found = embed(model, texts, pooling=pooling, layer=layer, watch=watch)
    others = embed(model, [query, *unrelated], pooling=pooling, layer=layer).vectors
    asked, background = others[:1], others[1:]
    centre = background.mean(axis=0)
    raw = normalize(asked) @ normalize(found.vectors).T
    from_centre = normalize(centred(found.vectors, centre))
    nearest = neighbours(
        texts, raw[0], (normalize(centred(asked, centre)) @ from_centre.T)[0], [i for i, text in enumerate(texts) if text == query], top_k
    )
    shown = found.vectors[:MAX_IN_MATRIX]
    return SentenceComparison(
        model.spec.id,
        pooling,
        found.layer,
        tuple(texts),
        read_only(normalize(shown) @ normalize(shown).T),
        read_only(from_centre[:MAX_IN_MATRIX] @ from_centre[:MAX_IN_MATRIX].T),
        query,
        nearest,
        random_pairs(background),
        random_pairs(centred(background, centre)),
        found.cut,
    )


def neighbours(texts: Sequence[str], raw: Floats, from_centre: Floats, without: Sequence[int], top_k: int) -> tuple[Neighbour, ...]:
    """The most similar by centred cosine, some left out."""
    if top_k < 1:
        raise BadInput(N_("The number of neighbours is out of range."), value=top_k, remedy=N_("Ask for 1 or more."))
    left_out = set(without)
    order = [int(i) for i in np.argsort(-from_centre, kind="stable") if int(i) not in left_out][:top_k]
    return tuple(Neighbour(texts[i], i, float(raw[i]), float(from_centre[i])) for i in order)

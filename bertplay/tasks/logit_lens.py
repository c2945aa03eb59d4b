"""Layer by layer: the embeddings of a sentence, what the logit lens predicts at every layer, how far each vector moves."""

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.models.loaded import Encoding, LoadedModel, Wanted
from bertplay.models.spec import Ability, Family
from bertplay.results import Floats, read_only
from bertplay.results.ablations import Ablation
from bertplay.results.layers import EmbeddingSum, LayerPredictions, LogitLens
from bertplay.tasks.checks import check_top_k
from bertplay.tasks.masked_word import top_predictions

MAX_TOKENS = 128
"""A longer text is truncated: attention grows with the square of the length."""
SHOWN_DIMENSIONS = 32


def encode_whole(model: LoadedModel, text: str) -> Encoding:
    """The encoding of any text, truncated to 128 tokens; raises BadInput when it is empty."""
    if not text.strip():
        raise BadInput(N_("There is no text."), remedy=N_("Type a sentence."))
    return model.encode(text, limit=MAX_TOKENS)


def apply_logit_lens(model: LoadedModel, text: str, *, top_k: int = 3) -> LogitLens:
    """Apply the masked-word head to every layer. With a [MASK] in the text, the prediction builds up layer by layer.

    The head was trained on the last layer only, so on the others it is a lens (the logit lens, nostalgebraist 2020), not
    what the layer "thinks".
    """
    check_top_k(top_k)
    encoding = encode_whole(model, text)
    [states] = [o.hidden_states for o in model.forward([encoding], Wanted(hidden_states=True)) if o.hidden_states is not None]
    distance, cosine = moved(states[:-1], states[1:])
    whole_distance, whole_cosine = moved(states[0], states[-1])
    return LogitLens(
        model=model.spec.id,
        text=text,
        tokens=encoding.tokens,
        embeddings=embedding_sum(model, encoding),
        layers=predictions_by_layer(model, encoding, states, top_k) if has_logit_lens(model) else (),
        distance=distance,
        cosine=cosine,
        whole_distance=whole_distance,
        whole_cosine=whole_cosine,
        cut=encoding.cut,
    )


def has_logit_lens(model: LoadedModel) -> bool:
    """Whether the head can be applied to every layer. XLNet's reads a second stream, of the positions to predict only."""
    return model.spec.can(Ability.MASKED_WORD) and model.spec.family is not Family.XLNET


def predictions_by_layer(model: LoadedModel, encoding: Encoding, states: Floats, top_k: int) -> tuple[LayerPredictions, ...]:
    """The head applied to the states of every layer, [L + 1, n, hidden]; one layer at a time, since vocabularies are large."""
    top_k = min(top_k, len(model.vocabulary))
    last = np.argsort(-model.unembed(states[-1]), axis=1, kind="stable")[:, :top_k]
    layers = []
    for number, state in enumerate(states):
        scores = model.unembed(state)
        own = np.exp(scores[np.arange(len(encoding)), encoding.ids])
        final = np.exp(np.take_along_axis(scores, last, axis=1))
        layers.append(
            LayerPredictions(number, tuple(top_predictions(model, row, top_k) for row in scores), read_only(own), read_only(final))
        )
    return tuple(layers)


def moved(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """The distance and the cosine between vectors: [..., hidden] twice -> [...] twice."""
    lengths = np.linalg.norm(before, axis=-1) * np.linalg.norm(after, axis=-1)
    cosine = (before * after).sum(axis=-1) / np.maximum(lengths, np.finfo(np.float32).tiny)
    return read_only(np.linalg.norm(after - before, axis=-1)), read_only(cosine)


def embedding_sum(model: LoadedModel, encoding: Encoding) -> EmbeddingSum | None:
    """The three embeddings of every token and their sum; None for a family whose steps are not shown."""
    if not model.is_transparent:
        return None
    embeddings = model.run_transparent(encoding, Ablation(), scores=False).embeddings
    lengths = read_only(np.linalg.norm(embeddings, axis=-1))
    words, positions, segments, total, normed = (read_only(part[:, :SHOWN_DIMENSIONS].copy()) for part in embeddings)
    return EmbeddingSum(words, positions, segments, total, normed, lengths, embeddings.shape[-1])

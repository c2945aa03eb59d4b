"""Ablations: the same text through the intact model and through one with a part of it ablated, and the effect of word order."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import Floats, MaskPredictions
from bertplay.results.ablations import Ablation, AblationEffect, MovedToken, WordOrder
from bertplay.tasks.checks import check_top_k
from bertplay.tasks.logit_lens import encode_whole, moved
from bertplay.tasks.masked_word import entropy_bits, top_predictions

MAX_SHOWN = 8


def ablate(model: LoadedModel, text: str, ablation: Ablation, *, top_k: int = 5) -> AblationEffect:
    """The predictions at the masks of a text, and the last vector of every token, with and without the ablation.

    ablate(model, "She opened the [MASK].", Ablation(positions=False))
    """
    check_top_k(top_k)
    encoding = encode_whole(model, text)
    order = list(range(len(encoding))) if ablation.shuffle is None else shuffled(encoding, ablation.shuffle)
    before = model.run_transparent(encoding, Ablation())
    moved_encoding = reordered(encoding, order, model.mask_id)
    after = model.run_transparent(moved_encoding, ablation)
    back = np.argsort(order)  # where each token of the text is now
    _, cosine = moved(before.hidden_states[-1], after.hidden_states[-1][back])
    return AblationEffect(
        model=model.spec.id,
        text=text,
        ablation=ablation,
        tokens=encoding.tokens,
        shown=tuple(encoding.tokens[place] for place in order),
        intact=predictions_at_masks(model, before.scores, range(len(encoding.masks)), top_k),
        ablated=predictions_at_masks(model, after.scores, [moved_encoding.masks.index(back[place]) for place in encoding.masks], top_k),
        cosine=cosine,
        cut=encoding.cut,
    )


def predictions_at_masks(model: LoadedModel, scores: Floats | None, rows: Sequence[int], top_k: int) -> tuple[MaskPredictions, ...]:
    """What log-probabilities [masks, vocabulary] say, the masks taken in the order of `rows`."""
    if scores is None:
        return ()
    return tuple(
        MaskPredictions(index, top_predictions(model, scores[row], top_k), entropy_bits(scores[row])) for index, row in enumerate(rows)
    )


def shuffled(encoding: Encoding, seed: int) -> list[int]:
    """A random order of the words, the tokens of each staying together, [CLS] and [SEP] where they are.

    order[i] is the place in the text of the token that comes i-th. The same number gives the same order.
    """
    words: list[list[int]] = []
    for place, token in enumerate(encoding.tokens):
        if token.continues_word and words:
            words[-1].append(place)
        elif not (token.is_special and token.start == token.end):
            words.append([place])
    chosen = np.random.default_rng(seed).permutation(len(words))
    body = [place for word in chosen for place in words[word]]
    return [0, *body, *range(len(body) + 1, len(encoding))]


def reordered(encoding: Encoding, order: list[int], mask_id: int) -> Encoding:
    """The encoding with its tokens in another order."""
    tokens = tuple(encoding.tokens[place] for place in order)
    ids = encoding.ids[order]
    return replace(encoding, tokens=tokens, ids=ids, masks=tuple(np.flatnonzero(ids == mask_id).tolist()))


def compare_orders(model: LoadedModel, first: str, second: str) -> WordOrder:
    """Two sentences of the same words: how far apart is each token's last vector in one and in the other?

    With the position embeddings off, a transformer sees a bag of tokens, and every distance is mere rounding.
    Raises BadInput unless both have the same tokens, each as often.
    """
    one, other = encode_whole(model, first), encode_whole(model, second)
    matches = partners(one, other)
    with_, without = (
        [model.run_transparent(encoding, Ablation(positions=positions), scores=False).hidden_states[-1] for encoding in (one, other)]
        for positions in (True, False)
    )
    _, cosine = moved(with_[0], with_[1][matches])
    return WordOrder(
        model.spec.id,
        first,
        second,
        tuple(
            MovedToken(
                text=token.text,
                first=i,
                second=j,
                with_positions=float(np.abs(with_[0][i] - with_[1][j]).max()),
                cosine=float(cosine[i]),
                without_positions=float(np.abs(without[0][i] - without[1][j]).max()),
            )
            for i, (token, j) in enumerate(zip(one.tokens, matches, strict=True))
        ),
    )


def partners(one: Encoding, other: Encoding) -> list[int]:
    """For each token of one encoding the place of the same token in the other, equal ones from left to right."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place in reversed(range(len(other))):
        places[int(other.ids[place])].append(place)
    if sorted(one.ids.tolist()) != sorted(other.ids.tolist()):
        raise BadInput(
            not_the_same(left_over(one, other), left_over(other, one)),
            remedy=N_("Use the same words in both, in another order."),
        )
    return [places[int(id_)].pop() for id_ in one.ids]


def left_over(one: Encoding, other: Encoding) -> str:
    """The tokens of one encoding without a match in the other, in order: "cat sat"; of many the first few."""
    free = Counter(other.ids.tolist())
    alone: list[str] = []
    for token, id_ in zip(one.tokens, one.ids.tolist(), strict=True):
        if free[id_]:
            free[id_] -= 1
        else:
            alone.append(token.text)
    return " ".join(alone[:MAX_SHOWN]) + (" …" if len(alone) > MAX_SHOWN else "")


def not_the_same(first: str, second: str) -> str:
    """What occurs in one sentence alone, said of those that have something left over."""
    if first and second:
        return lazy(
            "The two sentences do not have the same tokens: only the first has “{first}”, only the second “{second}”.",
            first=first,
            second=second,
        )
    if first:
        return lazy("The two sentences do not have the same tokens: only the first has “{first}”.", first=first)
    return lazy("The two sentences do not have the same tokens: only the second has “{second}”.", second=second)

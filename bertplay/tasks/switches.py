"""Switches: the same text through the model as it is and with a part of it turned off, and what word order is worth to it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import Floats, MaskGuesses
from bertplay.results.layers import MovedPiece, SwitchedAnswer, Switches, WordOrder
from bertplay.tasks.checks import check_top_k
from bertplay.tasks.layer_walk import encode_whole, moved
from bertplay.tasks.masked_word import best_guesses, entropy_bits
from bertplay.wording import later, mark

MOST_TOLD = 8


def find_switches(model: LoadedModel) -> tuple[int, int] | None:
    """How many layers there are to silence, and heads in each; None for a family that is not taken apart."""
    return model.layers_and_heads if model.can_be_taken_apart else None


def flip_switches(model: LoadedModel, text: str, switches: Switches, *, top_k: int = 5) -> SwitchedAnswer:
    """The guesses at the masks of a text, and the last vector of every piece, with and without the switches.

    flip_switches(model, "She opened the [MASK].", Switches(positions=False))
    """
    check_top_k(top_k)
    encoding = encode_whole(model, text)
    order = list(range(len(encoding))) if switches.shuffle is None else shuffled(encoding, switches.shuffle)
    before = model.run_inside(encoding, Switches())
    moved_encoding = reordered(encoding, order, model.mask_id)
    after = model.run_inside(moved_encoding, switches)
    back = np.argsort(order)  # where each piece of the text went
    _, cosine = moved(before.hidden_states[-1], after.hidden_states[-1][back])
    return SwitchedAnswer(
        model=model.spec.id,
        text=text,
        switches=switches,
        pieces=encoding.pieces,
        shown=tuple(encoding.pieces[place] for place in order),
        intact=guesses(model, before.scores, range(len(encoding.masks)), top_k),
        switched=guesses(model, after.scores, [moved_encoding.masks.index(back[place]) for place in encoding.masks], top_k),
        cosine=cosine,
        cut=encoding.cut,
    )


def guesses(model: LoadedModel, scores: Floats | None, rows: Sequence[int], top_k: int) -> tuple[MaskGuesses, ...]:
    """What log-probabilities [masks, vocabulary] say, the masks taken in the order of `rows`."""
    if scores is None:
        return ()
    return tuple(MaskGuesses(index, best_guesses(model, scores[row], top_k), entropy_bits(scores[row])) for index, row in enumerate(rows))


def shuffled(encoding: Encoding, seed: int) -> list[int]:
    """A random order of the words, the pieces of each kept together, [CLS] and [SEP] where they are.

    order[i] is the place in the text of the piece that comes i-th. The same number gives the same order.
    """
    words: list[list[int]] = []
    for place, piece in enumerate(encoding.pieces):
        if piece.continues_word and words:
            words[-1].append(place)
        elif not (piece.is_special and piece.start == piece.end):
            words.append([place])
    chosen = np.random.default_rng(seed).permutation(len(words))
    body = [place for word in chosen for place in words[word]]
    return [0, *body, *range(len(body) + 1, len(encoding))]


def reordered(encoding: Encoding, order: list[int], mask_id: int) -> Encoding:
    """The encoding with its pieces in another order."""
    pieces = tuple(encoding.pieces[place] for place in order)
    ids = encoding.ids[order]
    return replace(encoding, pieces=pieces, ids=ids, masks=tuple(np.flatnonzero(ids == mask_id).tolist()))


def compare_orders(model: LoadedModel, first: str, second: str) -> WordOrder:
    """Two sentences of the same words: how far apart is each piece's last vector in one and in the other?

    With the position embeddings off, a transformer sees a bag of pieces, and every distance is rounding alone.
    Raises BadInput unless both have the same pieces, each as often.
    """
    one, other = encode_whole(model, first), encode_whole(model, second)
    matches = partners(one, other)
    with_, without = (
        [model.run_inside(encoding, Switches(positions=positions), scores=False).hidden_states[-1] for encoding in (one, other)]
        for positions in (True, False)
    )
    _, cosine = moved(with_[0], with_[1][matches])
    return WordOrder(
        model.spec.id,
        first,
        second,
        tuple(
            MovedPiece(
                text=piece.text,
                first=i,
                second=j,
                with_positions=float(np.abs(with_[0][i] - with_[1][j]).max()),
                cosine=float(cosine[i]),
                without_positions=float(np.abs(without[0][i] - without[1][j]).max()),
            )
            for i, (piece, j) in enumerate(zip(one.pieces, matches, strict=True))
        ),
    )


def partners(one: Encoding, other: Encoding) -> list[int]:
    """For each piece of one encoding the place of the same piece in the other, equal ones from left to right."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place in reversed(range(len(other))):
        places[int(other.ids[place])].append(place)
    if sorted(one.ids.tolist()) != sorted(other.ids.tolist()):
        raise BadInput(
            not_the_same(left_over(one, other), left_over(other, one)),
            remedy=mark("Use the same words in both, in another order."),
        )
    return [places[int(id_)].pop() for id_ in one.ids]


def left_over(one: Encoding, other: Encoding) -> str:
    """The pieces of one encoding that find no partner in the other, in their order: "cat sat"; of many the first few."""
    free = Counter(other.ids.tolist())
    alone: list[str] = []
    for piece, id_ in zip(one.pieces, one.ids.tolist(), strict=True):
        if free[id_]:
            free[id_] -= 1
        else:
            alone.append(piece.text)
    return " ".join(alone[:MOST_TOLD]) + (" …" if len(alone) > MOST_TOLD else "")


def not_the_same(first: str, second: str) -> str:
    """What stands in one sentence alone, said of those that have something left over."""
    if first and second:
        return later(
            "The two sentences are not made of the same pieces: “{first}” is left over in the first, “{second}” in the second.",
            first=first,
            second=second,
        )
    if first:
        return later("The two sentences are not made of the same pieces: “{first}” is left over in the first.", first=first)
    return later("The two sentences are not made of the same pieces: “{second}” is left over in the second.", second=second)

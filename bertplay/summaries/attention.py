"""Attention in words: all heads, one head, one row of its weights."""

from collections.abc import Iterator

import numpy as np

from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.attention import AttentionMaps, AttentionSteps, AttentionView, HeadRanking
from bertplay.summaries.base import Cell, Column, Measure, Summary, Table
from bertplay.summaries.layers import about_truncation

MAX_ATTENDED = 3
"""Tokens that a sentence names as attended to."""

CLEARLY = 0.3
"""A mean share of attention below which a head is not said to have a pattern."""
TELLING = 0.7
"""A weight that is much, and leaves something to others."""
MUCH = 0.2
"""A weight below which a token is not said to get much attention."""


def summarize_attention_maps(found: AttentionMaps) -> Summary:
    """Which head attends most to the next token, which to the previous one; every head in figures."""
    heads = {"next": found.to_next, "previous": found.to_previous}
    (direction, shares) = max(heads.items(), key=lambda one: float(one[1].max()))
    layer, head = strongest(shares)
    values = {"layer": layer, "head": head, "share": float(shares.max())}
    if values["share"] >= CLEARLY and direction == "next":
        said = N_("Layer {layer}, head {head} attends mostly to the next token: {share:percent} of its attention on average.")
    elif values["share"] >= CLEARLY:
        said = N_("Layer {layer}, head {head} attends mostly to the previous token: {share:percent} of its attention on average.")
    else:
        said = N_("No head attends mostly to a neighbour; layer {layer}, head {head} comes closest, with {share:percent} on average.")
    special, bits = float(found.on_special.mean()), float(found.entropy.mean())
    mean = N_("On average over all heads, {special:percent} of the attention goes to [CLS] and [SEP], and its entropy is {bits:.1f} bits.")
    details: list[str] = [lazy(mean, special=special, bits=bits)]
    if found.cut:
        details.append(about_truncation(found.cut))
    columns = (
        Column(N_("layer"), "count"),
        Column(N_("head"), "count"),
        Column(N_("to the next token"), "share"),
        Column(N_("to the previous token"), "share"),
        Column(N_("to [CLS] and [SEP]"), "share"),
        Column(N_("entropy in bits"), "bits"),
        Column(N_("mean distance in tokens"), "number"),
    )
    figures = (found.to_next, found.to_previous, found.on_special, found.entropy, found.distance)
    rows = tuple((i + 1, j + 1, *(float(one[i, j]) for one in figures)) for i, j in np.ndindex(*found.entropy.shape))
    return Summary(lazy(said, **values), tuple(details), Table(columns, rows), Measure(N_("mean entropy of all heads in bits"), bits))


def strongest(shares: np.typing.NDArray[np.float32]) -> tuple[int, int]:
    """Layer and head, from 1, of the largest of [L, heads] values."""
    layer, head = np.unravel_index(int(shares.argmax()), shares.shape)
    return int(layer) + 1, int(head) + 1


def most_telling(found: AttentionMaps, layer: int, head: int) -> int:
    """A token of the text that attends clearly to one other in a head, both from 1, and not to that alone: all its steps can be seen."""
    own = [i for i, token in enumerate(found.tokens) if not token.is_special or token.start < token.end]
    return min(own or range(len(found.tokens)), key=lambda i: abs(float(found.weights[layer - 1, head - 1, i].max()) - TELLING))


def about_head(found: AttentionMaps, layer: int, head: int) -> LazyString:
    """What one head, counted from 1, attends to most of the next token, the previous one, and [CLS] and [SEP]."""
    place = layer - 1, head - 1
    shares = {"next": found.to_next, "previous": found.to_previous, "special": found.on_special}
    most, share = max(((name, float(one[place])) for name, one in shares.items()), key=lambda one: one[1])
    said = {
        "next": N_("Layer {layer}, head {head} gives {share:percent} of a token's attention to the next token, on average over the text."),
        "previous": N_(
            "Layer {layer}, head {head} gives {share:percent} of a token's attention to the previous token, on average over the text."
        ),
        "special": N_("Layer {layer}, head {head} gives {share:percent} of its attention to [CLS] and [SEP], on average over all tokens."),
    }
    return lazy(said[most], layer=layer, head=head, share=share)


def summarize_attention_view(found: AttentionView) -> Summary:
    """The strongest weight of a head; every weight."""
    i, j = np.unravel_index(int(found.weights.argmax()), found.weights.shape)
    values = {"title": title_of_view(found), "token": found.tokens[int(i)].text, "to": found.tokens[int(j)].text}
    said = N_("{title}: “{token}” attends to “{to}” with {share:percent}, the largest weight.")
    details: tuple[str, ...] = ()
    if (missing := float(found.left_out.mean())) > 0:
        hidden = N_("[CLS] and [SEP] are hidden but keep their weights: on average, {share:percent} of the attention is not shown.")
        details = (lazy(hidden, share=missing),)
    columns = (
        Column(N_("position"), "count"),
        Column(N_("token")),
        Column(N_("attends to position"), "count"),
        Column(N_("attends to")),
        Column(N_("weight"), "share"),
    )
    names, n = [token.text for token in found.tokens], len(found.tokens)
    rows = tuple((found.places[i], names[i], found.places[j], names[j], float(found.weights[i, j])) for i in range(n) for j in range(n))
    share = float(found.weights[i, j])
    return Summary(lazy(said, **values, share=share), details, Table(columns, rows), Measure(N_("largest weight"), share))


def about_row(found: AttentionView, row: int) -> LazyString:
    """“door” attends to “the” (71%), “heavy” (12%) and “opened” (4.1%)."""
    best = found.weights[row].argsort()[::-1][:MAX_ATTENDED]
    values: dict[str, object] = {f"to{rank}": found.tokens[int(i)].text for rank, i in enumerate(best)}
    values |= {f"share{rank}": float(found.weights[row, i]) for rank, i in enumerate(best)}
    listed = ", ".join(f"“{{to{rank}}}” ({{share{rank}:percent}})" for rank in range(len(best)))
    said = lazy(listed, **values)
    return lazy("{title}: “{token}” attends to {listed}.", title=title_of_view(found), token=found.tokens[row].text, listed=said)


def title_of_view(found: AttentionView) -> LazyString:
    """Layer 2, head 4"""
    if found.head == "mean":
        return lazy("Layer {layer}, mean of its heads", layer=found.layer)
    if found.head == "rollout":
        return lazy("Rollout up to layer {layer}", layer=found.layer)
    return lazy("Layer {layer}, head {head}", layer=found.layer, head=found.head)


def summarize_attention_steps(found: AttentionSteps) -> Summary:
    """Which key fits the query best and what that makes of its weight; every step for every token, with the sums."""
    order = found.products.argsort()[::-1]
    best, second = int(order[0]), int(order[1])
    said = N_("“{token}” attends most to “{best}” ({share:percent}): its query · key is {product:.1f}, that of “{second}” only {next:.1f}.")
    if found.weights[best] < MUCH:
        said = N_("“{token}” attends strongly to no token: “{best}” gets most ({share:percent}), with a query · key of {product:.1f}.")
    values: dict[str, object] = {"token": found.tokens[found.token].text, "best": found.tokens[best].text}
    values |= {"second": found.tokens[second].text, "share": float(found.weights[best])}
    values |= {"product": float(found.products[best]), "next": float(found.products[second])}
    shown = shown_dimension(found)
    details = [
        lazy(
            N_("Dividing by √{d} = {root:.1f} keeps the differences small enough that softmax does not give everything to one token."),
            d=len(found.query),
            root=len(found.query) ** 0.5,
        ),
        lazy(
            N_("The last two columns of the table are dimension {number} of {d}, in which the output is largest."),
            number=shown + 1,
            d=len(found.query),
        ),
        lazy(
            N_("Checked against the model's own forward pass: no weight differs by more than {difference:.7f}."),
            difference=found.difference,
        ),
    ]
    if found.cut:
        details.append(about_truncation(found.cut))
    return Summary(lazy(said, **values), tuple(details), table_of_steps(found), Measure(N_("largest weight"), float(found.weights[best])))


def shown_dimension(found: AttentionSteps) -> int:
    """The dimension of the values that a table shows: where the output is largest."""
    return int(abs(found.output).argmax())


def table_of_steps(found: AttentionSteps) -> Table:
    """A row for each token, and one with the sums."""
    columns = (
        Column(N_("token")),
        Column(N_("query · key"), "decimals"),
        Column(N_("divided by √d"), "decimals"),
        Column(N_("e^(… − largest)"), "decimals"),
        Column(N_("weight"), "share"),
        Column(N_("value"), "decimals"),
        Column(N_("weight × value"), "decimals"),
    )
    shown = shown_dimension(found)
    steps = (found.products, found.scaled, found.exponentials, found.weights, found.values[:, shown], found.weighted[:, shown])
    rows: list[tuple[Cell, ...]] = [(token.text, *(float(step[i]) for step in steps)) for i, token in enumerate(found.tokens)]
    sums = float(found.exponentials.sum()), float(found.weights.sum()), None, float(found.output[shown])
    return Table(columns, (*rows, (lazy("sum"), None, None, *sums)))


PATTERNS = {
    "pronoun": N_("a pronoun to a name before it"),
    "next": N_("a token to the next one"),
    "previous": N_("a token to the previous one"),
    "itself": N_("a token to itself"),
    "repeated": N_("a word to the same word elsewhere"),
    "parts": N_("a part of a word to its first token"),
    "punctuation": N_("a word to the punctuation"),
    "cls": N_("a token to [CLS]"),
    "sep": N_("a token to [SEP]"),
    "words": N_("one word to another, of your choice"),
}
"""The patterns of bertplay.tasks.head_finder, as "from …"."""


def summarize_head_ranking(found: HeadRanking) -> Summary:
    """Which head follows the pattern most, and what even attention would give; every head, the best one first."""
    layer, head = found.ranked[0]
    share = float(found.share.max())
    said = N_("Layer {layer}, head {head} attends most from {pattern}: {share:percent} of its attention, {even:percent} if spread evenly.")
    if share < 2 * found.even:
        said = N_(
            "No head clearly attends from {pattern}: the best one, layer {layer}, head {head}, gives {share:percent} of its attention; "
            "spread evenly, it would be {even:percent}."
        )
    pattern = (
        lazy(PATTERNS[found.pattern]) if not found.source else lazy("“{source}” to “{target}”", source=found.source, target=found.target)
    )
    values: dict[str, object] = {"layer": layer, "head": head, "share": share, "even": found.even, "pattern": pattern}
    counted = lazy(N_("Means over {n:,} tokens of {texts:,} sentences."), n=found.count, texts=len(found.texts))
    columns = (
        Column(N_("layer"), "count"),
        Column(N_("head"), "count"),
        Column(N_("share of attention"), "share"),
        Column(N_("most clearly from")),
        Column(N_("to")),
        Column(N_("weight"), "share"),
    )
    return Summary(lazy(said, **values), (counted,), Table(columns, tuple(ranking_rows(found))), Measure(N_("largest share"), share))


def ranking_rows(found: HeadRanking) -> Iterator[tuple[Cell, ...]]:
    """A row for each head, the best one first, with the place where it follows the pattern most."""
    for layer, head in found.ranked:
        text, from_, to = found.example(layer, head)
        tokens, place = found.tokens[text], (layer - 1, head - 1)
        yield layer, head, float(found.share[place]), tokens[from_].text, tokens[to].text, float(found.strongest_weight[place])

"""Layers in words: the logit lens, an ablation, two word orders, the parameters."""

from itertools import groupby

from bertplay.i18n import N_, LazyString, lazy
from bertplay.results import MaskPredictions, Truncation
from bertplay.results.ablations import AblationEffect, WordOrder
from bertplay.results.layers import Block, LogitLens, ParameterCount
from bertplay.summaries.base import Cell, Column, Measure, Summary, Table

ROUNDING = 1e-3
"""A difference between two vectors of length 10 or more that is due to the order of additions."""


def summarize_logit_lens(found: LogitLens) -> Summary:
    """After which layer the final prediction comes first at the first mask, or at the first token; without a lens, what moved most."""
    details: list[str] = [about_truncation(found.cut)] if found.cut else []
    columns = (
        Column(N_("layer"), "count"),
        Column(N_("position"), "count"),
        Column(N_("token")),
        Column(N_("rank"), "count"),
        Column(N_("prediction")),
        Column(N_("probability"), "share"),
        Column(N_("distance moved"), "number"),
        Column(N_("cosine"), "number"),
    )
    table = Table(columns, tuple(lens_rows(found)))
    if not found.layers:
        most = int(found.whole_distance.argmax())
        said = N_("“{token}” moves furthest from the embeddings to the last layer: its vector changes by {distance:.1f}.")
        sentence = lazy(said, token=found.tokens[most].text, distance=float(found.whole_distance[most]))
        return Summary(sentence, tuple(details), table, Measure(N_("how far it moves"), float(found.whole_distance[most])))
    position = first_position(found)
    last = found.layers[-1].predictions[position][0]
    details.insert(0, about_words_kept(found))
    return Summary(
        about_position(found, position), tuple(details), table, Measure(N_("probability of the final prediction"), last.probability)
    )


def lens_rows(found: LogitLens) -> list[tuple[Cell, ...]]:
    """For every layer and position the predictions; the distance and the cosine to the layer before are beside the first of them."""
    rows: list[tuple[Cell, ...]] = []
    for layer in range(len(found.distance) + 1):
        for position, token in enumerate(found.tokens):
            moved: tuple[Cell, Cell] = (None, None)
            if layer:
                moved = (float(found.distance[layer - 1, position]), float(found.cosine[layer - 1, position]))
            if not found.layers:
                rows.append((layer, position, token.text, None, None, None, *moved))
                continue
            for rank, one in enumerate(found.layers[layer].predictions[position], 1):
                rows.append((layer, position, token.text, rank, one.word, one.probability, *(moved if rank == 1 else (None, None))))
    return rows


def first_position(found: LogitLens) -> int:
    """Of the first mask; else of the first token of the text."""
    masks = [i for i, token in enumerate(found.tokens) if token.is_special and token.start < token.end]
    return masks[0] if masks else min(1, len(found.tokens) - 1)


def settled_after(found: LogitLens, position: int) -> int:
    """The first layer from which on the first prediction at a position is that of the last layer; 0: the embeddings."""
    best = [layer.predictions[position][0].word for layer in found.layers]
    others = [number for number, word in enumerate(best) if word != best[-1]]
    return others[-1] + 1 if others else 0


def about_position(found: LogitLens, position: int) -> LazyString:
    """At “[MASK]” the final prediction, “door” (50%), comes first from layer 2 of 8 on."""
    last, settled = found.layers[-1].predictions[position][0], settled_after(found, position)
    values = {"token": found.tokens[position].text, "word": last.word, "share": last.probability, "layers": found.layers[-1].layer}
    if settled == 0:
        return lazy("At “{token}” the final prediction, “{word}” ({share:percent}), already comes first after the embeddings.", **values)
    before = found.layers[settled - 1].predictions[position][0].word
    said = N_(
        "At “{token}” the final prediction, “{word}” ({share:percent}), comes first from layer {layer} of {layers} on; before: “{before}”."
    )
    return lazy(said, **values, layer=settled, before=before)


def about_words_kept(found: LogitLens) -> LazyString:
    """At how many positions the prediction no longer changes."""
    same = sum(settled_after(found, position) == 0 for position in range(len(found.tokens)))
    said = N_("At {same} of {n} positions the first prediction is the same after the embeddings and after every layer.")
    return lazy(said, same=same, n=len(found.tokens))


def summarize_ablation(found: AblationEffect) -> Summary:
    """What is predicted at the first mask with and without the ablation; without a mask, whose vector turned most."""
    worst = int(found.cosine.argmin())
    turned = N_("The vector of “{token}” turns most: its cosine with that of the intact model is {cosine:.2f}.")
    about_turn = lazy(turned, token=found.tokens[worst].text, cosine=float(found.cosine[worst]))
    columns = (
        Column(N_("mask or position"), "count"),
        Column(N_("token")),
        Column(N_("rank"), "count"),
        Column(N_("intact")),
        Column(N_("probability"), "share"),
        Column(N_("ablated")),
        Column(N_("probability when ablated"), "share"),
        Column(N_("cosine"), "number"),
    )
    rows: list[tuple[Cell, ...]] = [
        (mask.index + 1, "[MASK]", rank, one.word, one.probability, other.word, other.probability, None)
        for mask, ablated in zip(found.intact, found.ablated, strict=True)
        for rank, (one, other) in enumerate(zip(mask.guesses, ablated.guesses, strict=True), 1)
    ]
    rows += [(i, token.text, None, None, None, None, None, float(found.cosine[i])) for i, token in enumerate(found.tokens)]
    details: list[str] = []
    if found.shown != found.tokens:
        details.append(lazy("The shuffled text: {text}", text=" ".join(token.text for token in found.shown)))
    if found.cut:
        details.append(about_truncation(found.cut))
    measure = Measure(N_("mean cosine"), float(found.cosine.mean()))
    if not found.intact:
        return Summary(about_turn, tuple(details), Table(columns, tuple(rows)), measure)
    sentence = about_change(found.intact[0], found.ablated[0])
    return Summary(sentence, (about_turn, *details), Table(columns, tuple(rows)), measure)


def about_change(intact: MaskPredictions, ablated: MaskPredictions) -> LazyString:
    """Whether an ablation changes the first prediction, and its probability."""
    one, other = intact.guesses[0], ablated.guesses[0]
    values = {"word": one.word, "share": one.probability, "other": other.word, "changed": other.probability}
    if one.word != other.word:
        return lazy("The intact model predicts “{word}” ({share:percent}), the ablated one “{other}” ({changed:percent}).", **values)
    return lazy("Ablated, the model still predicts “{word}”: {changed:percent} instead of {share:percent}.", **values)


def summarize_word_order(found: WordOrder) -> Summary:
    """How far apart the two vectors of a token are, with the position embeddings and without."""
    most, rest = max(token.with_positions for token in found.tokens), found.most_without_positions
    if rest < ROUNDING < most:
        said = N_("With positions the vectors of the same token differ by up to {most:.2f}; without them they are equal, up to rounding.")
    else:
        said = N_("With positions the vectors of the same token differ by up to {most:.2f}; without them by up to {rest:.3f}.")
    columns = (
        Column(N_("token")),
        Column(N_("position in the first"), "count"),
        Column(N_("position in the second"), "count"),
        Column(N_("difference with positions"), "number"),
        Column(N_("cosine with positions"), "number"),
        Column(N_("difference without positions"), "number"),
    )
    rows = tuple((t.text, t.first, t.second, t.with_positions, t.cosine, t.without_positions) for t in found.tokens)
    sentence = lazy(said, most=most, rest=rest)
    return Summary(sentence, (), Table(columns, rows), Measure(N_("largest difference with positions"), most))


def summarize_parameters(found: ParameterCount) -> Summary:
    """How many parameters there are, and which share of them is in the embeddings and in the layers; the sum, and every matrix."""
    total = found.body + found.heads
    embeddings = sum(block.count for block in found.blocks if block.id == "embeddings")
    layers = sum(block.count for block in found.blocks if block.id.startswith(("layer", "shared")))
    said = N_("{total:,} parameters: {embeddings:percent} of them in the embeddings, {layers:percent} in the layers.")
    details: list[str] = [written_sum(found)]
    if found.heads:
        heads = N_("Papers count only the encoder and the pooler, {body:,}; the heads of the pretraining tasks have {heads:,} more.")
        details.append(lazy(heads, body=found.body, heads=found.heads))
    columns = (
        Column(N_("block")),
        Column(N_("name")),
        Column(N_("shape")),
        Column(N_("parameters"), "count"),
        Column(N_("purpose")),
    )
    titles = {block.id: title_of_block(block) for block in found.blocks}
    rows = tuple(
        (titles[one.block], one.name, " × ".join(map(str, one.shape)), one.count, lazy(one.role) if one.role else "")
        for one in found.matrices
    )
    sentence = lazy(said, total=total, embeddings=embeddings / total, layers=layers / total)
    return Summary(sentence, tuple(details), Table(columns, rows), Measure(N_("parameters of encoder and pooler"), float(found.body)))


def title_of_block(block: Block) -> LazyString:
    """Layer 3, Pooler"""
    kind, _unused, place = block.id.partition(" ")
    return lazy("Layer {layer}", layer=place) if kind == "layer" else lazy(block.title)


def written_sum(found: ParameterCount) -> LazyString:
    """Embeddings 3,105,792 + 8 layers × 789,760 + Pooler 65,792 = 9,489,664"""
    values: dict[str, object] = {}
    for (kind, count), same in groupby((b for b in found.blocks if not b.is_head), key=lambda b: (b.id.split()[0], b.count)):
        blocks = list(same)
        many = lazy("{n} layers × {count:,}", n=len(blocks), count=count)
        one = lazy("{title} {count:,}", title=title_of_block(blocks[0]), count=count)
        values[f"part{len(values)}"] = many if kind == "layer" and len(blocks) > 1 else one
    form = " + ".join(f"{{{name}}}" for name in values)
    listed = lazy(form, **values)
    return lazy("{listed} = {body:,}", listed=listed, body=found.body)


def about_truncation(cut: Truncation) -> LazyString:
    """That not all of the text was used."""
    return lazy("This page uses at most 128 tokens: the first {kept:,} of the text's {total:,}.", kept=cut.kept, total=cut.total)

"""The layers from inside and recurrence, told."""

from typing import Any

import numpy as np

from bertplay.results.layers import AttentionMaps, Block, Ledger, SwitchedAnswer, WordOrder
from bertplay.results.layers import LayerWalk as Walk
from bertplay.results.recurrence import Race
from bertplay.results.worksheet import Told
from bertplay.wording import later, mark, plain_form
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.words import MOST_ROWS, digits, share, short


def tell_walk(walk: Walk) -> Told:
    """What would be guessed at the first mask after each layer; without a mask or a word head, how far each piece moved."""
    masks = [place for place, piece in enumerate(walk.pieces) if piece.is_special and piece.start < piece.end]
    moved = float(walk.whole_distance[masks[0] if masks else 0])
    if not masks or not walk.layers:
        order = np.argsort(-walk.whole_distance)[:MOST_ROWS].tolist()
        rows = tuple(
            (short(walk.pieces[i].text), digits(walk.whole_distance[i], ".1f"), digits(walk.whole_cosine[i], ".2f")) for i in order
        )
        most = float(walk.whole_distance[order[0]])
        says = later("From the embeddings to the last layer “{piece}” moved furthest, by {most:.1f}.", piece=rows[0][0], most=most)
        return Told(says, (mark("piece"), mark("moved"), mark("cosine")), rows, (), most, mark("how far it moved"))
    said = [layer.guesses[masks[0]][0] for layer in walk.layers]
    rows = tuple((str(layer.layer), short(best.word), share(best.probability)) for layer, best in zip(walk.layers, said, strict=True))
    last = said[-1]
    says = later(
        "At the first mask the last layer says “{word}” with {share}; the vector there moved by {moved:.1f}.",
        word=last.word,
        share=share(last.probability),
        moved=moved,
    )
    columns = (mark("after layer"), mark("first guess"), mark("probability"))
    return Told(
        says, columns, rows, tuple(best.probability for best in said), last.probability, mark("probability of the last layer's guess")
    )


def tell_attention(maps: AttentionMaps) -> Told:
    """The heads that look most narrowly."""
    heads = maps.entropy.shape[1]
    order = np.argsort(maps.entropy, axis=None)[:MOST_ROWS].tolist()
    found = [divmod(int(i), heads) for i in order]
    rows = tuple(
        (
            f"{layer + 1}.{head + 1}",
            digits(maps.entropy[layer, head], ".2f"),
            digits(maps.distance[layer, head], ".1f"),
            share(maps.on_special[layer, head]),
        )
        for layer, head in found
    )
    mean = float(maps.entropy.mean())
    says = later(
        "Head {head} looks most narrowly, {bits:.2f} bits; on the mean of all heads it is {mean:.2f}.",
        head=rows[0][0],
        bits=float(maps.entropy.min()),
        mean=mean,
    )
    columns = (mark("layer.head"), mark("bits"), mark("pieces away"), mark("on [CLS] and [SEP]"))
    return Told(says, columns, rows, (), mean, mark("mean bits of all heads"))


def tell_switched(found: SwitchedAnswer) -> Told:
    """The guesses as it is and with the switches; without a mask, how far the vectors turned."""
    mean = float(found.cosine.mean())
    says = later("With the switches the vectors keep a mean cosine of {mean:.2f} to those of the model as it is.", mean=mean)
    if not found.intact:
        return Told(says, figure=mean, figure_is=mark("mean cosine"))
    one, other = found.intact[0].guesses, found.switched[0].guesses
    rows = tuple((short(a.word), share(a.probability), short(b.word), share(b.probability)) for a, b in zip(one, other, strict=False))[
        :MOST_ROWS
    ]
    columns = (mark("as it is"), mark("probability"), mark("with the switches"), mark("probability"))
    return Told(says, columns, rows, (), mean, mark("mean cosine"))


def tell_order(order: WordOrder) -> Told:
    """Each word's vector in one order and the other."""
    rows = tuple(
        (short(piece.text), digits(piece.with_positions, ".3f"), digits(piece.without_positions, plain_form(piece.without_positions)))
        for piece in order.pieces[:MOST_ROWS]
    )
    most = order.most_without_positions
    says = later("Without positions no vector differs by more than {most} between the two orders.", most=digits(most, plain_form(most)))
    figure = max(piece.with_positions for piece in order.pieces)
    columns = (mark("piece"), mark("with positions"), mark("without"))
    return Told(says, columns, rows, (), figure, mark("greatest difference with positions"))


def tell_ledger(ledger: Ledger) -> Told:
    """The weights, block by block."""
    most = max(block.count for block in ledger.blocks)
    blocks = ledger.blocks[:MOST_ROWS]
    rows = tuple((title_of(block), f"{block.count:,}") for block in blocks)
    says = later("{body:,} weights in encoder and pooler, {heads:,} in the heads.", body=ledger.body, heads=ledger.heads)
    bars = tuple(block.count / most for block in blocks)
    return Told(says, (mark("block"), mark("weights")), rows, bars, float(ledger.body), mark("weights of the body"))


def title_of(block: Block) -> str:
    """The title of a block, to be told: "Layer 3", "Pooler"."""
    kind, _, number = block.id.partition(" ")
    return later("Layer {layer}", layer=number) if kind == "layer" else later(block.title)


def tell_race(race: Race) -> Told:
    """Both layers at every length. No figure: a clock never shows the same twice."""
    last = race.laps[-1]
    rows = tuple(
        (str(lap.length), digits(lap.recurrent_ms, ".2f"), digits(lap.attention_ms, ".2f"), str(lap.recurrent_steps)) for lap in race.laps
    )
    says = later(
        "At {n} tokens attention is {times:.1f} times as fast as the LSTM, on this machine.",
        n=last.length,
        times=last.recurrent_ms / last.attention_ms,
    )
    return Told(says, (mark("tokens"), mark("LSTM ms"), mark("attention ms"), mark("steps in sequence")), rows)


def switch_command(text: str, switches: dict[str, Any], *, top_k: int = 5) -> Command:
    """`switch`, which has no option for the number of guesses; layers and heads are counted from 1 there."""
    silent = [switches.get("silent_layer"), switches.get("silent_head")]
    silence = ".".join(str(number + 1) for number in silent if number is not None)
    options: list[tuple[str, object]] = [("--looks", switches.get("looks", "both")), ("--silence", silence)]
    if not switches.get("positions", True):
        options.append(("--no-positions", None))
    if switches.get("random"):
        options.append(("--random-weights", None))
    if switches.get("shuffle") is not None:
        options.append(("--shuffle", switches["shuffle"]))
    return Command("switch", (text,), options)


TELLINGS = {
    "bertplay.tasks.layer_walk.walk_layers": Telling(
        mark("A sentence on its way"), ("text",), tell_walk, lambda text, *, top_k=3: Command("layers", (text,), (("--top-k", top_k),))
    ),
    "bertplay.tasks.attention.map_attention": Telling(
        mark("Where every head looks"), ("text",), tell_attention, lambda text: Command("attention", (text,))
    ),
    "bertplay.tasks.switches.flip_switches": Telling(
        mark("With a part switched off"),
        ("text", "switches"),
        tell_switched,
        switch_command,
        {"switches": "bertplay.results.layers.Switches"},
    ),
    "bertplay.tasks.switches.compare_orders": Telling(
        mark("The same words in another order"),
        ("first", "second"),
        tell_order,
        lambda first, second: Command("word-order", (first, second)),
    ),
    "bertplay.tasks.ledger.count_weights": Telling(mark("Every weight counted"), (), tell_ledger, lambda: Command("ledger")),
    "bertplay.tasks.recurrence.race_layers": Telling(mark("The race"), (), tell_race, lambda: Command("race")),
}

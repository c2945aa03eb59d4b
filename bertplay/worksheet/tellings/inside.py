"""The layers from inside and recurrence, told."""

from typing import Any

import numpy as np

from bertplay.results.layers import AttentionMaps, Ledger, SwitchedAnswer, WordOrder
from bertplay.results.layers import LayerWalk as Walk
from bertplay.results.recurrence import Race
from bertplay.results.worksheet import Told
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.words import MOST_ROWS, share, short


def tell_walk(walk: Walk) -> Told:
    """What would be guessed at the first mask after each layer; without a mask or a word head, how far each piece moved."""
    masks = [place for place, piece in enumerate(walk.pieces) if piece.is_special and piece.start < piece.end]
    moved = float(walk.whole_distance[masks[0] if masks else 0])
    if not masks or not walk.layers:
        order = np.argsort(-walk.whole_distance)[:MOST_ROWS].tolist()
        rows = tuple((short(walk.pieces[i].text), f"{walk.whole_distance[i]:.1f}", f"{walk.whole_cosine[i]:.2f}") for i in order)
        says = f"From the embeddings to the last layer “{rows[0][0]}” moved furthest, by {rows[0][1]}."
        return Told(says, ("piece", "moved", "cosine"), rows, (), float(walk.whole_distance[order[0]]), "how far it moved")
    said = [layer.guesses[masks[0]][0] for layer in walk.layers]
    rows = tuple((str(layer.layer), short(best.word), share(best.probability)) for layer, best in zip(walk.layers, said, strict=True))
    last = f"At the first mask the last layer says “{said[-1].word}” with {share(said[-1].probability)}"
    says = f"{last}; the vector there moved by {moved:.1f}."
    bars = tuple(best.probability for best in said)
    return Told(
        says, ("after layer", "first guess", "probability"), rows, bars, said[-1].probability, "probability of the last layer's guess"
    )


def tell_attention(maps: AttentionMaps) -> Told:
    """The heads that look most narrowly."""
    heads = maps.entropy.shape[1]
    order = np.argsort(maps.entropy, axis=None)[:MOST_ROWS].tolist()
    found = [divmod(int(i), heads) for i in order]
    rows = tuple(
        (
            f"{layer + 1}.{head + 1}",
            f"{maps.entropy[layer, head]:.2f}",
            f"{maps.distance[layer, head]:.1f}",
            share(maps.on_special[layer, head]),
        )
        for layer, head in found
    )
    says = f"Head {rows[0][0]} looks most narrowly, {rows[0][1]} bits; on the mean of all heads it is {float(maps.entropy.mean()):.2f}."
    columns = ("layer.head", "bits", "pieces away", "on [CLS] and [SEP]")
    return Told(says, columns, rows, (), float(maps.entropy.mean()), "mean bits of all heads")


def tell_switched(found: SwitchedAnswer) -> Told:
    """The guesses as it is and with the switches; without a mask, how far the vectors turned."""
    mean = float(found.cosine.mean())
    says = f"With the switches the vectors keep a mean cosine of {mean:.2f} to those of the model as it is."
    if not found.intact:
        return Told(says, figure=mean, figure_is="mean cosine")
    one, other = found.intact[0].guesses, found.switched[0].guesses
    rows = tuple((short(a.word), share(a.probability), short(b.word), share(b.probability)) for a, b in zip(one, other, strict=False))[
        :MOST_ROWS
    ]
    return Told(says, ("as it is", "probability", "with the switches", "probability"), rows, (), mean, "mean cosine")


def tell_order(order: WordOrder) -> Told:
    """Each word's vector in one order and the other."""
    rows = tuple((short(piece.text), f"{piece.with_positions:.3f}", f"{piece.without_positions:.1e}") for piece in order.pieces[:MOST_ROWS])
    says = f"Without positions no vector differs by more than {order.most_without_positions:.1e} between the two orders."
    figure = max(piece.with_positions for piece in order.pieces)
    return Told(says, ("piece", "with positions", "without"), rows, (), figure, "greatest difference with positions")


def tell_ledger(ledger: Ledger) -> Told:
    """The weights, block by block."""
    most = max(block.count for block in ledger.blocks)
    blocks = ledger.blocks[:MOST_ROWS]
    rows = tuple((short(block.title), f"{block.count:,}") for block in blocks)
    says = f"{ledger.body:,} weights in encoder and pooler, {ledger.heads:,} in the heads."
    return Told(says, ("block", "weights"), rows, tuple(block.count / most for block in blocks), float(ledger.body), "weights of the body")


def tell_race(race: Race) -> Told:
    """Both layers at every length. No figure: a clock never shows the same twice."""
    last = race.laps[-1]
    rows = tuple((str(lap.length), f"{lap.recurrent_ms:.2f}", f"{lap.attention_ms:.2f}", str(lap.recurrent_steps)) for lap in race.laps)
    says = f"At {last.length} tokens attention is {last.recurrent_ms / last.attention_ms:.1f} times as fast as the LSTM, on this machine."
    return Told(says, ("tokens", "LSTM ms", "attention ms", "steps in sequence"), rows)


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
        "A sentence on its way", ("text",), tell_walk, lambda text, *, top_k=3: Command("layers", (text,), (("--top-k", top_k),))
    ),
    "bertplay.tasks.attention.map_attention": Telling(
        "Where every head looks", ("text",), tell_attention, lambda text: Command("attention", (text,))
    ),
    "bertplay.tasks.switches.flip_switches": Telling(
        "With a part switched off",
        ("text", "switches"),
        tell_switched,
        switch_command,
        {"switches": "bertplay.results.layers.Switches"},
    ),
    "bertplay.tasks.switches.compare_orders": Telling(
        "The same words in another order", ("first", "second"), tell_order, lambda first, second: Command("word-order", (first, second))
    ),
    "bertplay.tasks.ledger.count_weights": Telling("Every weight counted", (), tell_ledger, lambda: Command("ledger")),
    "bertplay.tasks.recurrence.race_layers": Telling("The race", (), tell_race, lambda: Command("race")),
}

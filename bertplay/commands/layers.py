"""The commands of the layers from inside, and their results as lines to be read."""

from collections.abc import Iterator
from typing import Annotated, cast

import numpy as np
import typer

from bertplay.commands.base import Json, Model, TopK, compute, cut_lines, explained, percent, show, small
from bertplay.errors import BadInput
from bertplay.results import MaskGuesses
from bertplay.results.layers import AttentionMaps, AttentionView, LayerWalk, Ledger, Looks, SwitchedAnswer, Switches, WordOrder

commands = typer.Typer()
Sentence = Annotated[str, typer.Argument(help="A text, with [MASK] in it or without.")]
SHOWN_LOOKS = 3


@commands.command()
def layers(text: Sentence, model: Model = "bert", top_k: TopK = 3, is_json: Json = False) -> None:
    """Follow a text through the model: its embeddings, what would be guessed after each layer, how far each vector moves."""
    with explained(is_json):
        from bertplay.tasks.layer_walk import walk_layers

        show(compute(model, walk_layers, text, top_k=top_k), walk_lines, is_json)


@commands.command()
def attention(
    text: Sentence,
    model: Model = "bert",
    layer: Annotated[int | None, typer.Option(help="One layer, from 1; without it all heads of all layers.")] = None,
    head: Annotated[str, typer.Option(help='Of that layer: "1", "2", …, "mean" or "rollout".')] = "mean",
    special: Annotated[bool, typer.Option(help="Show [CLS] and [SEP], or hide them, of that layer.")] = True,
    is_json: Json = False,
) -> None:
    """Where every head looks, how widely and how far; or one head, with its weights."""
    with explained(is_json):
        from bertplay.tasks.attention import map_attention, view_attention

        if layer is None:
            show(compute(model, map_attention, text), maps_lines, is_json)
        else:
            show(compute(model, view_attention, text, layer=layer, head=head, special=special), view_lines, is_json)


@commands.command()
def ledger(model: Model = "bert", is_json: Json = False) -> None:
    """Count every matrix of a model, block by block."""
    with explained(is_json):
        from bertplay.tasks.ledger import count_weights

        show(compute(model, count_weights), ledger_lines, is_json)


@commands.command()
def switch(
    text: Sentence,
    model: Model = "bert",
    positions: Annotated[bool, typer.Option(help="Add the position embeddings, or not.")] = True,
    looks: Annotated[str, typer.Option(help='What each piece sees beside itself: "both", "left" or "right".')] = "both",
    silence: Annotated[str, typer.Option(help='A layer to pass by, "2", or one of its heads, "2.1"; both from 1.')] = "",
    random_weights: Annotated[bool, typer.Option("--random-weights", help="Every weight as before any training.")] = False,
    shuffle: Annotated[int | None, typer.Option(help="A number for the order in which the words are put.")] = None,
    is_json: Json = False,
) -> None:
    """Turn a part of the model off, and see its guesses beside those of the model as it is."""
    with explained(is_json):
        from bertplay.tasks.switches import flip_switches

        switches = Switches(positions, cast(Looks, looks), *silent(silence), random=random_weights, shuffle=shuffle)
        show(compute(model, flip_switches, text, switches), switched_lines, is_json)


@commands.command("word-order")
def word_order(
    first: Annotated[str, typer.Argument(help="A sentence.")],
    second: Annotated[str, typer.Argument(help="The same words in another order.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Compare each word's vector in two orders of the same words, with the position embeddings and without."""
    with explained(is_json):
        from bertplay.tasks.switches import compare_orders

        show(compute(model, compare_orders, first, second), order_lines, is_json)


def silent(written: str) -> tuple[int | None, int | None]:
    """The layer and the head to be silent, from 0: "2.1" -> (1, 0), "2" -> (1, None), "" -> (None, None)."""
    numbers = written.split(".")
    if written and not (len(numbers) <= 2 and all(number.isascii() and number.isdigit() and len(number) < 5 for number in numbers)):
        raise BadInput("This names no layer and no head.", value=written, remedy='Write "2" for a layer, "2.1" for a head of it.')
    layer, head = [*(int(number) - 1 for number in numbers if number), None, None][:2]
    return layer, head


def walk_lines(found: LayerWalk) -> Iterator[str]:
    """A row for each piece: what would be guessed after each layer, and how far the vector moved in all."""
    for place, piece in enumerate(found.pieces):
        said = "  ".join(f"{layer.guesses[place][0].word:>12}" for layer in found.layers)
        yield f"{place:4} {piece.text:14} {said}   moved {found.whole_distance[place]:.1f}, cosine {found.whole_cosine[place]:.2f}"
    yield from cut_lines(found.cut)


def maps_lines(found: AttentionMaps) -> Iterator[str]:
    yield "layer.head   entropy  distance  on [CLS] and [SEP]"
    for (layer, head), entropy in np.ndenumerate(found.entropy):
        special = percent(float(found.on_special[layer, head]))
        yield f"{layer + 1:5}.{head + 1:<4} {entropy:6.2f} b {found.distance[layer, head]:9.1f}  {special}"
    yield from cut_lines(found.cut)


def view_lines(found: AttentionView) -> Iterator[str]:
    """Each piece, and where it looks most."""
    for piece, row in zip(found.pieces, found.weights, strict=True):
        most = [int(i) for i in row.argsort()[::-1][:SHOWN_LOOKS]]
        yield f"{piece.text:14} " + "  ".join(f"{percent(float(row[i]))} {found.pieces[i].text}" for i in most)


def ledger_lines(found: Ledger) -> Iterator[str]:
    for block in found.blocks:
        yield f"{block.count:15,}  {block.title}"
        yield from (f"{matrix.count:15,}      {matrix.name}  {' x '.join(map(str, matrix.shape))}" for matrix in found.of_block(block.id))
    yield f"{found.body:15,}  encoder and pooler together, and {found.heads:,} in the heads"


def switched_lines(found: SwitchedAnswer) -> Iterator[str]:
    if found.shown != found.pieces:
        yield "shuffled: " + " ".join(piece.text for piece in found.shown)
    for intact, switched in zip(found.intact, found.switched, strict=True):
        yield f"mask {intact.index + 1}, as it is:          {in_line(intact)}"
        yield f"mask {intact.index + 1}, with the switches: {in_line(switched)}"
    yield from (f"  cosine {float(cosine):5.2f}  {piece.text}" for piece, cosine in zip(found.pieces, found.cosine, strict=True))
    yield from cut_lines(found.cut)


def in_line(mask: MaskGuesses) -> str:
    """door 50%, room 8.5%"""
    return ", ".join(f"{guess.word} {percent(guess.probability).strip()}" for guess in mask.guesses)


def order_lines(found: WordOrder) -> Iterator[str]:
    yield "with positions     without  piece"
    yield from (f"{piece.with_positions:14.3f}  {small(piece.without_positions)}  {piece.text}" for piece in found.pieces)
    yield f"without positions no vector differs by more than {small(found.most_without_positions).strip()}"

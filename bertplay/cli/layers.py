"""The commands of the page on layers and attention."""

from typing import Annotated, cast

import typer

from bertplay.calls import layers as calls
from bertplay.cli.base import Commands, Json, Model, TopK, answer
from bertplay.results.ablations import Ablation, AttentionDirection

commands = Commands("Layers and attention")
Sentence = Annotated[str, typer.Argument(help="A text, with or without [MASK].")]


@commands.add
def logit_lens(text: Sentence, model: Model = "bert", top_k: TopK = 3, is_json: Json = False) -> None:
    """Apply the logit lens: what each position would predict after every layer, and how far its vector moves."""
    answer(calls.APPLY_LOGIT_LENS(model, text=text, top_k=top_k), is_json)


@commands.add
def attention(
    text: Sentence,
    model: Model = "bert",
    layer: Annotated[int | None, typer.Option(help="A layer, counting from 1; by default all heads of all layers.")] = None,
    head: Annotated[str, typer.Option(help='A head of that layer, counting from 1, or "mean" or "rollout".')] = "mean",
    special: Annotated[bool, typer.Option(help="Include [CLS] and [SEP].")] = True,
    is_json: Json = False,
) -> None:
    """Show the attention of every head: its entropy and mean distance; or the weights of one head."""
    if layer is None:
        answer(calls.MAP_ATTENTION(model, text=text), is_json)
    else:
        answer(calls.VIEW_ATTENTION(model, text=text, layer=layer, head=head, special=special), is_json)


@commands.add
def attention_steps(
    text: Sentence,
    model: Model = "bert",
    layer: Annotated[int, typer.Option(help="A layer, counting from 1.")] = 1,
    head: Annotated[int, typer.Option(help="A head of that layer, counting from 1.")] = 1,
    token: Annotated[int, typer.Option(help="The token that attends, counting from 0, which is [CLS].")] = 1,
    is_json: Json = False,
) -> None:
    """Show step by step how one token attends in one head: query · key, scaled, softmax, weight × value."""
    answer(calls.TRACE_ATTENTION(model, text=text, layer=layer, head=head, token=token), is_json)


@commands.add
def find_heads(
    texts: Annotated[list[str], typer.Argument(help="Sentences, up to 40.")],
    model: Model = "bert",
    pattern: Annotated[
        str, typer.Option(help='"pronoun", "next", "previous", "itself", "repeated", "parts", "punctuation", "cls", "sep" or "words".')
    ] = "pronoun",
    source: Annotated[str, typer.Option(help='With "words": the word that attends.')] = "",
    target: Annotated[str, typer.Option(help='With "words": the word that is attended to.')] = "",
    is_json: Json = False,
) -> None:
    """Rank all heads by how much of their attention follows a pattern: from a pronoun to a name, to the next token, to [SEP], …"""
    answer(calls.FIND_HEADS(model, texts=texts, pattern=pattern, source=source, target=target), is_json)


@commands.add
def parameters(model: Model = "bert", is_json: Json = False) -> None:
    """Count the parameters of a model, block by block and matrix by matrix."""
    answer(calls.COUNT_PARAMETERS(model), is_json)


@commands.add
def ablate(  # noqa: PLR0913, PLR0917  every kind of ablation
    text: Sentence,
    model: Model = "bert",
    positions: Annotated[bool, typer.Option(help="Add the position embeddings.")] = True,
    context: Annotated[str, typer.Option(help='What each token attends to beside itself: "both", "left" or "right".')] = "both",
    layer: Annotated[int | None, typer.Option(help="The layer to ablate, counting from 1.")] = None,
    head: Annotated[int | None, typer.Option(help="Ablate only this head of the layer, counting from 1.")] = None,
    random_weights: Annotated[
        bool, typer.Option("--random-weights", help="Replace every weight by a random one, as before training.")
    ] = False,
    shuffle: Annotated[int | None, typer.Option(help="Shuffle the words, with this seed.")] = None,
    is_json: Json = False,
) -> None:
    """Ablate a part of the model, and compare its predictions with those of the intact model."""
    # The command counts layers and heads from 1, a task from 0.
    ablated_layer, ablated_head = (None if number is None else number - 1 for number in (layer, head))
    ablation = Ablation(positions, cast(AttentionDirection, context), ablated_layer, ablated_head, random=random_weights, shuffle=shuffle)
    answer(calls.ABLATE(model, text=text, ablation=ablation), is_json)


@commands.add
def word_order(
    first: Annotated[str, typer.Argument(help="A sentence.")],
    second: Annotated[str, typer.Argument(help="The same words in another order.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Compare each token's vector in two orders of the same words, with and without position embeddings."""
    answer(calls.COMPARE_ORDERS(model, first=first, second=second), is_json)

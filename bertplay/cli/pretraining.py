"""The commands of the pretraining page, and the command that pretrains a model."""

from typing import Annotated

import typer

from bertplay.calls import pretraining as calls
from bertplay.cli.base import Commands, Json, Model, Text, TopK, answer

commands = Commands("Training")
FORWARD_ALL = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@commands.add
def masking_game(
    text: Annotated[str, typer.Argument(help="A text of two or three sentences, without [MASK].")],
    model: Model = "bert",
    seed: Annotated[int, typer.Option(help="Random seed for the selection of tokens.")] = 0,
    rate: Annotated[float, typer.Option(help="Share of tokens that are selected.")] = 0.15,
    is_json: Json = False,
) -> None:
    """Play the masking game of BERT's pretraining: select 15% of the tokens, mask 80% of them, and predict."""
    answer(calls.PLAY_MASKING_GAME(model, text=text, seed=seed, rate=rate), is_json)


@commands.add
def learning_curves(is_json: Json = False) -> None:
    """Show the learning curves of the bundled models: every evaluation on held-out text during pretraining."""
    answer(calls.READ_LEARNING_CURVES(), is_json)


@commands.add
def checkpoints(text: Text, model: Model = "bert-scratch", top_k: TopK = 5, is_json: Json = False) -> None:
    """Compare checkpoints of a bundled model's pretraining: what did it predict after more and more tokens?"""
    answer(calls.PREDICT_AT_CHECKPOINTS(model, text=text, top_k=top_k), is_json)


@commands.command(context_settings=FORWARD_ALL, rich_help_panel=commands.heading)
def pretrain(context: typer.Context) -> None:
    """Pretrain BERT or one of its relatives from plain text; `pretrain --help` lists the options."""
    from bertplay.pretraining.__main__ import main

    raise typer.Exit(main(context.args))

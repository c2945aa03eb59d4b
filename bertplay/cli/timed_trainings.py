"""The two trainings with a time limit, in the same queue as those of the pages: mini-pretraining, and copying the first token."""

from pathlib import Path
from typing import Annotated

import typer

from bertplay.cli.base import Commands, Json, show_summary
from bertplay.cli.fine_tuning import check_end, follow, print_end
from bertplay.results.recurrence import MemoryComparison
from bertplay.settings import get_settings
from bertplay.summaries.rnn import summarize_memory

commands = Commands("Training")
Seconds = Annotated[float, typer.Option(help="Time limit of the training in seconds, 1 to 600.")]


@commands.add
def mini_pretrain(
    text: Annotated[Path, typer.Argument(help="A plain text with at least 40 sentences.")],
    sentence: Annotated[str, typer.Option(help="A sentence with [MASK], predicted at every evaluation.")] = "",
    seconds: Seconds = 60.0,
    seed: Annotated[int, typer.Option(help="Random seed.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Copy the model into this folder.")] = None,
    is_json: Json = False,
) -> None:
    """Pretrain a very small BERT from scratch on your own text, in a minute."""
    from bertplay.runs.service import RunService
    from bertplay.training.jobs import MiniPretraining

    job = MiniPretraining(str(text), seconds, seed, (sentence,) if sentence else ())
    service = RunService(get_settings())
    print_end(service, follow(service, service.start(job), is_json), out, is_json)


@commands.add
def copy_first_token(
    max_length: Annotated[int, typer.Option(help="Length of the longest training text in words, 8 to 256.")] = 128,
    seconds: Seconds = 30.0,
    seed: Annotated[int, typer.Option(help="Random seed.")] = 0,
    is_json: Json = False,
) -> None:
    """Train an LSTM layer and a self-attention layer to copy the first token of a text: over what distance does each succeed?"""
    from bertplay.runs.experiments.copy_first_token import copy_first_token_result
    from bertplay.runs.service import RunService
    from bertplay.training.jobs import CopyFirstToken, Layer

    service, layers = RunService(get_settings()), []
    for layer in Layer:
        run = follow(service, service.start(CopyFirstToken(layer, max_length, seconds, seed)), is_json=True)
        check_end(run)
        layers.append(copy_first_token_result(run, service.events(run.id)))
    show_summary(MemoryComparison(tuple(layers)), summarize_memory, is_json)

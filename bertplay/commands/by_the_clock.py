"""The two trainings by the clock, in the queue of runs as on the pages: a minute of pretraining, and the first word."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bertplay.commands.base import Json, explained, show
from bertplay.commands.runs import check_end, follow, say_end
from bertplay.results.recurrence import DISTANCES, FirstWord
from bertplay.settings import get_settings

commands = typer.Typer()
Seconds = Annotated[float, typer.Option(help="Seconds of training, 1 to 600.")]


@commands.command("pretrain-minute")
def pretrain_minute(
    text: Annotated[Path, typer.Argument(help="A plain text of at least 40 sentences.")],
    sentence: Annotated[str, typer.Option(help="A sentence with [MASK] that is asked on the way.")] = "",
    seconds: Seconds = 60.0,
    seed: Annotated[int, typer.Option(help="Of everything that is random.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Copy the model into this folder.")] = None,
    is_json: Json = False,
) -> None:
    """Pretrain a very small BERT from nothing on a text of yours, for a minute."""
    with explained(is_json):
        from bertplay.runs.desk import Desk
        from bertplay.runs.names import MINUTE
        from bertplay.training.config import DataSource, FineTuneConfig, Method, Task

        own = (sentence,) if sentence else ()
        config = FineTuneConfig(
            DataSource(str(text)), task=Task.PRETRAINING, method=Method.SCRATCH, seconds=seconds, seed=seed, own_sentences=own
        )
        desk = Desk(get_settings())
        say_end(desk, follow(desk, desk.start(config, name=MINUTE), is_json), out, is_json)


@commands.command("first-word")
def first_word(
    longest: Annotated[int, typer.Option(help="Words before the question in the longest training text, 8 to 256.")] = 128,
    seconds: Seconds = 30.0,
    seed: Annotated[int, typer.Option(help="Of everything that is random.")] = 0,
    is_json: Json = False,
) -> None:
    """Train an LSTM layer and one of attention to remember the first word; how far does each get?"""
    with explained(is_json):
        from bertplay.runs.desk import Desk
        from bertplay.runs.first_word import first_word_of
        from bertplay.runs.names import FIRST_WORD
        from bertplay.training.config import DataSource, FineTuneConfig, Method, Task

        desk, layers = Desk(get_settings()), []
        for method in (Method.LSTM, Method.ATTENTION):
            config = FineTuneConfig(
                DataSource("sample:first_word"), task=Task.FIRST_WORD, method=method, seconds=seconds, seed=seed, max_tokens=longest
            )
            run = follow(desk, desk.start(config, name=FIRST_WORD), is_json=True)
            check_end(run)
            layers.append(first_word_of(run, desk.events(run.id)))
        show(tuple(layers), first_word_lines, is_json)


def first_word_lines(layers: tuple[FirstWord, ...]) -> Iterator[str]:
    """A line for each layer, a column for each distance."""
    yield f"{'distance':10}" + "".join(f"{distance:>6}" for distance in DISTANCES)
    for layer in layers:
        yield f"{layer.layer:10}" + "".join(f"{share:>6.0%}" for share in layer.shares) + f"   {layer.steps:,} steps"

"""The command line: every page's computation, with --json.

Torch is imported only by the commands that compute, so that `--help` and `models` answer at once. What is wrong is
said in one sentence on stderr, with exit code 2; with --json also as {"error": …} on stdout.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bertplay.errors import BertplayError
from bertplay.results import as_json
from bertplay.settings import get_settings

if TYPE_CHECKING:
    from bertplay.results import MaskedWordGuesses

app = typer.Typer(help="bertplay: learn BERT by running it.", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
FORWARD_ALL = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@contextmanager
def explained(is_json: bool) -> Iterator[None]:
    """Run a command; a refusal becomes a sentence and exit code 2."""
    try:
        yield
    except BertplayError as error:
        if is_json:
            show_json({"error": {"type": type(error).__name__, "problem": error.problem, "remedy": error.remedy}})
        typer.echo(printable(str(error)), err=True)
        raise typer.Exit(2) from error


def show_json(value: Any) -> None:
    """ASCII only: any terminal can print it, and so can halves of surrogate pairs."""
    typer.echo(json.dumps(as_json(value), indent=2))


def printable(text: str) -> str:
    """The text with what no terminal can print replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


@app.command()
def mask(
    text: Annotated[str, typer.Argument(help='A text with one [MASK] or more: "The capital of France is [MASK]."')],
    model: Annotated[str, typer.Option(help="Id of a model; `models` lists them.")] = "bert",
    top_k: Annotated[int, typer.Option(help="Guesses for each mask, 1 to 50.")] = 5,
    is_json: Json = False,
) -> None:
    """Guess the masked word: the top k for each mask, with their probabilities."""
    with explained(is_json):
        guesses = guess(model, text, top_k)
        if is_json:
            show_json(guesses)
        else:
            typer.echo(printable("\n".join(guess_lines(guesses))))


def guess(model_id: str, text: str, top_k: int) -> "MaskedWordGuesses":
    """Load the model and guess, as the page of the masked word does."""
    from bertplay.backends.local import LocalBackend, make_cache
    from bertplay.tasks.masked_word import guess_masked_words

    backend = LocalBackend(make_cache(get_settings()))
    return backend.call(model_id, guess_masked_words, text, top_k=top_k)


def guess_lines(guesses: "MaskedWordGuesses") -> Iterator[str]:
    """mask 1 (3.2 bits):  41.0 %  paris …"""
    for found in guesses.masks:
        yield f"mask {found.index + 1}, {found.entropy_bits:.1f} bits of uncertainty"
        for word in found.guesses:
            yield f"  {word.probability:6.1%}  {word.word}"
    if guesses.cut:
        yield f"The text is longer than the model's window: {guesses.cut.kept} of its {guesses.cut.total} pieces were used."


@app.command()
def models(is_json: Json = False) -> None:
    """List the models: those that are here, and those that need the network."""
    from bertplay.models.catalog import catalog

    with explained(is_json):
        entries = catalog(get_settings())
        if is_json:
            show_json([entry.as_json() for entry in entries])
            return
        for entry in entries:
            size = f"{entry.spec.layers:2} layers, {entry.spec.hidden:4} wide, {entry.spec.parameters:11,} parameters" if entry.spec else ""
            typer.echo(printable(f"{entry.id:30} {size:50} {'here' if entry.is_here else entry.reason}"))


@app.command()
def doctor(is_json: Json = False) -> None:
    """Show what this machine offers: versions, processor, memory, network, models, settings."""
    from bertplay.doctor import as_text, diagnose

    with explained(is_json):
        found = diagnose(get_settings())
        if is_json:
            show_json(found)
        else:
            typer.echo(printable(as_text(found)))


@app.command(context_settings=FORWARD_ALL)
def pretrain(context: typer.Context) -> None:
    """Pretrain a BERT from plain text; `pretrain --help` shows its options."""
    from bertplay.pretraining.__main__ import main

    raise typer.Exit(main(context.args))

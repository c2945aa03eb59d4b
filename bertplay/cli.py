"""The command line: every page's computation, with --json.

Torch is imported only by the commands that compute, so that `--help` and `models` answer at once. What is wrong is
said in one sentence on stderr, with exit code 2; with --json also as {"error": …} on stdout.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec, TypeVar

import typer

from bertplay.errors import BertplayError
from bertplay.lines import contrast_lines, guess_lines, joint_lines, named_lines, sides_lines, surprise_lines
from bertplay.results import as_json
from bertplay.settings import get_settings

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")

app = typer.Typer(help="bertplay: learn BERT by running it.", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Text = Annotated[str, typer.Argument(help="A text with [MASK] in it.")]
Model = Annotated[str, typer.Option(help="Id of a model; `models` lists them.")]
TopK = Annotated[int, typer.Option(help="Number of guesses, 1 to 50.")]
MaskIndex = Annotated[int, typer.Option(help="Which mask of the text, counted from 0.")]
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


def show(result: R, lines: Callable[[R], Iterator[str]], is_json: bool) -> None:
    """Print a result, as JSON or as lines to be read."""
    if is_json:
        show_json(result)
    else:
        typer.echo(printable("\n".join(lines(result))))


def compute(model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Load the model and run the task on it, as a page does."""
    from bertplay.backends.local import LocalBackend, make_cache

    return LocalBackend(make_cache(get_settings())).call(model_id, task, *args, **kwargs)


def printable(text: str) -> str:
    """The text with what no terminal can print replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


@app.command()
def mask(
    text: Annotated[str, typer.Argument(help='A text with one [MASK] or more: "The capital of France is [MASK]."')],
    model: Model = "bert",
    top_k: TopK = 5,
    hidden: Annotated[list[str] | None, typer.Option(help="The word that stood at a mask, to be scored; once for each mask.")] = None,
    is_json: Json = False,
) -> None:
    """Guess the masked word: the top k for each mask, with their probabilities."""
    with explained(is_json):
        from bertplay.tasks.masked_word import guess_masked_words

        show(compute(model, guess_masked_words, text, top_k=top_k, hidden=hidden or ()), guess_lines, is_json)


@app.command()
def jointly(text: Text, model: Model = "bert", top_k: TopK = 5, is_json: Json = False) -> None:
    """Guess several masked words together: the best combinations, beside the same words judged alone."""
    with explained(is_json):
        from bertplay.tasks.joint_words import guess_jointly

        show(compute(model, guess_jointly, text, top_k=top_k), joint_lines, is_json)


@app.command()
def words(
    text: Text,
    names: Annotated[str, typer.Argument(metavar="WORDS", help='"cool, hot, constitution"')],
    model: Model = "bert",
    mask_index: MaskIndex = 0,
    is_json: Json = False,
) -> None:
    """Score words you name at a mask, words of several pieces included."""
    with explained(is_json):
        from bertplay.tasks.named_words import score_words

        named = [name.strip() for name in names.split(",") if name.strip()]
        show(compute(model, score_words, text, named, mask_index=mask_index), named_lines, is_json)


@app.command()
def contrast(first: Text, second: Text, model: Model = "bert", is_json: Json = False) -> None:
    """Compare the same mask in two sentences: the words whose probability differs most."""
    with explained(is_json):
        from bertplay.tasks.sentence_contrast import contrast_sentences

        show(compute(model, contrast_sentences, first, second), contrast_lines, is_json)


@app.command()
def sides(text: Text, model: Model = "bert", mask_index: MaskIndex = 0, top_k: TopK = 5, is_json: Json = False) -> None:
    """Guess one mask from the words before it alone, from those after it alone, and from both."""
    with explained(is_json):
        from bertplay.tasks.context_sides import compare_sides

        show(compute(model, compare_sides, text, mask_index=mask_index, top_k=top_k), sides_lines, is_json)


@app.command()
def surprise(text: Annotated[str, typer.Argument(help="A text without any mask.")], model: Model = "bert", is_json: Json = False) -> None:
    """Hide every word of a text in turn: how surprising is it, in bits, given all the others?"""
    with explained(is_json):
        from bertplay.tasks.surprise import score_surprise

        show(compute(model, score_surprise, text), surprise_lines, is_json)


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

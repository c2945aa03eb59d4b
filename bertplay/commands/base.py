"""What all commands share: their options, how a refusal is said, how a result is printed, where it is computed."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec, TypeVar

import typer

from bertplay import wording
from bertplay.errors import BertplayError
from bertplay.results import WindowCut, as_json
from bertplay.settings import get_settings

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Text = Annotated[str, typer.Argument(help="A text with [MASK] in it.")]
Model = Annotated[str, typer.Option(help="Id of a model; `models` lists them.")]
TopK = Annotated[int, typer.Option(help="Number of guesses, 1 to 50.")]
MaskIndex = Annotated[int, typer.Option(help="Which mask of the text, counted from 0.")]


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


def percent(share: float) -> str:
    """A share as the pages write it, on the right of ten columns: 0.0000123 -> "   0.0012%"."""
    return f"{wording.percent(share):>10}"


def small(value: float) -> str:
    """A number that may be very small, as the pages write it, on the right of ten columns: 0.0000038 -> "  0.000004"."""
    return f"{wording.number(value, wording.plain_form(value)):>10}"


def cut_lines(cut: WindowCut | None) -> Iterator[str]:
    if cut:
        yield f"The text is longer than the model's window: {cut.kept:,} of its {cut.total:,} pieces were used."

"""What all commands share: options, error messages, printing a result, computing it."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

import typer

from bertplay.errors import BertplayError
from bertplay.files.tables import in_its_line
from bertplay.results import as_json
from bertplay.results.problem import Problem
from bertplay.settings import get_settings

if TYPE_CHECKING:
    from bertplay.backends.local import LocalBackend
    from bertplay.calls import Call
    from bertplay.summaries import Summary

P = ParamSpec("P")
R = TypeVar("R")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Text = Annotated[str, typer.Argument(help="A text with [MASK] in it.")]
Model = Annotated[str, typer.Option(help="Id of the model; `models` lists them.")]
TopK = Annotated[int, typer.Option(help="Number of predictions, 1 to 50.")]
MaskIndex = Annotated[int, typer.Option(help="Which mask of the text, counting from 0.")]


class Commands(typer.Typer):
    """The commands under one heading of `--help`.

    commands = Commands("Masked words")
    @commands.add
    def mask(text: Text, model: Model = "bert", is_json: Json = False) -> None: ...
    """

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.heading = heading

    def add(self, function: Callable[..., None]) -> Callable[..., None]:
        """Make a command of a function; a BertplayError ends it with one sentence and exit code 2."""

        @wraps(function)
        def command(**options: Any) -> None:
            with explained(options["is_json"]):
                function(**options)

        return self.command(rich_help_panel=self.heading)(command)


@contextmanager
def explained(is_json: bool) -> Iterator[None]:
    """Run a command; a BertplayError becomes one sentence and exit code 2."""
    try:
        yield
    except BertplayError as error:
        if is_json:
            show_json({"error": {"type": type(error).__name__, "problem": error.problem, "remedy": error.remedy}})
        typer.echo(printable(str(error)), err=True)
        raise typer.Exit(2) from error


def show_json(value: Any) -> None:
    """ASCII only, which any terminal can print; lone surrogates are escaped, too."""
    typer.echo(json.dumps(as_json(value), indent=2))


def show(result: R, lines: Callable[[R], Iterator[str]], is_json: bool, problems: Sequence[Problem] = ()) -> None:
    """Print a result, as JSON or as lines for people; before it what was wrong with the file."""
    if is_json:
        show_json({**as_json(result), "problems": problem_values(problems)} if problems else result)
    else:
        typer.echo(printable("\n".join([*map(in_its_line, problems), *lines(result)])))


def problem_values(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """What was wrong with a file, as JSON."""
    return [{"line": problem.line, "problem": str(problem.text), "text": problem.given} for problem in problems]


def show_summary(result: R, summarize: "Callable[[R], Summary]", is_json: bool, problems: Sequence[Problem] = ()) -> None:
    """Print a result, as JSON or in the words and the table of its page."""
    show(result, lambda found: summarize(found).lines(), is_json, problems)


def open_backend() -> "LocalBackend":
    """What computes in this process, as for a page."""
    from bertplay.backends.local import LocalBackend, make_cache

    return LocalBackend(make_cache(get_settings()))


def run(call: "Call[R]") -> R:
    """The result of a call, computed in this process as a page computes it."""
    return call.run(open_backend())


def answer(call: "Call[Any]", is_json: bool, problems: Sequence[Problem] = ()) -> None:
    """Compute a call and print its result, as JSON or in the words and the table of its page."""
    show_summary(run(call), call.task.summarize, is_json, problems)


def printable(text: str) -> str:
    """The text, with a replacement for what no terminal can print."""
    return text.encode("utf-8", "replace").decode("utf-8")

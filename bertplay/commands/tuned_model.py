"""The commands of a fine-tuned model, and its answers as lines to be read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bertplay.commands.base import Json, explained, percent, show
from bertplay.results.tuned_model import TunedAnswers

commands = typer.Typer()
MOST_LINES = 5

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a fine-tuned model: `model` of a run.")]
Texts = Annotated[list[str], typer.Argument(metavar="TEXT", help='One text or more; a pair as "first ||| second".')]


@commands.command()
def predict(folder: Folder, texts: Texts, is_json: Json = False) -> None:
    """Ask a fine-tuned model: every label with its probability, or a tag for each word."""
    with explained(is_json):
        from bertplay.tasks.tuned_model import answer_texts

        show(answer_texts(folder, *texts), answer_lines, is_json)


def answer_lines(found: TunedAnswers) -> Iterator[str]:
    """The text, then its labels, the likeliest first; of entities word and tag."""
    for answer in found.answers:
        yield answer.text
        rows = list(zip(answer.probabilities, answer.labels, strict=True))
        if answer.words:
            yield from (f"  {percent(share)}  {word}  {tag}" for word, (share, tag) in zip(answer.words, rows, strict=True))
        else:
            yield from (f"  {percent(share)}  {label}" for share, label in sorted(rows, reverse=True)[:MOST_LINES])

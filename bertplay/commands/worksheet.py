"""The command of the worksheet: its record as a page and as a notebook."""

from pathlib import Path
from typing import Annotated

import typer

from bertplay.commands.base import Json, explained, show_json
from bertplay.errors import BadInput

commands = typer.Typer()


@commands.command()
def worksheet(
    file: Annotated[Path, typer.Argument(help="A record, as the worksheet page gives it.")],
    html: Annotated[Path | None, typer.Option(help="Write the worksheet as one HTML file.")] = None,
    notebook: Annotated[Path | None, typer.Option(help="Write it as a notebook that asks everything again.")] = None,
    is_json: Json = False,
) -> None:
    """Turn the record of a worksheet into an HTML file and a notebook; without either, list what is in it."""
    with explained(is_json):
        from bertplay.worksheet.asking import title_of
        from bertplay.worksheet.file import read_record
        from bertplay.worksheet.notebook import as_notebook
        from bertplay.worksheet.page import as_page

        sheet = read_record(file)
        written = [(out, make(sheet)) for out, make in ((html, as_page), (notebook, as_notebook)) if out is not None]
        for out, content in written:
            write(out, content)
        if is_json:
            show_json(sheet)
        elif written:
            typer.echo(f"{len(sheet.entries)} questions: {', '.join(str(out) for out, _ in written)}")
        else:
            for number, entry in enumerate(sheet.entries, start=1):
                typer.echo(f"{number:3}  {title_of(entry)}: {entry.told.says}")


def write(out: Path, content: bytes) -> None:
    """Write a file; BadInput when its place cannot be written to."""
    try:
        out.write_bytes(content)
    except OSError as error:
        raise BadInput("The file cannot be written.", value=str(out), remedy="Name a place that can be written to.") from error

"""The commands about the house itself: which models there are, what this machine offers, how a model is pretrained."""

import typer

from bertplay.commands.base import Json, explained, printable, show_json
from bertplay.settings import get_settings

commands = typer.Typer()
FORWARD_ALL = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@commands.command()
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


@commands.command()
def doctor(is_json: Json = False) -> None:
    """Show what this machine offers: versions, processor, memory, network, models, settings."""
    from bertplay.doctor import as_text, diagnose

    with explained(is_json):
        found = diagnose(get_settings())
        if is_json:
            show_json(found)
        else:
            typer.echo(printable(as_text(found)))


@commands.command(context_settings=FORWARD_ALL)
def pretrain(context: typer.Context) -> None:
    """Pretrain a BERT or one of its relatives from plain text; `pretrain --help` shows its options."""
    from bertplay.pretraining.__main__ import main

    raise typer.Exit(main(context.args))

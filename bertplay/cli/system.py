"""The commands about the installation: the available models, and the machine."""

import sys
from typing import Annotated

import typer

from bertplay.cli.base import Commands, Json, printable, show, show_json
from bertplay.errors import BadInput
from bertplay.settings import get_settings

commands = Commands("System")


@commands.add
def models(is_json: Json = False) -> None:
    """List the models: those available on this machine, and those that need the network."""
    from bertplay.models.catalog import catalog
    from bertplay.summaries.models import summarize_models

    show([entry.listed() for entry in catalog(get_settings())], lambda found: summarize_models(found).lines(len(found)), is_json)


@commands.add
def download(
    repository: Annotated[str, typer.Argument(help='"owner/name", "owner/name@revision", or the address of its page on the hub.')],
    is_confirmed: Annotated[bool, typer.Option("--yes", help="Download a large model without being asked.")] = False,
    is_json: Json = False,
) -> None:
    """Download a model of the Hugging Face hub: its size and licence are shown first; the files are verified and inspected."""
    from bertplay.models.catalog import CatalogEntry, find_model
    from bertplay.models.download import download as fetch
    from bertplay.models.downloaded import hub_folder, recorded
    from bertplay.models.hub import ask_hub
    from bertplay.models.hub_address import repository_of

    settings = get_settings()
    source = repository_of(repository)
    model = source.repo
    if not recorded(hub_folder(model, settings)):
        offer = ask_hub(source, settings)
        typer.echo(printable(f"{offer.repo}, revision {offer.revision[:12]}\n{offer.cost}\n{offer.shape}"), err=True)
        if offer.is_large and not is_confirmed:
            confirm(offer.bytes)
        fetch(offer, settings, print_progress)
        model = offer.model
    spec = find_model(model, settings)
    if is_json:
        show_json(CatalogEntry(spec.id, spec.title, spec, is_available=True).listed())
    else:
        typer.echo(f"Use it with --model {spec.id}. It can do: {', '.join(sorted(spec.abilities))}.")


def confirm(size: int) -> None:
    """Ask whether to download so many bytes. BadInput if the answer is no, or if there is no terminal to ask on."""
    is_wanted = sys.stdin.isatty() and typer.confirm(f"Download {size / 1e6:,.0f} MB?", err=True)
    if not is_wanted:
        raise BadInput(
            "This is a large download, and it was not confirmed.", value=f"{size / 1e6:,.0f} MB", remedy="Add --yes to download it."
        )


def print_progress(step: str, share: float | None = None) -> None:
    """The progress of a download, on a line that is overwritten; nothing without a terminal."""
    if sys.stderr.isatty():
        typer.echo(f"\r{step} {share or 0:4.0%}", err=True, nl=share == 1.0)


@commands.add
def remove(
    model: Annotated[str, typer.Argument(help="Id of a downloaded model, its owner/name, or local/name.")], is_json: Json = False
) -> None:
    """Delete a downloaded model, or one of your own, from the disk."""
    from bertplay.models.catalog import LOCAL_PREFIX
    from bertplay.models.downloaded import remove as remove_download
    from bertplay.models.hub_address import repository_of
    from bertplay.models.local_models import remove_local_model

    is_own = model.startswith(LOCAL_PREFIX)
    name = model if is_own else repository_of(model).repo
    freed = (remove_local_model if is_own else remove_download)(name, get_settings())
    if is_json:
        show_json({"model": name, "bytes": freed})
    else:
        typer.echo(f"{name}: {freed / 1e6:,.0f} MB are free again.")


@commands.add
def publish(
    run: Annotated[str, typer.Argument(metavar="ID", help="Id of one run, whose model is published anew.")] = "", is_json: Json = False
) -> None:
    """Publish the models of finished runs that the store of BERTPLAY_PUBLISHED_MODELS lacks."""
    from bertplay.runs.saved_model import publish_missing
    from bertplay.runs.store import Store

    done = publish_missing(Store(get_settings()), run)
    show(done, lambda found: iter([f"run/{run_id} is published." for run_id in found] or ["Nothing was missing."]), is_json)


@commands.add
def doctor(is_json: Json = False) -> None:
    """Report on the installation: versions, processor, memory, network, models, settings."""
    from bertplay.doctor import as_text, diagnose

    found = diagnose(get_settings())
    if is_json:
        show_json(found)
    else:
        typer.echo(printable(as_text(found)))

"""What has been downloaded: one folder a model, at a recorded revision, within a budget of disk. No torch.

<hub_dir>/google-bert--bert-base-uncased/          a whole model, with its manifest
<hub_dir>/.partial/sentence-transformers--x/       one that is arriving, or was interrupted
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertplay.errors import ModelUnavailable, UnsafeModel
from bertplay.i18n import N_, lazy
from bertplay.models.config_file import read_json
from bertplay.models.hub_errors import ROOM
from bertplay.models.manifest import NAME as MANIFEST
from bertplay.models.spec import Hub, WeightsSource
from bertplay.settings import Settings

PARTIAL = ".partial"
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Downloaded:
    """One repository on disk.

    revision   the commit; "" of one that is not whole
    licence    as its card named it; "" where it named none
    """

    repo: str
    revision: str
    licence: str
    bytes: int
    is_whole: bool


def folder_name(repo: str) -> str:
    """ "google-bert/bert-base-uncased" -> "google-bert--bert-base-uncased"; no name on the hub has "--" in it."""
    return repo.replace("/", "--")


def hub_folder(repo: str, settings: Settings) -> Path:
    """Where a downloaded model lies."""
    return settings.hub_dir / folder_name(repo)


def partial_folder(repo: str, settings: Settings) -> Path:
    """Where it arrives: half a model is never in the place of a whole one."""
    return settings.hub_dir / PARTIAL / folder_name(repo)


def folder_on_disk(source: WeightsSource, settings: Settings) -> Path:
    """Where the weights of any model are, or would be."""
    return hub_folder(source.repo, settings) if isinstance(source, Hub) else source.folder


def recorded(folder: Path) -> dict[str, Any]:
    """Repository, revision and licence, as the download recorded them; empty where the folder is no whole model."""
    try:
        facts = read_json(folder / MANIFEST)
    except (UnsafeModel, OSError):
        return {}
    return facts if isinstance(facts.get("repo"), str) and folder_name(facts["repo"]) == folder.name else {}


def downloaded(settings: Settings) -> tuple[Downloaded, ...]:
    """Every repository of which something is on disk, by name; those that are not whole last."""
    whole = [(folder, recorded(folder)) for folder in folders(settings.hub_dir)]
    found = [
        Downloaded(facts["repo"], str(facts.get("revision", "")), str(facts.get("licence", "")), bytes_in(folder), is_whole=True)
        for folder, facts in whole
        if facts
    ]
    rest = [
        Downloaded(part.name.replace("--", "/", 1), "", "", bytes_in(part), is_whole=False) for part in folders(settings.hub_dir / PARTIAL)
    ]
    return (*found, *rest)


def downloaded_repos(settings: Settings) -> list[str]:
    """The repositories of which a whole model is on this machine, by name."""
    return [str(facts["repo"]) for folder in folders(settings.hub_dir) if (facts := recorded(folder))]


def folders(parent: Path) -> list[Path]:
    """The folders of a folder, by name; none when it does not exist."""
    return sorted(path for path in parent.iterdir() if path.is_dir() and path.name[0] not in "._") if parent.is_dir() else []


def used_bytes(settings: Settings) -> int:
    """What all downloads take on disk, those that are not whole too."""
    return bytes_in(settings.hub_dir)


def check_room(repo: str, needed: int, settings: Settings, reserved: int = 0) -> None:
    """ModelUnavailable unless `needed` bytes fit into the budget, and onto the disk, beside `reserved` ones that are on their way."""
    arrived = bytes_in(partial_folder(repo, settings))
    used, budget = used_bytes(settings) - arrived + reserved, settings.hub_mb * MB
    if used + needed > budget:
        problem = lazy(
            "{repo} has {needed:,.0f} MB, but only {left:,.0f} of the {budget:,} MB for downloads are left.",
            repo=repo,
            needed=needed / MB,
            budget=settings.hub_mb,
            left=max(0, budget - used) / MB,
        )
        raise ModelUnavailable(problem, remedy=N_("Remove a downloaded model, or allow more with BERTPLAY_HUB_MB."))
    there = next(folder for folder in (settings.hub_dir.absolute(), *settings.hub_dir.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free - reserved
    if needed - arrived > free:
        problem = lazy(
            "{repo} needs {needed:,.0f} MB on disk, and {free:,.0f} MB are free.",
            repo=repo,
            needed=(needed - arrived) / MB,
            free=max(0, free) / MB,
        )
        raise ModelUnavailable(problem, value=str(settings.hub_dir), remedy=ROOM)


def remove(repo: str, settings: Settings) -> int:
    """Delete what was downloaded of a repository; the bytes that this frees. ModelUnavailable when there is nothing."""
    whole, part = hub_folder(repo, settings), partial_folder(repo, settings)
    if not (whole.is_dir() or part.is_dir()):
        raise ModelUnavailable(lazy("{repo} has not been downloaded.", repo=repo), remedy=N_("`python -m bertplay models` lists the ids."))
    return delete(whole, part)


def delete(folder: Path, aside: Path) -> int:
    """Delete a folder after moving it `aside`, so that it is never opened half-deleted; returns the bytes freed."""
    freed = bytes_in(folder) + bytes_in(aside)
    shutil.rmtree(aside, ignore_errors=True)
    if folder.is_dir():
        aside.parent.mkdir(exist_ok=True)
        folder.replace(aside)
        shutil.rmtree(aside)
    return freed


def bytes_in(folder: Path) -> int:
    """Bytes of all files below a folder; a file that is renamed meanwhile is left out."""
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except FileNotFoundError:
            continue
    return total

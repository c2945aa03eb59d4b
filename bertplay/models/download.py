"""A model of the hub comes to this machine: once, at the revision that was shown, only the files that loading reads. No torch."""

import hashlib
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bertplay.errors import ModelError, ModelUnavailable
from bertplay.i18n import N_, lazy
from bertplay.models.downloaded import check_room, hub_folder, partial_folder
from bertplay.models.hub import Offer, StoppedError, ask_hub, check_allowed, receive
from bertplay.models.hub_errors import explained
from bertplay.models.inspection import inspect_folder
from bertplay.models.manifest import digest, write_manifest
from bertplay.models.progress import Progress
from bertplay.models.spec import Hub
from bertplay.settings import Settings

REPORT_SECONDS = 0.5
ATTEMPTS, SECONDS_BEFORE_ANOTHER = 3, 1.0


def folder_of_hub(source: Hub, settings: Settings, progress: Progress) -> Path:
    """The complete folder of a hub model; downloaded now when it is not there yet and is not large.

    Raises what `ask_hub` and `download` raise; ModelUnavailable for a large one.
    """
    folder = hub_folder(source.repo, settings)
    if folder.is_dir():
        return folder
    check_allowed(source, settings)
    progress(N_("asking the hub"))
    offer = ask_hub(source, settings)
    if offer.is_large:
        raise ModelUnavailable(
            lazy("{repo} is a download of {size:,.0f} MB, which must be confirmed.", repo=source.repo, size=offer.bytes / 1e6),
            remedy=lazy("Download it on the page “Models”, or with `python -m bertplay download {model}`.", model=offer.model),
        )
    return download(offer, settings, progress)


def download(offer: Offer, settings: Settings, progress: Progress, stop: threading.Event | None = None, reserved: int = 0) -> Path:
    """The folder of what was offered, complete, as the hub described it, and inspected.

    The files arrive in another folder, which is moved at the end: half a model is never served, and an interrupted download
    resumes at the byte where it stopped. Raises ModelUnavailable (no room, no connection, stopped, another file than was
    described) and UnsafeModel; what inspection refuses is deleted.
    """
    folder, partial = hub_folder(offer.repo, settings), partial_folder(offer.repo, settings)
    if folder.is_dir():
        return folder
    source = Hub(offer.repo, offer.revision)
    check_room(offer.repo, offer.bytes, settings, reserved)
    try:
        partial.mkdir(parents=True, exist_ok=True)
        fetch(offer, partial, progress, stop or threading.Event())
        progress(N_("inspecting the files"), 1.0)
        inspect(partial)
        write_manifest(partial, repo=offer.repo, revision=offer.revision, licence=offer.licence)
        partial.replace(folder)
    except Exception as error:
        if folder.is_dir():  # another process was faster
            return folder
        if isinstance(error, ModelError):
            raise
        if isinstance(error, StoppedError):
            problem = lazy("The download of {title} was stopped.", title=offer.title)
            raise ModelUnavailable(problem, remedy=N_("Start the download again: it resumes where it stopped.")) from error
        raise explained(source, error) from error
    return folder


def inspect(partial: Path) -> None:
    """Inspect the downloaded files; refused ones are deleted, because they would be refused again."""
    try:
        inspect_folder(partial)
    except ModelError:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def fetch(offer: Offer, partial: Path, progress: Progress, stop: threading.Event) -> None:
    """Every file that is not there yet; each has its name only when it is whole and the one that the hub described."""
    source = Hub(offer.repo, offer.revision)
    parts = {name: partial / f"{name}.{offer.digests.get(name, offer.revision)[:16]}.part" for name in offer.files}
    expected = {partial / name for name in offer.files} | set(parts.values())
    for file in [file for file in partial.rglob("*") if file.is_file() and file not in expected]:
        file.unlink()  # of another revision
    reported = 0.0
    step = lazy("downloading {size:,.0f} MB", size=offer.bytes / 1e6)

    def report() -> None:
        nonlocal reported
        if time.monotonic() - reported >= REPORT_SECONDS:
            reported = time.monotonic()
            progress(step, min(1.0, sum(file.stat().st_size for file in expected if file.is_file()) / max(1, offer.bytes)))

    for name, size in offer.files.items():
        file = partial / name
        if is_as_described(offer, name, file):
            continue
        file.unlink(missing_ok=True)
        file.parent.mkdir(exist_ok=True)
        report()
        receive_all(source, name, parts[name], size, report, stop)
        check_arrived(offer, name, parts[name])
        parts[name].replace(file)


def receive_all(source: Hub, name: str, part: Path, size: int, report: Callable[[], None], stop: threading.Event) -> None:
    """Receive a file, taking up a line that broke off where it did, a few times."""
    import httpx2

    for attempt in range(ATTEMPTS):
        try:
            receive(source, name, part, size, report, stop)
        except httpx2.TransportError:
            if attempt == ATTEMPTS - 1 or stop.wait(SECONDS_BEFORE_ANOTHER):
                raise
        else:
            return


def check_arrived(offer: Offer, name: str, part: Path) -> None:
    """ModelUnavailable when a file is not the one that the hub described; it is thrown away, to be fetched again."""
    if is_as_described(offer, name, part):
        return
    arrived = part.stat().st_size if part.is_file() else 0
    if arrived < offer.files[name]:
        raise ConnectionError("the line was closed early")
    part.unlink(missing_ok=True)
    problem = lazy(
        "The file received as {name} of {title} is not the one that the hub describes, and was discarded.", name=name, title=offer.title
    )
    raise ModelUnavailable(problem, remedy=N_("Try again. If the error persists, something between this machine and the hub alters files."))


def is_as_described(offer: Offer, name: str, file: Path) -> bool:
    """Whether a file is there, and has the size and the digest that the hub states."""
    return file.is_file() and file.stat().st_size == offer.files[name] and is_as_stated(file, offer.digests.get(name, ""))


def is_as_stated(file: Path, stated: str) -> bool:
    """Whether a file has the digest that the hub states; true when it states none."""
    if len(stated) == 64:
        return digest(file) == stated
    content = file.read_bytes() if stated else b""
    return not stated or hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest() == stated

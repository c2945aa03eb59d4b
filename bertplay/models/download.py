"""Models of the Hugging Face hub: downloaded once, at a recorded revision, only the files that loading reads. No torch."""

import hashlib
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from bertplay.errors import ModelUnavailable, UnsafeModel
from bertplay.models.manifest import digest, write_manifest
from bertplay.models.progress import Progress
from bertplay.models.spec import Hub, ModelSpec
from bertplay.wording import later, mark

# No pickle, no code, no weights of another framework.
ALLOWED_FILES = (
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.txt",
    "model.safetensors",
    "model-*-of-*.safetensors",
    "model.safetensors.index.json",
)
ANSWER_SECONDS = 5.0  # a hub that has not answered by then is treated as absent
TELL_SECONDS = 0.5
WORKS_WITHOUT = mark("Connect to the network, or choose a model that is here: the bundled ones need no network.")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the hub would send: the commit, and the bytes of each allowed file.

    digests   of the files of which the hub states one: SHA-256 of a large file, git's SHA-1 of a small one
    """

    revision: str
    files: dict[str, int]
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return sum(self.files.values())


def hub_folder(source: Hub, hub_dir: Path) -> Path:
    """Where a downloaded model lies: <hub_dir>/google-bert--bert-base-uncased."""
    return hub_dir / source.repo.replace("/", "--")


def download(
    spec: ModelSpec, source: Hub, hub_dir: Path, *, offline: bool, progress: Progress, stop: threading.Event | None = None
) -> Path:
    """The complete folder of a hub model; downloaded now when it is not there yet.

    The files arrive in a folder of another name, which is renamed at the end: half a model is never served, and an
    interrupted download goes on where it stopped. Raises ModelUnavailable within seconds when there is no network, when
    `stop` is set meanwhile, and when what arrived is not what the hub described.
    """
    folder = hub_folder(source, hub_dir)
    if folder.is_dir():
        return folder
    if offline:
        raise ModelUnavailable(
            later("{title} must be downloaded, and BERTPLAY_OFFLINE forbids it.", title=spec.title), remedy=WORKS_WITHOUT
        )
    progress(mark("asking the hub"))
    offer = ask_hub(spec, source)
    partial = hub_dir / f".partial-{folder.name}"
    try:
        partial.mkdir(parents=True, exist_ok=True)
        check_disk(spec, offer, partial)
        fetch(source, offer, partial, progress, stop or threading.Event())
        check_arrived(spec, offer, partial)
        shutil.rmtree(partial / ".cache", ignore_errors=True)  # the downloader's own notes
        write_manifest(partial, repo=source.repo, revision=offer.revision)
        partial.replace(folder)
    except Exception as error:
        if folder.is_dir():  # another process was faster
            return folder
        if isinstance(error, ModelUnavailable):
            raise
        if isinstance(error, StoppedError):
            problem = later("The download of {title} was stopped.", title=spec.title)
            raise ModelUnavailable(problem, remedy=mark("Start it again: what has arrived is kept, and it goes on from there.")) from error
        raise unavailable(spec, error) from error
    return folder


def ask_hub(spec: ModelSpec, source: Hub) -> Offer:
    """The pinned revision, or the newest one, and its files. UnsafeModel when the repo has no safetensors."""
    from huggingface_hub import HfApi

    try:
        info = HfApi(token=False).model_info(source.repo, revision=source.revision, timeout=ANSWER_SECONDS, files_metadata=True)
    except Exception as error:
        raise unavailable(spec, error) from error
    listed = {file.rfilename: file.size or 0 for file in info.siblings or ()}
    files = {name: size for name, size in listed.items() if any(fnmatchcase(name, pattern) for pattern in ALLOWED_FILES)}
    if not any(name.endswith(".safetensors") for name in files):
        problem = later("The hub has no safetensors of {title}, only formats that run code when they are opened.", title=spec.title)
        raise UnsafeModel(problem, value=source.repo, remedy=mark("Choose another model."))
    digests = {file.rfilename: digest_of(file) for file in info.siblings or () if file.rfilename in files}
    return Offer(str(info.sha), files, {name: stated for name, stated in digests.items() if stated})


def digest_of(file: Any) -> str:
    """What the hub states of a file: the SHA-256 of one in large file storage, git's SHA-1 of another, "" of neither."""
    lfs = file.lfs
    return str(lfs.sha256 if lfs is not None else file.blob_id or "")


def is_hub_reachable() -> bool:
    """Whether the hub answers within a few seconds."""
    from huggingface_hub import get_session
    from huggingface_hub.constants import ENDPOINT

    try:
        get_session().head(ENDPOINT, timeout=ANSWER_SECONDS)
    except Exception:
        return False  # whatever the reason, nothing can be downloaded
    return True


def check_disk(spec: ModelSpec, offer: Offer, folder: Path) -> None:
    """ModelUnavailable when the disk has no room for what is still to come."""
    free, needed = shutil.disk_usage(folder).free, offer.bytes - bytes_in(folder)
    if needed > free:
        problem = later(
            "{title} needs {needed:,.0f} MiB on disk, and {free:,.0f} MiB are free.",
            title=spec.title,
            needed=needed / 2**20,
            free=free / 2**20,
        )
        raise ModelUnavailable(problem, value=str(folder.parent), remedy=mark("Make room, or set BERTPLAY_HUB_DIR to another disk."))


class StoppedError(Exception):
    """Somebody stopped the download."""


def fetch(source: Hub, offer: Offer, folder: Path, progress: Progress, stop: threading.Event) -> None:
    """Download in a helper thread; the share done is told from the caller's own, where its page can be drawn."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()  # a server has nobody at its terminal
    with ThreadPoolExecutor(1, thread_name_prefix="download") as pool:
        running = pool.submit(
            snapshot_download,
            source.repo,
            revision=offer.revision,
            local_dir=folder,
            allow_patterns=list(offer.files),
            etag_timeout=ANSWER_SECONDS,
            token=False,
            tqdm_class=stoppable_bar(stop),
        )
        while wait([running], TELL_SECONDS).not_done:
            progress(later("downloading {size:,.0f} MiB", size=offer.bytes / 2**20), min(1.0, bytes_in(folder) / max(1, offer.bytes)))
        running.result()


def stoppable_bar(stop: threading.Event) -> Any:
    """A progress bar that nobody sees: the library calls it for every chunk, and nothing else lets one stop it."""
    from huggingface_hub.utils.tqdm import tqdm

    class StoppableBar(tqdm):
        def update(self, n: float | None = 1) -> Any:
            if stop.is_set():
                raise StoppedError
            return super().update(n)

    return StoppableBar


def check_arrived(spec: ModelSpec, offer: Offer, folder: Path) -> None:
    """ModelUnavailable when a file is not the one that the hub described; it is thrown away, to be fetched again."""
    for name, size in offer.files.items():
        file = folder / name
        if not file.is_file() or file.stat().st_size != size or not is_as_stated(file, offer.digests.get(name, "")):
            file.unlink(missing_ok=True)
            problem = later(
                "What arrived as {name} of {title} is not the file that the hub describes, and was thrown away.",
                name=name,
                title=spec.title,
            )
            raise ModelUnavailable(problem, remedy=mark("Try again. If it stays so, something between here and the hub changes files."))


def is_as_stated(file: Path, stated: str) -> bool:
    """Whether a file has the digest that the hub states; true when it states none."""
    if len(stated) == 64:
        return digest(file) == stated
    content = file.read_bytes() if stated else b""
    return not stated or hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest() == stated


def bytes_in(folder: Path) -> int:
    """Bytes of all files below a folder; a file that is renamed meanwhile is left out."""
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def unavailable(spec: ModelSpec, error: Exception) -> ModelUnavailable:
    """The failure of a download in words; its type tells more than the long message of the library."""
    return ModelUnavailable(
        later("{title} must be downloaded, and that failed ({kind}).", title=spec.title, kind=type(error).__name__), remedy=WORKS_WITHOUT
    )

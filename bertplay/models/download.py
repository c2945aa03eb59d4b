"""Models of the Hugging Face hub: downloaded once, at a recorded revision, only the files that loading reads. No torch."""

import shutil
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from bertplay.errors import ModelUnavailable, UnsafeModel
from bertplay.models.manifest import write_manifest
from bertplay.models.progress import Progress
from bertplay.models.spec import Hub, ModelSpec

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
WORKS_WITHOUT = "Connect to the network, or choose a model that is here: the bundled ones need no network."


@dataclass(frozen=True, slots=True)
class Offer:
    """What the hub would send: the commit, and the bytes of each allowed file."""

    revision: str
    files: dict[str, int]

    @property
    def bytes(self) -> int:
        return sum(self.files.values())


def hub_folder(source: Hub, hub_dir: Path) -> Path:
    """Where a downloaded model lies: <hub_dir>/google-bert--bert-base-uncased."""
    return hub_dir / source.repo.replace("/", "--")


def download(spec: ModelSpec, source: Hub, hub_dir: Path, *, offline: bool, progress: Progress) -> Path:
    """The complete folder of a hub model; downloaded now when it is not there yet.

    The files arrive in a folder of another name, which is renamed at the end: half a model is never served, and an
    interrupted download goes on where it stopped. Raises ModelUnavailable within seconds when there is no network.
    """
    folder = hub_folder(source, hub_dir)
    if folder.is_dir():
        return folder
    if offline:
        raise ModelUnavailable(f"{spec.title} must be downloaded, and BERTPLAY_OFFLINE forbids it.", remedy=WORKS_WITHOUT)
    progress("asking the hub")
    offer = ask_hub(spec, source)
    partial = hub_dir / f".partial-{folder.name}"
    try:
        partial.mkdir(parents=True, exist_ok=True)
        check_disk(spec, offer, partial)
        fetch(source, offer, partial, progress)
        shutil.rmtree(partial / ".cache", ignore_errors=True)  # the downloader's own notes
        write_manifest(partial, repo=source.repo, revision=offer.revision)
        partial.replace(folder)
    except Exception as error:
        if folder.is_dir():  # another process was faster
            return folder
        if isinstance(error, ModelUnavailable):
            raise
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
        problem = f"The hub has no safetensors of {spec.title}, only formats that run code when they are opened."
        raise UnsafeModel(problem, value=source.repo, remedy="Choose another model.")
    return Offer(str(info.sha), files)


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
        problem = f"{spec.title} needs {needed / 2**20:,.0f} MiB on disk, and {free / 2**20:,.0f} MiB are free."
        raise ModelUnavailable(problem, value=str(folder.parent), remedy="Make room, or set BERTPLAY_HUB_DIR to another disk.")


def fetch(source: Hub, offer: Offer, folder: Path, progress: Progress) -> None:
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
        )
        while wait([running], TELL_SECONDS).not_done:
            progress(f"downloading {offer.bytes / 2**20:,.0f} MiB", min(1.0, bytes_in(folder) / max(1, offer.bytes)))
        running.result()


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
    return ModelUnavailable(f"{spec.title} must be downloaded, and that failed ({type(error).__name__}).", remedy=WORKS_WITHOUT)

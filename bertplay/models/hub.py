"""The Hugging Face hub, asked before anything is downloaded: what a repository holds, how large, under which licence. No torch.

Nobody's account is used: what the hub gives only to people who are signed in, bertplay does not get.
"""

import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertplay.errors import ModelUnavailable
from bertplay.i18n import N_, lazy
from bertplay.models.architectures import ARCHITECTURES
from bertplay.models.config_file import MAX_JSON_BYTES, Sizes, architecture_of, family_of, read_json, sizes_of
from bertplay.models.config_keys import check_keys
from bertplay.models.hub_errors import LATER, WORKS_WITHOUT, explained, gated
from bertplay.models.hub_models import is_repository, listed_model
from bertplay.models.inspection import CONFIG
from bertplay.models.listing import check_listing, is_read
from bertplay.models.spec import Family, Hub
from bertplay.models.weights import refused
from bertplay.settings import Settings

LARGE_BYTES = 500_000_000
"""More than this is downloaded only when somebody has seen the size and confirmed it."""
ANSWER_SECONDS = 5.0  # a hub that has not answered by then is treated as absent
SILENCE_SECONDS = 15.0
"""How long a transfer may stall."""
SECONDS_OF_CONFIG = 30.0
"""How long a config.json may take, however steadily it comes."""
MAX_REDIRECTS = 5
DIGEST = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the hub would send: one commit of one repository, and the bytes of each file that loading reads.

    repo          as the hub calls it now; a repository that was renamed answers under its new name
    revision      the commit, 40 hex digits
    digests       of the files of which the hub states one: SHA-256 of a large file, git's SHA-1 of a small one
    licence       as its card names it; "" where it names none
    architecture  as its config.json names it: "BertForMaskedLM"
    """

    repo: str
    revision: str
    files: dict[str, int]
    digests: dict[str, str]
    licence: str
    family: Family
    architecture: str
    sizes: Sizes

    @property
    def bytes(self) -> int:
        return sum(self.files.values())

    @property
    def cost(self) -> str:
        """What somebody wants to know before the download."""
        licence = self.licence or lazy("its card names none")
        return lazy("{size:,.1f} MB in {files} files; licence: {licence}.", size=self.bytes / 1e6, files=len(self.files), licence=licence)

    @property
    def shape(self) -> str:
        """What kind of model it is."""
        return lazy(
            "{family} ({architecture}) in safetensors: {layers} layers, hidden size {hidden}, context window of {tokens:,} tokens.",
            family=ARCHITECTURES[self.family].title,
            architecture=self.architecture,
            layers=self.sizes.layers,
            hidden=self.sizes.hidden,
            tokens=self.sizes.max_tokens,
        )

    @property
    def is_large(self) -> bool:
        """Whether somebody must confirm the download."""
        return self.bytes > LARGE_BYTES

    @property
    def model(self) -> str:
        """The id that the model has here: that of the list, or the repository's own."""
        listed = listed_model(self.repo)
        return listed.id if listed else self.repo

    @property
    def title(self) -> str:
        listed = listed_model(self.repo)
        return listed.title if listed else self.repo


def check_allowed(source: Hub, settings: Settings) -> None:
    """ModelUnavailable when BERTPLAY_HUB forbids to download this."""
    if settings.hub == "off":
        problem = lazy("{repo} must be downloaded, and BERTPLAY_HUB=off forbids it.", repo=source.repo)
        raise ModelUnavailable(problem, remedy=WORKS_WITHOUT)
    listed = listed_model(source.repo)
    if settings.hub == "list" and (listed is None or source != listed.source):
        problem = lazy("{repo} is not in the list, and this server downloads nothing else.", repo=source.repo)
        raise ModelUnavailable(problem, remedy=N_("Choose one of the list, or ask whoever runs the server: BERTPLAY_HUB=any allows it."))


def ask_hub(source: Hub, settings: Settings) -> Offer:
    """What the hub would send of a repository, at its pinned revision or at the newest one.

    Raises ModelUnavailable within seconds when it cannot be had, UnsafeModel when it cannot be opened here.
    """
    from huggingface_hub import HfApi, constants

    constants.HF_HUB_DISABLE_TELEMETRY = True  # the hub learns which model is wanted, and nothing else
    check_allowed(source, settings)
    try:
        info = HfApi(token=False).model_info(source.repo, revision=source.revision, timeout=ANSWER_SECONDS, files_metadata=True)
    except Exception as error:
        raise explained(source, error) from error
    if info.gated:
        raise gated(source)
    siblings = info.siblings or ()
    if not is_sane(info):
        raise ModelUnavailable(lazy("The hub’s description of {repo} makes no sense.", repo=source.repo), remedy=LATER)
    check_listing(info.id, [file.rfilename for file in siblings])
    files = {file.rfilename: file.size or 0 for file in siblings if is_read(file.rfilename)}
    digests = {file.rfilename: digest_of(file) for file in siblings if file.rfilename in files}
    config, family, sizes = config_of(Hub(info.id, str(info.sha)), files[CONFIG])
    return Offer(
        repo=info.id,
        revision=str(info.sha),
        files=files,
        digests={name: stated for name, stated in digests.items() if stated},
        licence=licence_of(info),
        family=family,
        architecture=architecture_of(config, family),
        sizes=sizes,
    )


def is_sane(info: Any) -> bool:
    """Whether names, sizes and digests are what the hub gives, for folders and files here are named after them."""
    return (
        isinstance(info.id, str)
        and is_repository(info.id)
        and DIGEST.fullmatch(str(info.sha)) is not None
        and all(
            isinstance(file.rfilename, str)
            and (file.size is None or (type(file.size) is int and file.size >= 0))
            and DIGEST.fullmatch(digest_of(file) or "0" * 40) is not None
            for file in info.siblings or ()
        )
    )


def licence_of(info: Any) -> str:
    """What the card of a repository names as its licence: "mit", "mit, apache-2.0"; "" where there is none.

    A card is anybody's text: signs that no licence's name has, and that markdown would read, are left out.
    """
    named = getattr(info.card_data, "license", None) or ()
    text = ", ".join(map(str, named if isinstance(named, list) else [named])) if named else ""
    return "".join(sign for sign in text if sign.isalnum() or sign in " .,-+")[:80]


def digest_of(file: Any) -> str:
    """What the hub states of a file: the SHA-256 of one in large file storage, git's SHA-1 of another, "" of neither."""
    lfs = file.lfs
    return str(lfs.sha256 if lfs is not None else file.blob_id or "")


def config_of(source: Hub, size: int) -> tuple[dict[str, Any], Family, Sizes]:
    """The config.json of a repository, read first: an unknown architecture or code of its own is refused before the weights come."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, source.repo.rpartition("/")[2], CONFIG)
        file.parent.mkdir()
        if size > MAX_JSON_BYTES:
            raise refused(
                file, lazy("it has {size:,} bytes, more than the {limit:,} such a file may have", size=size, limit=MAX_JSON_BYTES)
            )
        try:
            receive(source, CONFIG, file, size, within(SECONDS_OF_CONFIG))
        except Exception as error:
            raise explained(source, error) from error
        config = read_json(file)
        check_keys(file, config)
        family = family_of(file, config)
        return config, family, sizes_of(file, config, family)


def within(seconds: float) -> Callable[[], None]:
    """A `report` for `receive` that ends what takes longer."""
    import httpx2

    until = time.monotonic() + seconds

    def report() -> None:
        if time.monotonic() > until:
            raise httpx2.ReadTimeout(f"more than {seconds:.0f} s")

    return report


class StoppedError(Exception):
    """Somebody stopped the download."""


def receive(
    source: Hub, name: str, part: Path, size: int, report: Callable[[], None] = lambda: None, stop: threading.Event | None = None
) -> None:
    """Append to `part` what is still missing of a file of `size` bytes. Raises the library's errors, and StoppedError.

    The library's own download begins again at the first byte after every interruption, and says how far it is every ten megabytes.
    """
    from huggingface_hub import hf_hub_url

    start = part.stat().st_size if part.is_file() else 0
    headers = {"Accept-Encoding": "identity"}
    if start >= size > 0:
        return
    if start:
        headers["Range"] = f"bytes={start}-"
    url = hf_hub_url(source.repo, name, revision=source.revision)
    with answered(url, headers) as response, part.open("ab" if response.status_code == 206 else "wb") as opened:
        for chunk in response.iter_bytes():
            if stop is not None and stop.is_set():
                raise StoppedError
            opened.write(chunk)
            report()
            if opened.tell() > size:  # it is not the file that was described, and may have no end
                break


@contextmanager
def answered(url: str, headers: dict[str, str]) -> Iterator[Any]:
    """The answer of the hub, or of the storage that it redirects to: over https, or the hub itself, never a service of this network."""
    import httpx2
    from huggingface_hub import get_session
    from huggingface_hub.utils import hf_raise_for_status  # type: ignore[attr-defined]

    hub = httpx2.URL(url)
    for _ in range(MAX_REDIRECTS):
        with get_session().stream("GET", url, headers=headers, timeout=SILENCE_SECONDS, follow_redirects=False) as response:
            if not response.is_redirect:
                hf_raise_for_status(response)
                yield response
                return
            to = response.url.join(response.headers["Location"])
        if to.scheme != "https" and (to.scheme, to.netloc) != (hub.scheme, hub.netloc):
            break
        url = str(to)
    raise httpx2.UnsupportedProtocol("a redirect to where no model is stored")


def is_hub_reachable() -> bool:
    """Whether the hub answers within a few seconds."""
    from huggingface_hub import get_session
    from huggingface_hub.constants import ENDPOINT

    try:
        get_session().head(ENDPOINT, timeout=ANSWER_SECONDS)
    except Exception:
        return False  # whatever the reason, nothing can be downloaded
    return True

"""Finished models of runs in a store that several machines share: any that fsspec supports, such as S3. No torch.

    <address>/k3m9xw2a.json                 the manifest: title, catalog entry, every file with its size and SHA-256
    <address>/k3m9xw2a/1f0c…/config.json    the files, in a folder named after their digest: a resumed run gets a new folder

The manifest is written last and deleted first, so an incomplete model is never visible. A fetched model is a
folder like that of a run, `hub_dir/.runs/k3m9xw2a.1f0c…`, so no other code needs to know where it came from.
"""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bertplay.errors import BadInput, BertplayError, StoreUnavailable
from bertplay.i18n import N_, lazy
from bertplay.models.fetched import Copies, damaged
from bertplay.models.manifest import digest
from bertplay.models.published_model import PublishedFile, PublishedModel
from bertplay.models.run_folder import RUN_MODEL
from bertplay.models.spec import ModelSpec, Run
from bertplay.settings import Settings

R = TypeVar("R")
logger = logging.getLogger(__name__)

SECONDS_BETWEEN_REFRESHES, SECONDS_AFTER_A_FAILURE = 5.0, 30.0
FIRST_REFRESH_TIMEOUT = 2.0
"""Seconds that the first list of models waits for the store; later lists show the result of the last refresh."""
MANIFEST_TIMEOUT = 15.0  # seconds
CHECK = N_("Check BERTPLAY_PUBLISHED_MODELS, the credentials that it needs, and whether the store can be reached from this machine.")
RUN_ID = re.compile(r"[A-Za-z0-9]{1,16}", re.ASCII)


manifests = TypeAdapter(PublishedModel)


class PublishedModels:
    """The store at one address, and the copies on this machine. Safe from any thread.

    Every method raises StoreUnavailable when the store cannot be used; `fetch` also ModelUnavailable.
    """

    def __init__(self, address: str, settings: Settings) -> None:
        self.address = re.sub(r"//[^/@]*@", "//", address)  # without credentials, safe to show
        check_protocol(address, self.address)
        self._address = address
        self._copies = Copies(settings)
        self._known: dict[str, PublishedModel] = {}
        self._seen: dict[str, tuple[str, PublishedModel | None]] = {}
        self._refreshing, self._has_refreshed, self._next_refresh = threading.Lock(), threading.Event(), 0.0

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        """The file system and the path in it. Some kinds connect here; listings are not cached, because other machines change them."""
        import fsspec

        fs, root = fsspec.core.url_to_fs(self._address, use_listings_cache=False)
        return fs, root.rstrip("/")

    @property
    def _fs(self) -> Any:
        return self._opened[0]

    @property
    def _root(self) -> str:
        return self._opened[1]

    def publish(self, run_id: str, folder: Path, title: str, spec: ModelSpec | None) -> None:
        """Publish the model in this folder, in place of what was published of this run before."""
        paths = sorted(file for file in folder.rglob("*") if file.is_file())
        files = {file.relative_to(folder).as_posix(): PublishedFile(file.stat().st_size, digest(file)) for file in paths}
        model = PublishedModel(title, spec and replace(spec, source=Run(Path())), files)
        with self._explained():
            for path in files:
                target = self._file(run_id, model, path)
                self._fs.makedirs(target.rpartition("/")[0], exist_ok=True)
                self._fs.put_file(str(folder / path), target)
            self._write(run_id, model)
            self._remove_files(run_id, but=model.digest)

    def rename(self, run_id: str, title: str) -> None:
        """Change the title; does nothing when no model of this run is published."""
        model = self.find(run_id)
        if model is not None:
            with self._explained():
                self._write(run_id, replace(model, title=title))

    def withdraw(self, run_id: str) -> None:
        """Delete a model from the store, and its copy on this machine; does nothing when there is none."""
        with self._explained():
            self._remove(self._manifest(run_id))
            self._remove_files(run_id)
        self._known.pop(run_id, None)
        self._copies.remove(run_id)

    def find(self, run_id: str) -> PublishedModel | None:
        """The published model of a run, read from the store now; None when there is none."""
        with self._explained():
            return within(MANIFEST_TIMEOUT, lambda: self._read(run_id))

    def listed(self) -> dict[str, PublishedModel]:
        """All published models by run id, as of a few seconds ago: only the first call waits for the store."""
        with self._refreshing:
            if time.monotonic() >= self._next_refresh:
                self._next_refresh = float("inf")  # until this one has ended
                threading.Thread(target=self._refresh_in_background, name="published-models", daemon=True).start()
        if not self._has_refreshed.wait(FIRST_REFRESH_TIMEOUT):
            self._has_refreshed.set()
        return dict(self._known)

    def specs(self) -> list[ModelSpec]:
        """Their catalog entries, each with the folder of its copy, fetched or not."""
        found = [(model, model.spec, self._copies.place(run_id, model)) for run_id, model in self.listed().items()]
        return [replace(spec, title=model.title, source=Run(place / RUN_MODEL)) for model, spec, place in found if spec]

    def refresh(self) -> dict[str, PublishedModel]:
        """All published models, read from the store now. Only manifests that have changed are read."""
        with self._explained():
            try:
                listing = self._fs.ls(self._root, detail=True)
            except FileNotFoundError:
                listing = []
            seen: dict[str, tuple[str, PublishedModel | None]] = {}
            for entry in listing:
                run_id, is_manifest, rest = str(entry["name"]).rpartition("/")[2].partition(".json")
                if is_manifest and not rest and RUN_ID.fullmatch(run_id):
                    known = self._seen.get(run_id)
                    seen[run_id] = known if known and known[0] == str(entry) else (str(entry), self._readable(run_id))
        self._seen = seen
        self._known = {run_id: model for run_id, (_, model) in seen.items() if model}
        self._copies.keep_only({run_id: model.digest for run_id, model in self._known.items()})
        return dict(self._known)

    def fetch(self, run_id: str) -> Path | None:
        """The local folder of a run's published model, downloaded if necessary; None when none is published."""
        model = self._known.get(run_id) or self.find(run_id)
        if model is None:
            return None
        try:
            return self._fetched(run_id, model)
        except FileNotFoundError:  # it has just been withdrawn or published again
            newer = self.find(run_id)
            if newer is not None and newer.digest == model.digest:
                raise damaged(model.title) from None
            return self._fetched(run_id, newer) if newer else None

    def _fetched(self, run_id: str, model: PublishedModel) -> Path:
        with self._explained():
            return self._copies.folder(run_id, model, lambda path, file: self._fs.get_file(self._file(run_id, model, path), str(file)))

    def _refresh_in_background(self) -> None:
        pause = SECONDS_BETWEEN_REFRESHES
        try:
            self.refresh()
        except BertplayError as error:
            logger.warning("%s", error)
            pause = SECONDS_AFTER_A_FAILURE
        finally:
            self._next_refresh = time.monotonic() + pause
            self._has_refreshed.set()

    def _readable(self, run_id: str) -> PublishedModel | None:
        """One manifest of the list; None with a warning when it cannot be read, so that the others are still listed."""
        try:
            return self._read(run_id)
        except BertplayError as error:
            logger.warning("%s", error)
            return None

    def _read(self, run_id: str) -> PublishedModel | None:
        try:
            content = self._fs.cat_file(self._manifest(run_id))
        except FileNotFoundError:
            return None
        try:
            return manifests.validate_json(content)
        except ValidationError as error:
            remedy = N_("It is damaged, or of another version of bertplay: publish it again with `python -m bertplay publish`.")
            raise StoreUnavailable(N_("What is published of this run cannot be read."), value=run_id, remedy=remedy) from error

    def _write(self, run_id: str, model: PublishedModel) -> None:
        """Write the manifest under a temporary name, then rename it: in a plain folder a half-written one would be visible."""
        target, part = self._manifest(run_id), f"{self._manifest(run_id)}.part"
        self._fs.pipe_file(part, manifests.dump_json(model))
        self._fs.mv(part, target)
        self._known[run_id] = model

    def _remove_files(self, run_id: str, but: str = "") -> None:
        try:
            folders = [str(entry["name"]) for entry in self._fs.ls(f"{self._root}/{run_id}", detail=True)]
        except FileNotFoundError:
            return
        for folder in folders:
            if folder.rpartition("/")[2] != but:
                self._remove(folder)
        if not but:
            self._remove(f"{self._root}/{run_id}")  # the empty folder, in stores that have folders

    def _remove(self, path: str) -> None:
        with suppress(FileNotFoundError):
            self._fs.rm(path, recursive=True)

    def _manifest(self, run_id: str) -> str:
        return f"{self._root}/{run_id}.json"

    def _file(self, run_id: str, model: PublishedModel, path: str) -> str:
        return f"{self._root}/{run_id}/{model.digest}/{path}"

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn any error of the store's library into StoreUnavailable; FileNotFoundError is left to the caller."""
        try:
            yield
        except (BertplayError, FileNotFoundError):
            raise
        except Exception as error:  # each implementation raises its own errors
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            problem = lazy("The store of finished models cannot be used: {reason}.", reason=reason.rstrip("."))
            raise StoreUnavailable(problem, value=self.address, remedy=CHECK) from error


def check_protocol(address: str, shown: str) -> None:
    """Raise BadInput when this machine cannot use a store of this kind."""
    import fsspec

    try:
        fsspec.get_filesystem_class(address.rpartition("::")[2].partition("://")[0])
    except ImportError as error:
        problem = lazy("The library for this kind of store is not installed: {reason}.", reason=str(error).rstrip("."))
        remedy = N_("Install it beside bertplay, for s3:// with `pip install s3fs`, or change BERTPLAY_PUBLISHED_MODELS.")
        raise BadInput(problem, value=shown, remedy=remedy) from error
    except ValueError as error:
        remedy = N_("Set BERTPLAY_PUBLISHED_MODELS to an address such as s3://bucket/folder or file:///srv/models.")
        raise BadInput(N_("fsspec knows no store of this kind."), value=shown, remedy=remedy) from error


def within(seconds: float, work: Callable[[], R]) -> R:
    """The result of `work`. Raises TimeoutError when it takes longer; its thread is then left to finish on its own."""
    done: Future[R] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except Exception as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError as error:
        raise TimeoutError(f"it did not answer within {seconds:.0f} seconds") from error


@lru_cache(maxsize=8)
def published_models(settings: Settings) -> PublishedModels | None:
    """The store named in the settings, or None. BadInput."""
    return None if settings.published_models == "none" else PublishedModels(settings.published_models, settings)

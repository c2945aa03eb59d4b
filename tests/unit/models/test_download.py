"""Downloads, with the real client against a hub of our own on localhost."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bertplay.errors import ModelUnavailable, UnsafeModel
from bertplay.models.catalog import HUB_MODELS
from bertplay.models.download import Offer, ask_hub, check_disk, download, hub_folder, is_hub_reachable
from bertplay.models.inspection import inspect_folder
from bertplay.models.progress import silent
from bertplay.models.spec import Hub

SPEC = HUB_MODELS[0]
SOURCE = Hub("someone/tiny")
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class SmallHub(ThreadingHTTPServer):
    """Serves one repo in the three requests that the client makes: its facts, its tree, its files."""

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.files, self.asked, self.broken = files, list[str](), ""
        self.url = f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: SmallHub

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(path)
        files = self.server.files
        if path == "/":
            self.reply(b"")
        elif re.fullmatch(rf"/api/models/someone/tiny(/revision/{COMMIT})?", path):
            siblings = [{"rfilename": name, "size": len(data)} for name, data in files.items()]
            self.reply(json.dumps({"id": SOURCE.repo, "sha": COMMIT, "siblings": siblings}).encode())
        elif path == f"/api/models/someone/tiny/tree/{COMMIT}":
            tree = [{"type": "file", "path": name, "size": len(data), "oid": oid(data)} for name, data in files.items()]
            self.reply(json.dumps(tree).encode())
        elif path.startswith(f"/someone/tiny/resolve/{COMMIT}/") and path.rpartition("/")[2] in files:
            self.send(path.rpartition("/")[2])
        else:
            self.reply(b"", status=404, **{"X-Error-Code": "RepoNotFound"})

    def send(self, name: str) -> None:
        if name == self.server.broken and self.command == "GET":
            self.reply(b"", status=400)
        else:
            data = self.server.files[name]
            self.reply(data, **{"ETag": f'"{oid(data)}"', "X-Repo-Commit": COMMIT})

    def promise_rest(self, name: str) -> bytes:
        """Send the headers of a file from where it is wanted on; what they promise."""
        data = self.server.files[name]
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        return data[start:]

    def reply(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


def oid(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


@pytest.fixture
def hub(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallHub]:
    """The tiny model with what a repo often has besides: a pickle, code, another framework's weights."""
    files = {file.name: file.read_bytes() for file in tiny_folder.iterdir()}
    files |= {"pytorch_model.bin": b"pickle", "modeling_evil.py": b"raise", "tf_model.h5": b"h5", "README.md": b"card"}
    server = SmallHub(files)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", server.url)
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", server.url + "/{repo_id}/resolve/{revision}/{filename}")
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")


def test_a_download_is_complete_inspected_and_has_its_revision(hub: SmallHub, tmp_path: Path) -> None:
    steps: list[str] = []
    folder = download(SPEC, SOURCE, tmp_path, offline=False, progress=lambda step, share=None: steps.append(step))
    assert folder == tmp_path / "someone--tiny"
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["revision"] == COMMIT
    wanted = {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
    assert {file.name for file in folder.iterdir()} == wanted | {"manifest.json"}
    assert inspect_folder(folder).sizes.layers == 2
    assert list(tmp_path.iterdir()) == [folder]
    assert steps[0] == "asking the hub"


def test_what_is_here_is_not_asked_for_again(hub: SmallHub, tmp_path: Path) -> None:
    first = download(SPEC, SOURCE, tmp_path, offline=False, progress=silent)
    hub.asked.clear()
    assert download(SPEC, SOURCE, tmp_path, offline=True, progress=silent) == first
    assert hub.asked == []


def test_a_pinned_revision_is_asked_for(hub: SmallHub) -> None:
    assert ask_hub(SPEC, Hub(SOURCE.repo, COMMIT)).revision == COMMIT
    assert hub.asked == [f"/api/models/someone/tiny/revision/{COMMIT}"]


def test_a_broken_download_is_not_served_and_goes_on_later(hub: SmallHub, tmp_path: Path) -> None:
    hub.broken = "tokenizer.json"
    with pytest.raises(ModelUnavailable, match="must be downloaded, and that failed"):
        download(SPEC, SOURCE, tmp_path, offline=False, progress=silent)
    assert not hub_folder(SOURCE, tmp_path).exists()
    hub.broken = ""
    hub.asked.clear()
    assert inspect_folder(download(SPEC, SOURCE, tmp_path, offline=False, progress=silent)).sizes.layers == 2
    assert f"/someone/tiny/resolve/{COMMIT}/config.json" not in hub.asked


def test_a_repo_without_safetensors_is_refused_before_anything_is_fetched(hub: SmallHub, tmp_path: Path) -> None:
    del hub.files["model.safetensors"]
    with pytest.raises(UnsafeModel, match="only formats that run code"):
        download(SPEC, SOURCE, tmp_path, offline=False, progress=silent)
    assert list(tmp_path.iterdir()) == []
    assert hub.asked == ["/api/models/someone/tiny"]


def test_a_repo_that_is_not_there(hub: SmallHub, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="RepositoryNotFoundError"):
        download(SPEC, Hub("someone/else"), tmp_path, offline=False, progress=silent)


@pytest.mark.usefixtures("no_hub")
def test_without_a_network_it_says_so_at_once(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(ModelUnavailable, match="Connect to the network, or choose a model that is here"):
        download(SPEC, SOURCE, tmp_path, offline=False, progress=silent)
    assert not is_hub_reachable()
    assert time.monotonic() - began < 3


def test_the_hub_is_reachable(hub: SmallHub) -> None:
    assert is_hub_reachable()


def test_offline_does_not_ask(hub: SmallHub, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="BERTPLAY_OFFLINE forbids it"):
        download(SPEC, SOURCE, tmp_path, offline=True, progress=silent)
    assert hub.asked == []


def test_a_full_disk_is_noticed_beforehand(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"MiB on disk, and .* MiB are free"):
        check_disk(SPEC, Offer(COMMIT, {"model.safetensors": 1 << 60}), tmp_path)

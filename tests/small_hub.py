"""A Hugging Face hub on localhost that answers for a few repositories as the real one does, faults included."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = ".safetensors"


@dataclass
class Repo:
    """One repository.

    files      of the newest commit; older: those of the others
    status     the answer to whoever asks for a file: 0 for the file
    moved_to   the name it has now
    lies       what its description says instead of the truth
    stored_at  where large files are said to be
    mood       of its weights: "well", "slow" (a pause of so many seconds before each portion of so many bytes), "cut" (the line breaks
               after half of what is left), "wrong" (one bit is another); "drip": config.json comes byte by byte, with such pauses, too
    """

    files: dict[str, bytes]
    commit: str = COMMIT
    older: dict[str, dict[str, bytes]] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=lambda: {"license": "apache-2.0"})
    gated: str | bool = False
    status: int = 0
    moved_to: str = ""
    lies: dict[str, Any] = field(default_factory=dict)
    stored_at: str = ""
    mood: str = "well"
    pause: float = 0.02
    portion: int = 2**14

    def at(self, revision: str) -> dict[str, bytes] | None:
        return self.files if revision in ("main", self.commit) else self.older.get(revision)


class SmallHub(ThreadingHTTPServer):
    """`repos` by their names, what was `asked` for, and the ranges of the bytes that were."""

    daemon_threads = True

    def __init__(self, **repos: Repo) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.repos, self.asked, self.ranges = dict(repos), list[str](), list[str]()
        self.url = f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: SmallHub

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(self.path.partition("?")[0])
        self.server.asked.append(path)
        with suppress(ConnectionError):  # who has stopped, listens no more
            if path == "/":
                self.reply(b"")
            elif path.startswith("/api/models/"):
                self.describe(*path.removeprefix("/api/models/").partition("/revision/")[::2])
            elif path.startswith("/cdn/"):
                self.send(*path.removeprefix("/cdn/").split("|"))
            elif "/resolve/" not in path:
                self.reply(b"", 404)
            else:
                name, _, rest = path.strip("/").partition("/resolve/")
                self.resolve(name, *rest.split("/", 1))

    def describe(self, name: str, revision: str) -> None:
        repo = self.server.repos.get(name)
        if repo is None:
            self.reply(b"", 401, **{"X-Error-Code": "RepoNotFound"})
        elif repo.moved_to:
            self.reply(b"", 307, Location=f"/api/models/{repo.moved_to}" + (f"/revision/{revision}" if revision else ""))
        elif (files := repo.at(revision or "main")) is None:
            self.reply(b"", 404, **{"X-Error-Code": "RevisionNotFound"})
        else:
            sha = repo.commit if files is repo.files else revision
            siblings = [sibling(file, data) for file, data in files.items()]
            truth = {"id": name, "sha": sha, "gated": repo.gated, "cardData": repo.card, "siblings": siblings}
            self.reply(json.dumps(truth | repo.lies).encode())

    def resolve(self, name: str, revision: str, file: str) -> None:
        repo = self.server.repos[name]
        if repo.status:
            self.reply(b"", repo.status, **({"X-Error-Code": "GatedRepo"} if repo.gated else {}))
        elif file.endswith(LARGE):  # large files are stored elsewhere, as the real hub does it
            self.reply(b"", 302, Location=repo.stored_at or f"{self.server.url}/cdn/{name}|{revision}|{file}")
        else:
            self.send(name, revision, file)

    def send(self, name: str, revision: str, file: str) -> None:
        repo = self.server.repos[name]
        data = (repo.at(revision) or {})[file]
        asked = self.headers.get("Range")
        self.server.ranges += [asked] if asked else []
        start = int((asked or "bytes=0-").removeprefix("bytes=").split("-")[0])
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("ETag", f'"{blob_id(data)}"')
        self.send_header("X-Repo-Commit", repo.commit)
        self.end_headers()
        if self.command == "GET":
            self.pour(data[start:], repo if file.endswith(LARGE) or repo.mood == "drip" else Repo({}))

    def pour(self, data: bytes, repo: Repo) -> None:
        if repo.mood == "wrong":
            data = data[:-1] + bytes([data[-1] ^ 1])
        if repo.mood == "cut":
            data = data[: len(data) // 2]
            self.close_connection = True
        for start in range(0, len(data), repo.portion):
            time.sleep(repo.pause if repo.mood in {"slow", "drip"} else 0)
            self.wfile.write(data[start : start + repo.portion])

    def reply(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


def sibling(name: str, data: bytes) -> dict[str, Any]:
    """A file in the listing of a repository; a large one with its SHA-256."""
    listed = {"rfilename": name, "size": len(data), "blobId": blob_id(data)}
    large = {"lfs": {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134}}
    return listed | (large if name.endswith(LARGE) else {})


def blob_id(data: bytes) -> str:
    """What git calls these bytes, and the hub with it."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


@contextmanager
def serving(hub: SmallHub) -> Iterator[SmallHub]:
    """The hub, answering in a thread of its own."""
    thread = threading.Thread(target=hub.serve_forever, args=(0.01,))
    thread.start()
    yield hub
    hub.shutdown()
    hub.server_close()
    thread.join()

"""Downloads as a reader sees them, from a hub on this machine that is slow, breaks off, or sends another file than it describes."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect
from safetensors.torch import load_file, save

from benchmarks.serving import ROOT, Server, streamlit_server
from bertplay.models.catalog import BUNDLED_FOLDER
from tests.unit.models.test_download import COMMIT, Answers, SmallHub

REPO, TITLE = "google/bert_uncased_L-4_H-256_A-4", "BERT-Mini"
LARGE = "model.safetensors"
PORTION = 2**19
SECONDS_A_PORTION = 0.15


class MoodyAnswers(Answers):
    """Sends the weights as its hub is minded to. Paths of the repo that is asked for are those of the only one it has."""

    server: "MoodyHub"

    def do_GET(self) -> None:  # noqa: N802  the name that http.server asks for
        self.path = self.path.replace(REPO, "someone/tiny")
        if re.fullmatch(rf"/api/models/someone/tiny(/revision/{COMMIT})?", self.path.partition("?")[0]):
            siblings = [{"rfilename": name, "size": len(data), "blobId": blob_id(data)} for name, data in self.server.files.items()]
            self.reply(json.dumps({"id": REPO, "sha": COMMIT, "siblings": siblings}).encode())
        else:
            super().do_GET()

    def send(self, name: str) -> None:
        if name != LARGE or self.command != "GET":
            super().send(name)
            return
        with suppress(ConnectionError):  # who has stopped, listens no more
            self.pour(self.promise_rest(name))

    def pour(self, data: bytes) -> None:
        if self.server.mood == "wrong":
            data = data[:-1] + bytes([data[-1] ^ 1])
        if self.server.mood == "cut":
            data = data[: len(data) // 2]
            self.close_connection = True
        for start in range(0, len(data), PORTION):
            self.wfile.write(data[start : start + PORTION])
            time.sleep(SECONDS_A_PORTION if self.server.mood == "slow" else 0)


class MoodyHub(SmallHub):
    """A hub that is "well", "slow", "cut" off in the middle of the weights, or sends a "wrong" file."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(files)
        self.RequestHandlerClass = MoodyAnswers
        self.mood = "well"


def blob_id(data: bytes) -> str:
    """What git calls these bytes, and the hub with it."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


@pytest.fixture(scope="module")
def hub() -> Iterator[MoodyHub]:
    """It has the bundled BERT in float32: 38 MB, which the client takes in portions of ten."""
    folder = BUNDLED_FOLDER / "bert"
    files = {name: (folder / name).read_bytes() for name in ("config.json", "tokenizer.json", "tokenizer_config.json")}
    weights = {name: weight.float() for name, weight in load_file(folder / LARGE).items()}
    files[LARGE] = save(weights, metadata={"format": "pt"})
    running = MoodyHub(files)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture(scope="module")
def server(hub: MoodyHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, which takes this hub for the real one."""
    environment = {"HF_ENDPOINT": hub.url, "BERTPLAY_HUB_DIR": str(tmp_path_factory.mktemp("hub")), "BERTPLAY_OFFLINE": "0"}
    with streamlit_server(ROOT / "app.py", environment=environment) as running:
        yield running


def ask_for_it(page: Page, server: Server) -> None:
    """Choose the model, ask for its size, start the download."""
    page.goto(f"{server.url}/model_cache")
    box = page.get_by_label("A model of the hub")
    box.click()
    box.fill(TITLE)
    page.get_by_role("option", name=TITLE).click()
    expect(page.get_by_text("11.2 million parameters")).to_be_visible()  # the switch is the one of this model now
    switch = page.get_by_text("Ask the hub for its size")
    expect(switch).to_have_count(1)
    switch.click()
    expect(page.get_by_text("MB in")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Download \d+ MB")).click()


def test_a_hub_in_every_mood(page: Page, server: Server, hub: MoodyHub) -> None:
    hub.mood = "slow"
    ask_for_it(page, server)
    expect(page.get_by_text(re.compile(r"of 39 MB, [\d.]+ MB/s, .* left"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text(f"{TITLE}: ").filter(has_text="stopped")).to_be_visible()
    hub.mood = "cut"
    ask_for_it(page, server)
    expect(page.get_by_text(f"{TITLE}: ").filter(has_text="failed")).to_be_visible()
    hub.mood = "wrong"
    ask_for_it(page, server)
    expect(page.get_by_text("is not the file that the hub describes")).to_be_visible()
    hub.mood = "well"
    ask_for_it(page, server)
    expect(page.get_by_text("it is here and was compared with what the hub states")).to_be_visible()
    page.goto(f"{server.url}/masked_word?model=bert-mini")
    expect(page.locator("[data-testid=stVegaLiteChart] :is(canvas, svg.marks)")).to_be_visible()

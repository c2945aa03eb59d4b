"""Downloads as a reader sees them, from a hub on this machine that is slow, breaks off, or sends another file than it describes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from safetensors.torch import load_file, save

from benchmarks.serving import ROOT, Server, streamlit_server
from bertplay.models.bundled_models import BUNDLED_FOLDER
from tests.browser.pages import CHART
from tests.small_hub import Repo, SmallHub, serving

LISTED, OTHER = "google/bert_uncased_L-4_H-256_A-4", "someone/of-their-own"
TITLE = "BERT-Mini"


@pytest.fixture(scope="module")
def hub() -> Iterator[SmallHub]:
    """It has the bundled BERT in float32, under two names: one of the list, and another."""
    folder = BUNDLED_FOLDER / "bert"
    files = {name: (folder / name).read_bytes() for name in ("config.json", "tokenizer.json", "tokenizer_config.json")}
    weights = {name: weight.float() for name, weight in load_file(folder / "model.safetensors").items()}
    files["model.safetensors"] = save(weights, metadata={"format": "pt"})
    with serving(SmallHub(**{LISTED: Repo(files), OTHER: Repo(files)})) as running:
        yield running


@pytest.fixture(scope="module")
def server(hub: SmallHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that uses this hub in place of the real one."""
    environment = {"HF_ENDPOINT": hub.url, "BERTPLAY_HUB_DIR": str(tmp_path_factory.mktemp("hub")), "BERTPLAY_HUB": "any"}
    with streamlit_server(ROOT / "app.py", environment=environment) as running:
        yield running


def ask_for_it(page: Page, server: Server, typed: str, option: str) -> None:
    """Choose or paste a model, see its size, start the download."""
    page.goto(f"{server.url}/models?tab=download")
    box = page.get_by_label("A model on the Hugging Face hub")
    box.click()
    box.fill(typed)
    page.get_by_role("option", name=option).click()
    expect(page.get_by_text("MB in 4 files; licence: apache-2.0.")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Download \d+ MB")).click()


def test_a_hub_in_every_mood(page: Page, server: Server, hub: SmallHub) -> None:
    repo = hub.repos[LISTED]
    repo.mood = "slow"
    ask_for_it(page, server, TITLE, TITLE)
    expect(page.get_by_text(re.compile(r"of 92 MB, [\d.]+ MB/s, .* left"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text(f"{TITLE}: ").filter(has_text="stopped")).to_be_visible()
    repo.mood = "cut"
    ask_for_it(page, server, TITLE, TITLE)
    expect(page.get_by_text("was lost during the download")).to_be_visible()
    repo.mood = "wrong"
    ask_for_it(page, server, TITLE, TITLE)
    expect(page.get_by_text("is not the one that the hub describes")).to_be_visible()
    repo.mood = "well"
    ask_for_it(page, server, TITLE, TITLE)
    expect(page.get_by_text("verified against the hub and inspected")).to_be_visible()
    page.goto(f"{server.url}/masked_word?model=bert-mini")
    expect(page.locator(CHART)).to_be_visible()


def test_an_address_is_pasted(page: Page, server: Server) -> None:
    address = f"https://huggingface.co/{OTHER}"
    ask_for_it(page, server, address, f"Add: {address}")
    expect(page.get_by_text("verified against the hub and inspected")).to_be_visible()
    page.get_by_role("link", name="Masked word").last.click()
    expect(page.get_by_test_id("stSidebar").get_by_label("Model", exact=True)).to_have_value(OTHER)
    expect(page.locator(CHART)).to_be_visible()

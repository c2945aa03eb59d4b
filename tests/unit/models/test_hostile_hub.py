"""A malicious hub, or an attacker on the way to it: nothing is written or requested elsewhere, and no wait is endless."""

import time
from pathlib import Path
from typing import Any

import pytest

from bertplay.errors import ModelError, ModelUnavailable
from bertplay.models.download import download
from bertplay.models.hub import ask_hub
from bertplay.models.progress import ignore_progress
from bertplay.models.spec import Hub
from bertplay.settings import Settings
from tests.small_hub import SmallHub, serving, sibling

TINY = Hub("someone/tiny")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(hub_dir=tmp_path / "hub")


def listing(hub: SmallHub, **lies: Any) -> list[dict[str, Any]]:
    """The listing of the tiny model, with something else about its weights."""
    files = hub.repos["someone/tiny"].files
    return [sibling(name, data) | (lies if name == "model.safetensors" else {}) for name, data in files.items()]


@pytest.mark.parametrize(
    "lie", [{"sha": "../../../somewhere"}, {"sha": None}, {"id": "../../somewhere"}, {"id": "a--b/c"}, {"id": 5}], ids=str
)
def test_no_name_of_the_hub_leads_out_of_its_folder(lie: dict[str, Any], hub: SmallHub, settings: Settings) -> None:
    hub.repos["someone/tiny"].lies = lie
    with pytest.raises(ModelUnavailable, match="someone/tiny"):
        ask_hub(TINY, settings)
    assert not settings.hub_dir.exists()


@pytest.mark.parametrize(
    "lie",
    [
        {"size": "12"},
        {"size": -1},
        {"size": 1e300},
        {"size": True},
        {"rfilename": ["model.safetensors"]},
        {"lfs": {"sha256": "../../../../x", "size": 1, "pointerSize": 1}},
        {"lfs": 5},
    ],
    ids=str,
)
def test_a_listing_that_makes_no_sense_is_refused(lie: dict[str, Any], hub: SmallHub, settings: Settings) -> None:
    hub.repos["someone/tiny"].lies = {"siblings": listing(hub, **lie)}
    with pytest.raises(ModelUnavailable, match="someone/tiny"):
        ask_hub(TINY, settings)


def test_a_weight_of_a_quadrillion_bytes_finds_no_room(hub: SmallHub, settings: Settings) -> None:
    hub.repos["someone/tiny"].lies = {"siblings": listing(hub, size=10**15)}
    with pytest.raises(ModelUnavailable, match="MB"):
        download(ask_hub(TINY, settings), settings, ignore_progress)


def test_a_file_that_does_not_end_is_left_after_its_size(hub: SmallHub, settings: Settings) -> None:
    """The hub promises 1,000 bytes and sends all: a part of them, at most one portion longer, is received and discarded."""
    hub.repos["someone/tiny"].lies = {"siblings": listing(hub, size=1_000, lfs=None, blobId=None)}
    offer = ask_hub(TINY, settings)
    with pytest.raises(ModelUnavailable, match="not the one that the hub describes"):
        download(offer, settings, ignore_progress)
    assert not any(settings.hub_dir.rglob("*.safetensors*"))


def test_of_a_hundred_thousand_files_those_that_are_read_come(hub: SmallHub, settings: Settings) -> None:
    names = ["../config.json", "/etc/passwd", "..\\config.json", "config.json/..", *(f"evil/{i}/config.json" for i in range(100_000))]
    hub.repos["someone/tiny"].lies = {"siblings": [*listing(hub), *({"rfilename": name, "size": 1} for name in names)]}
    began = time.process_time()
    offer = ask_hub(TINY, settings)
    assert set(offer.files) == {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
    assert time.process_time() - began < 20


def test_a_config_that_drips_is_not_waited_for(hub: SmallHub, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bertplay.models.hub.SECONDS_OF_CONFIG", 0.5)
    repo = hub.repos["someone/tiny"]
    repo.mood, repo.portion = "drip", 1  # twelve seconds in all
    with pytest.raises(ModelUnavailable, match="silent for too long"):
        ask_hub(TINY, settings)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://169.254.169.254/latest", "ftp://127.0.0.1/x", "//127.0.0.1:1/x", "gopher:x"]
)
def test_a_redirect_leads_to_the_hub_or_to_encrypted_storage(address: str, hub: SmallHub, settings: Settings) -> None:
    hub.repos["someone/tiny"].stored_at = address
    with pytest.raises(ModelError, match="redirects to an address that is not encrypted"):
        download(ask_hub(TINY, settings), settings, ignore_progress)


def test_a_redirect_asks_no_other_service_of_this_machine(hub: SmallHub, settings: Settings) -> None:
    with serving(SmallHub()) as other:
        hub.repos["someone/tiny"].stored_at = f"{other.url}/administrator?key=x"
        with pytest.raises(ModelError, match="not encrypted"):
            download(ask_hub(TINY, settings), settings, ignore_progress)
        assert other.asked == []


def test_redirects_in_a_circle_end(hub: SmallHub, settings: Settings) -> None:
    hub.repos["someone/tiny"].stored_at = "/someone/tiny/resolve/main/model.safetensors"
    with pytest.raises(ModelError, match="redirects"):
        download(ask_hub(TINY, settings), settings, ignore_progress)

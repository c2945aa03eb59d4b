"""Downloads in the background, against a hub of our own that is slow, cut off, or serves a wrong file."""

import json
import time
from pathlib import Path

import pytest

from bertplay.errors import BadInput, ModelUnavailable, UnknownModel, UnsafeModel
from bertplay.models.catalog import HUB_MODELS, catalog, find_model
from bertplay.models.download import ask_hub, download, hub_folder
from bertplay.models.downloads import Downloads, DownloadView, rate_of
from bertplay.models.inspection import inspect_folder
from bertplay.models.own_folders import add_folder
from bertplay.models.progress import silent
from bertplay.models.spec import Hub, ModelSpec
from bertplay.settings import Settings
from tests.unit.models.test_download import Answers, SmallHub, hub, no_hub

__all__ = ["hub", "no_hub"]

SPEC = ModelSpec("tiny", "Tiny", HUB_MODELS[0].family, Hub("someone/tiny"), HUB_MODELS[0].abilities, 2, 32, 0, 64, "none")
LARGE = "model.safetensors"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(models_dir=tmp_path / "own", hub_dir=tmp_path / "hub")


def until(downloads: Downloads, wanted: str, seconds: float = 60) -> DownloadView:
    end = time.monotonic() + seconds
    while (view := downloads.views()[0]).state != wanted:
        assert time.monotonic() < end, view
        time.sleep(0.02)
    return view


def trickle(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The weights come in small portions, with a pause before each."""

    def write(answers: Answers, data: bytes) -> None:
        for start in range(0, len(data), 4096):
            time.sleep(seconds)
            answers.wfile.write(data[start : start + 4096])

    change_the_weights(monkeypatch, write)


def change_the_weights(monkeypatch: pytest.MonkeyPatch, write: object) -> None:
    """Let `write` send the body of the weights, after headers that promise all of it."""
    stock = Answers.send

    def send(self: Answers, name: str) -> None:
        if name != LARGE or self.command != "GET":
            stock(self, name)
            return
        write(self, self.promise_rest(name))  # type: ignore[operator]

    monkeypatch.setattr(Answers, "send", send)


def test_an_offer_says_how_much_would_come(hub: SmallHub, settings: Settings) -> None:
    offer = Downloads(settings).offer(SPEC)
    assert offer.bytes == sum(len(data) for name, data in hub.files.items() if name in offer.files)
    assert LARGE in offer.files
    assert "pytorch_model.bin" not in offer.files


def test_a_slow_hub_has_a_rate_and_a_time_left_and_can_be_stopped(
    hub: SmallHub, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.files[LARGE] += b"\0" * 2_000_000
    trickle(monkeypatch, 0.02)
    monkeypatch.setattr("bertplay.models.download.TELL_SECONDS", 0.05)
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 4096)
    downloads = Downloads(settings)
    downloads.start(SPEC, downloads.offer(SPEC))
    end = time.monotonic() + 30
    while not (view := downloads.views()[0]).rate:
        assert time.monotonic() < end, view
        time.sleep(0.02)
    assert 0 < view.arrived < view.total
    assert view.seconds_left == pytest.approx((view.total - view.arrived) / view.rate)
    downloads.stop("tiny")
    stopped = until(downloads, "stopped")
    assert "was stopped" in stopped.reason
    assert not hub_folder(Hub("someone/tiny"), settings.hub_dir).exists()


def test_a_cut_download_is_noticed_and_goes_on(hub: SmallHub, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is cut in the middle of the weights, again and again until it is not."""
    cuts: list[int] = []

    def write(answers: Answers, data: bytes) -> None:
        cuts.append(len(data))
        answers.wfile.write(data[: len(data) // 2] if len(cuts) < 3 else data)
        answers.close_connection = True

    change_the_weights(monkeypatch, write)
    downloads = Downloads(settings)
    for _ in range(4):
        downloads.start(SPEC, downloads.offer(SPEC))
        while downloads.views()[0].state == "downloading":
            time.sleep(0.02)
        if downloads.views()[0].state == "done":
            break
        assert not hub_folder(Hub("someone/tiny"), settings.hub_dir).exists()
    folder = hub_folder(Hub("someone/tiny"), settings.hub_dir)
    assert (folder / LARGE).read_bytes() == hub.files[LARGE]
    assert inspect_folder(folder).sizes.layers == 2
    assert len(cuts) >= 3


def test_a_wrong_file_is_thrown_away_and_never_served(hub: SmallHub, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    good = ask_hub(SPEC, Hub("someone/tiny"))
    stated = {LARGE: "0" * 64}
    monkeypatch.setattr("bertplay.models.download.ask_hub", lambda *_: type(good)(good.revision, good.files, stated))
    with pytest.raises(ModelUnavailable, match=r"model.safetensors of Tiny is not the file that the hub describes"):
        download(SPEC, Hub("someone/tiny"), settings.hub_dir, offline=False, progress=silent)
    assert not hub_folder(Hub("someone/tiny"), settings.hub_dir).exists()
    assert list(settings.hub_dir.rglob(LARGE)) == []


def test_the_digests_of_the_hub_are_compared(tmp_path: Path) -> None:
    from bertplay.models.download import is_as_stated

    file = tmp_path / "file"
    file.write_bytes(b"hello\n")
    assert is_as_stated(file, "ce013625030ba8dba906f756967f9e9ca394464a")  # git hash-object
    assert is_as_stated(file, "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")
    assert is_as_stated(file, "")
    assert not is_as_stated(file, "0" * 40)
    assert not is_as_stated(file, "0" * 64)


@pytest.mark.usefixtures("no_hub")
def test_without_the_network_it_says_so_at_once(settings: Settings) -> None:
    began = time.monotonic()
    with pytest.raises(ModelUnavailable, match="Connect to the network"):
        Downloads(settings).offer(SPEC)
    assert time.monotonic() - began < 5


def test_offline_asks_nobody(hub: SmallHub, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="BERTPLAY_OFFLINE"):
        Downloads(Settings(hub_dir=tmp_path, offline=True)).offer(SPEC)
    assert hub.asked == []


def test_rates() -> None:
    assert rate_of([(0.0, 0), (2.0, 10)]) == 5.0
    assert rate_of([(0.0, 0)]) is None
    assert rate_of([(1.0, 0), (1.0, 9)]) is None


def test_a_folder_is_kept_only_when_it_passes(tiny_folder: Path, settings: Settings) -> None:
    files = {file.name: file.read_bytes() for file in tiny_folder.iterdir()} | {"evil.py": b"raise", "pytorch_model.bin": b"pickle"}
    assert add_folder("mine", files, settings).sizes.layers == 2
    assert find_model("local/mine", settings).layers == 2
    assert not (settings.models_dir / "mine" / "evil.py").exists()
    with pytest.raises(BadInput, match="already"):
        add_folder("mine", files, settings)
    spoiled = json.loads(files["config.json"]) | {"auto_map": {"AutoModel": "evil.Evil"}}
    with pytest.raises(UnsafeModel, match="auto_map"):
        add_folder("other", files | {"config.json": json.dumps(spoiled).encode()}, settings)
    with pytest.raises(UnknownModel):
        add_folder("../other", files, settings)
    assert [path.name for path in settings.models_dir.iterdir()] == ["mine"]
    assert [entry.id for entry in catalog(settings) if entry.id.startswith("local/")] == ["local/mine"]

"""Downloads in the background, against a hub of our own; and folders that somebody uploads."""

import json
from pathlib import Path

import pytest

from bertplay.errors import BadInput, UnknownModel, UnsafeModel
from bertplay.models.catalog import catalog, find_model
from bertplay.models.downloaded import folders, hub_folder
from bertplay.models.downloads import Downloads, DownloadView, rate_of
from bertplay.models.local_models import add_local_model
from bertplay.models.spec import Hub
from bertplay.settings import Settings
from tests.small_hub import SmallHub
from tests.waiting import until

TINY = Hub("someone/tiny")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(models_dir=tmp_path / "own", hub_dir=tmp_path / "hub")


def ended(downloads: Downloads) -> DownloadView:
    """The download when it is over, however it ended."""
    until(lambda: downloads.views()[0].state not in ("downloading", "stopping"))
    return downloads.views()[0]


def test_a_slow_hub_has_a_rate_and_a_time_left_and_can_be_stopped(
    hub: SmallHub, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.repos["someone/tiny"].mood, hub.repos["someone/tiny"].portion = "slow", 64  # a minute in all
    monkeypatch.setattr("bertplay.models.download.REPORT_SECONDS", 0.05)
    downloads = Downloads(settings)
    downloads.start(downloads.offer(TINY))
    until(lambda: downloads.views()[0].rate is not None)
    view = downloads.views()[0]
    assert view.rate
    assert 0 < view.arrived < view.total
    assert view.seconds_left == pytest.approx((view.total - view.arrived) / view.rate)
    assert downloads.is_running("someone/tiny")
    downloads.stop("someone/tiny")
    stopped = ended(downloads)
    assert stopped.state == "stopped"
    assert "was stopped" in stopped.reason
    assert not hub_folder("someone/tiny", settings).exists()
    hub.repos["someone/tiny"].mood = "well"
    downloads.start(downloads.offer(TINY))
    done = ended(downloads)
    assert (done.state, done.arrived) == ("done", view.total)
    assert find_model("someone/tiny", settings).layers == 2
    downloads.forget("someone/tiny")
    assert downloads.views() == ()


def test_a_download_that_fails_says_why(hub: SmallHub, settings: Settings) -> None:
    downloads = Downloads(settings.model_copy(update={"hub_mb": 0}))
    downloads.start(downloads.offer(TINY))
    failed = ended(downloads)
    assert failed.state == "failed"
    assert "for downloads are left" in failed.reason


def test_rates() -> None:
    assert rate_of([(0.0, 0), (2.0, 10)]) == 5.0
    assert rate_of([(0.0, 0)]) is None
    assert rate_of([(1.0, 0), (1.0, 9)]) is None


def test_a_folder_stays_only_when_it_passes(tiny_folder: Path, settings: Settings) -> None:
    files = {file.name: file.read_bytes() for file in tiny_folder.iterdir()} | {"evil.py": b"raise", "pytorch_model.bin": b"pickle"}
    assert add_local_model("mine", files, settings).sizes.layers == 2
    assert find_model("local/mine", settings).layers == 2
    assert not (settings.models_dir / "mine" / "evil.py").exists()
    with pytest.raises(BadInput, match="already"):
        add_local_model("mine", files, settings)
    spoiled = json.loads(files["config.json"]) | {"auto_map": {"AutoModel": "evil.Evil"}}
    with pytest.raises(UnsafeModel, match="auto_map"):
        add_local_model("other", files | {"config.json": json.dumps(spoiled).encode()}, settings)
    with pytest.raises(UnknownModel):
        add_local_model("../other", files, settings)
    assert [path.name for path in folders(settings.models_dir)] == ["mine"]
    assert [entry.id for entry in catalog(settings) if entry.id.startswith("local/")] == ["local/mine"]

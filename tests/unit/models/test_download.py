"""Downloads, with the real client against a hub of our own on localhost: whole, verified, inspected, pinned, within a budget."""

import json
import shutil
from pathlib import Path

import pytest

from bertplay.errors import ModelUnavailable, UnsafeModel
from bertplay.models.catalog import catalog, find_model
from bertplay.models.download import download, folder_of_hub, is_as_stated
from bertplay.models.downloaded import check_room, downloaded, hub_folder, partial_folder, recorded, remove, used_bytes
from bertplay.models.hub import ask_hub
from bertplay.models.inspection import inspect_folder
from bertplay.models.progress import ignore_progress
from bertplay.models.spec import Ability, Hub
from bertplay.settings import Settings
from tests.small_hub import COMMIT, SmallHub

TINY = Hub("someone/tiny")
LARGE = "model.safetensors"
OTHER_COMMIT = "f" * 40


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(hub_dir=tmp_path / "hub", models_dir=tmp_path / "own", runs_dir=tmp_path / "runs")


def get(settings: Settings) -> Path:
    return download(ask_hub(TINY, settings), settings, ignore_progress)


def test_a_download_is_complete_inspected_and_has_its_revision(hub: SmallHub, settings: Settings) -> None:
    steps: list[str] = []
    folder = folder_of_hub(TINY, settings, lambda step, share=None: steps.append(step))
    assert folder == settings.hub_dir / "someone--tiny"
    assert (recorded(folder)["revision"], recorded(folder)["licence"]) == (COMMIT, "apache-2.0")
    wanted = {"config.json", LARGE, "tokenizer.json", "tokenizer_config.json"}
    assert {file.name for file in folder.iterdir()} == wanted | {"manifest.json"}
    assert all((folder / name).read_bytes() == hub.repos["someone/tiny"].files[name] for name in wanted)
    assert inspect_folder(folder).sizes.layers == 2
    assert not partial_folder("someone/tiny", settings).exists()
    assert steps[0] == "asking the hub"
    assert steps[-1] == "inspecting the files"


def test_it_is_a_model_like_any_other(hub: SmallHub, settings: Settings) -> None:
    with pytest.raises(ModelUnavailable, match="python -m bertplay download someone/tiny"):
        find_model("someone/tiny", settings)
    get(settings)
    spec = find_model("someone/tiny", settings)
    assert (spec.id, spec.source, spec.licence) == ("someone/tiny", Hub("someone/tiny", COMMIT), "apache-2.0")
    assert spec.can(Ability.NEXT_SENTENCE)
    [entry] = [entry for entry in catalog(settings) if entry.id == "someone/tiny"]
    assert (entry.is_available, entry.spec) == (True, spec)


def test_what_is_here_is_not_asked_for_again(hub: SmallHub, settings: Settings) -> None:
    first = get(settings)
    hub.asked.clear()
    assert folder_of_hub(TINY, settings.model_copy(update={"hub": "off"}), ignore_progress) == first
    assert hub.asked == []


def test_a_branch_that_moves_does_not_move_the_model(hub: SmallHub, settings: Settings) -> None:
    """Neither during the download, which fetches the commit that was shown, nor afterwards."""
    offer, repo = ask_hub(TINY, settings), hub.repos["someone/tiny"]
    repo.older[COMMIT], repo.commit = repo.files, OTHER_COMMIT
    repo.files = repo.files | {"vocab.txt": b"other"}
    folder = download(offer, settings, ignore_progress)
    assert recorded(folder)["revision"] == COMMIT
    assert not (folder / "vocab.txt").exists()
    assert folder_of_hub(TINY, settings, ignore_progress) == folder
    assert find_model("someone/tiny", settings).source == Hub("someone/tiny", COMMIT)


def test_a_line_that_breaks_is_taken_up_where_it_broke(hub: SmallHub, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bertplay.models.download.SECONDS_BEFORE_ANOTHER", 0.0)
    repo, size = hub.repos["someone/tiny"], len(hub.repos["someone/tiny"].files[LARGE])
    repo.mood = "cut"
    with pytest.raises(ModelUnavailable, match=r"was lost during the download of someone/tiny\. .*resumes"):
        get(settings)
    assert not hub_folder("someone/tiny", settings).exists()
    [left] = downloaded(settings)
    assert (left.repo, left.is_whole) == ("someone/tiny", False)
    assert left.bytes > size * 0.8  # three halves of what was left
    repo.mood = "well"
    hub.asked.clear()
    hub.ranges.clear()
    folder = get(settings)
    assert hub.ranges == [f"bytes={size - -(-size // 8)}-"]
    assert f"/someone/tiny/resolve/{COMMIT}/tokenizer.json" not in hub.asked
    assert (folder / LARGE).read_bytes() == repo.files[LARGE]


def test_a_wrong_file_is_thrown_away_and_never_served(hub: SmallHub, settings: Settings) -> None:
    hub.repos["someone/tiny"].mood = "wrong"
    with pytest.raises(ModelUnavailable, match=r"model.safetensors of someone/tiny is not the one that the hub describes"):
        get(settings)
    assert not hub_folder("someone/tiny", settings).exists()
    assert not list(settings.hub_dir.rglob(f"{LARGE}*"))
    hub.repos["someone/tiny"].mood = "well"
    assert inspect_folder(get(settings)).sizes.layers == 2


def test_what_was_begun_at_another_revision_is_not_mixed_in(hub: SmallHub, settings: Settings) -> None:
    part = partial_folder("someone/tiny", settings)
    part.mkdir(parents=True)
    (part / "vocab.txt").write_text("of another revision", "utf-8")
    (part / "config.json").write_text("{}", "utf-8")
    folder = get(settings)
    assert not (folder / "vocab.txt").exists()
    assert inspect_folder(folder).sizes.layers == 2


def test_what_inspection_refuses_is_deleted_and_never_offered(hub: SmallHub, settings: Settings) -> None:
    """The configuration fits the hub's description, but not the weights."""
    files = hub.repos["someone/tiny"].files
    files["config.json"] = json.dumps(json.loads(files["config.json"]) | {"num_hidden_layers": 3}).encode()
    with pytest.raises(UnsafeModel, match=r"'someone--tiny' is refused: config.json: it says 3 layers, and the weights have 2"):
        get(settings)
    assert downloaded(settings) == ()
    assert all(entry.id != "someone/tiny" for entry in catalog(settings))


def test_gated_files_of_a_repository_that_anybody_may_list(hub: SmallHub, settings: Settings) -> None:
    offer, repo = ask_hub(TINY, settings), hub.repos["someone/tiny"]
    repo.status, repo.gated = 403, "auto"
    with pytest.raises(ModelUnavailable, match="someone/tiny is gated"):
        download(offer, settings, ignore_progress)
    assert downloaded(settings)[0].bytes == 0


def test_a_folder_that_is_no_whole_download_is_not_offered(tiny_folder: Path, settings: Settings) -> None:
    shutil.copytree(tiny_folder, settings.hub_dir / "someone--copied")
    assert all(entry.id != "someone/copied" for entry in catalog(settings))
    with pytest.raises(ModelUnavailable, match="not on this machine"):
        find_model("someone/copied", settings)


def test_a_large_model_does_not_come_by_itself(hub: SmallHub, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bertplay.models.hub.LARGE_BYTES", 1000)
    with pytest.raises(ModelUnavailable, match=r"which must be confirmed\. .*python -m bertplay download someone/tiny"):
        folder_of_hub(TINY, settings, ignore_progress)
    assert not settings.hub_dir.exists()


def test_the_budget_is_respected_and_says_what_is_left(hub: SmallHub, settings: Settings) -> None:
    small = settings.model_copy(update={"hub_mb": 0})
    with pytest.raises(ModelUnavailable, match=r"only 0 of the 0 MB for downloads are left\. Remove a downloaded model"):
        get(small)
    assert not any("safetensors" in path for path in hub.asked)
    get(settings)
    used = used_bytes(settings)
    assert used == sum(one.bytes for one in downloaded(settings)) > 100_000
    tight = settings.model_copy(update={"hub_mb": 1})
    check_room("someone/other", 1_000_000 - used, tight)
    for needed, reserved in [(1_000_001 - used, 0), (1_000_000 - used, 1)]:
        with pytest.raises(ModelUnavailable, match="for downloads"):
            check_room("someone/other", needed, tight, reserved)


def test_a_full_disk_is_noticed_beforehand(settings: Settings) -> None:
    with pytest.raises(ModelUnavailable, match=r"MB on disk, and .* MB are free"):
        check_room("someone/tiny", 1 << 60, settings.model_copy(update={"hub_mb": 10**15}))


def test_what_was_downloaded_can_be_removed(hub: SmallHub, settings: Settings) -> None:
    get(settings)
    assert remove("someone/tiny", settings) == pytest.approx(used_bytes(settings) or 140_000, rel=0.5)
    assert used_bytes(settings) == 0
    assert downloaded(settings) == ()
    with pytest.raises(ModelUnavailable, match="has not been downloaded"):
        remove("someone/tiny", settings)
    assert inspect_folder(get(settings)).sizes.layers == 2


def test_the_digests_of_the_hub_are_compared(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"hello\n")
    assert is_as_stated(file, "ce013625030ba8dba906f756967f9e9ca394464a")  # git hash-object
    assert is_as_stated(file, "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")
    assert is_as_stated(file, "")
    assert not is_as_stated(file, "0" * 40)
    assert not is_as_stated(file, "0" * 64)

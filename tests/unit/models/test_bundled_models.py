"""The bundled models are found in both places, and what is not installed is not offered."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.errors import ModelUnavailable
from bertplay.models import bundled_models
from bertplay.models.bundled_models import BUNDLED_FOLDER, bundled_folder, bundled_roots, is_inside
from bertplay.models.catalog import catalog, find_model
from bertplay.models.checkpoints import checkpoints_of


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path, and bertplay as its wheel has it: with one model. The folder bertplay_models in it is found when it is made."""
    (tmp_path / "bundled").mkdir()
    (tmp_path / "bundled" / "bert").symlink_to(BUNDLED_FOLDER / "bert")
    monkeypatch.setattr(bundled_models, "BUNDLED_FOLDER", tmp_path / "bundled")
    monkeypatch.syspath_prepend(tmp_path)
    bundled_roots.cache_clear()
    yield tmp_path
    bundled_roots.cache_clear()


def test_a_model_that_is_not_installed_is_not_offered_and_says_how_to_install_it(wheel: Path) -> None:
    assert [entry.id for entry in catalog() if entry.id in ("bert", "roberta", "xlnet")] == ["bert"]
    for name in ("roberta", "checkpoint/bert-scratch.31179149"):
        with pytest.raises(ModelUnavailable, match=r"bertplay\[models\]"):
            find_model(name)
    assert checkpoints_of("bert-scratch") == ()


def test_the_second_distribution_brings_its_models(wheel: Path) -> None:
    shutil.copytree(BUNDLED_FOLDER / "xlnet", wheel / "bertplay_models" / "xlnet")
    bundled_roots.cache_clear()
    assert bundled_folder("xlnet") == wheel / "bertplay_models" / "xlnet"
    assert is_inside(bundled_folder("xlnet"))
    assert not is_inside(wheel)
    assert [entry.id for entry in catalog() if entry.id in ("bert", "roberta", "xlnet")] == ["bert", "xlnet"]
    assert find_model("xlnet").title == "Our small XLNet"

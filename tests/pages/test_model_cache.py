"""The page that shows the shared model cache."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.models.downloads import DownloadView
from bertplay.settings import Settings
from bertplay.ui.parts.model_cache_downloads import duration, in_words

ROOT = Path(__file__).resolve().parents[2]


def test_the_loaded_model_is_listed_and_can_be_freed() -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    page.switch_page("pages/model_cache.py").run()
    assert not page.exception
    table = page.dataframe[0].value
    assert "bert" in list(table["model"])  # others of this process may be there as well
    assert float(table["MiB"][table["model"] == "bert"].iloc[0]) > 1
    page.button[0].click().run()
    assert not page.exception
    assert page.info[0].value == "No model is loaded now."


def test_a_model_is_loaded_and_freed_by_itself() -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    page.switch_page("pages/model_cache.py").run()
    next(button for button in page.button if button.label == "Load").click().run()
    assert not page.exception
    free = next(button for button in page.button if button.label == "Free bert")
    free.click().run()
    assert not page.exception
    assert "Free bert" not in [button.label for button in page.button]


def test_offline_says_so_at_once_and_the_licence_stands_before_the_download(monkeypatch: pytest.MonkeyPatch) -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    page.switch_page("pages/model_cache.py").run()
    assert any("Licence: Apache-2.0" in text.value for text in page.text)
    monkeypatch.setattr("bertplay.ui.parts.model_cache_downloads.get_settings", lambda: Settings(offline=True))
    page.run()
    assert any("BERTPLAY_OFFLINE forbids downloads" in info.value for info in page.info)


@pytest.mark.parametrize(("seconds", "words"), [(39, "39 s"), (140, "2 min 20 s"), (7300, "2 h 1 min")])
def test_time_left_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_download_in_words() -> None:
    view = DownloadView("m", "M", "downloading", 120_000_000, 440_000_000, 8_200_000.0, 39.0)
    assert in_words(view) == "120 of 440 MB, 8.2 MB/s, 39 s left"

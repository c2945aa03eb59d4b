"""The page that shows the shared model cache."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from bertplay.models.downloads import DownloadView
from bertplay.settings import Settings
from bertplay.ui.parts.model_cache_downloads import duration, in_words
from tests.pages.conftest import Open

ROOT = Path(__file__).resolve().parents[2]


def test_the_loaded_model_is_listed_and_can_be_freed() -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    page.switch_page("pages/model_cache.py").run()
    assert not page.exception
    table = page.dataframe[0].value
    assert "bert" in list(table["id"])  # others of this process may be there as well
    assert float(table["MiB"][table["id"] == "bert"].iloc[0]) > 1
    assert "Our small BERT" in list(table["model"])
    button(page, "Free all that nobody uses").click().run()
    assert not page.exception
    assert page.info[0].value == "No model is loaded now."


def button(page: AppTest, label: str) -> Button:
    return next(one for one in page.button if one.label == label)


def loaded(page: AppTest) -> list[str]:
    """The ids in the table; none when nothing is loaded."""
    return [id_ for table in page.dataframe for id_ in table.value["id"]]


def test_a_model_is_loaded_and_freed_by_itself() -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    page.switch_page("pages/model_cache.py").run()
    page.selectbox(key="cache_model").select("bert").run()
    button(page, "Load").click().run()
    assert not page.exception
    page.selectbox(key="cache_loaded").select("bert").run()
    button(page, "Free it").click().run()
    assert not page.exception
    assert "bert" not in loaded(page)


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


def test_the_reason_against_a_folder_is_told_in_the_language_of_the_page(
    open_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One verdict, kept once in English, for readers of both languages."""
    (tmp_path / "odd").mkdir()
    monkeypatch.setattr("bertplay.models.catalog.get_settings", lambda: Settings(models_dir=tmp_path))
    for lang, reason in {"en": "it is missing", "fr": "il manque"}.items():
        page = open_at("model_cache", lang=lang)
        assert not page.exception
        [verdict] = [text.value for text in page.text if text.value.startswith("✗ local/odd")]
        assert reason in verdict

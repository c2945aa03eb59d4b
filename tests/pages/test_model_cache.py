"""The page that shows the shared model cache."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def test_the_loaded_model_is_listed_and_can_be_freed() -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    page.switch_page("pages/model_cache.py").run()
    assert not page.exception
    table = page.dataframe[0].value
    assert list(table["model"]) == ["bert"]
    assert table["MiB"][0] > 1
    page.button[0].click().run()
    assert not page.exception
    assert page.info[0].value == "No model is loaded now."

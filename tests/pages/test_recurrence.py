"""The page of the race, without a browser."""

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import ROOT


def test_the_race_is_run_when_it_is_asked_for() -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("pages/recurrence.py")
    page.run()
    assert not page.exception
    assert len(page.dataframe) == 0
    page.button[0].click().run()
    assert not page.exception
    assert page.dataframe[0].value["tokens"].tolist() == [16, 32, 64, 128, 256, 512]
    assert page.text[0].value.startswith("At 512 tokens attention is")

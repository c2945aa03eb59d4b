"""The pretraining page, without a browser."""

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import ROOT, written_as_markup

NASTY = "<img src=x onerror=alert(1)> ![](http://x) $x$ :red[x] the cat sat on the mat"


def open_page(**link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("pages/pretraining.py")
    page.query_params.update(link)
    return page.run()


def test_the_reader_guesses_and_both_are_scored() -> None:
    page = open_page(seed="4")
    assert not page.exception
    page.text_input[0].input("letter")
    page.button[0].click().run()
    said = " ".join(text.value for text in page.text)
    assert "You:" in said
    assert "The model on all chosen pieces" in said
    assert "Masked perplexity" in said
    assert len(page.dataframe) == 1


def test_another_draw_starts_another_round() -> None:
    page = open_page()
    page.button[0].click().run()
    assert len(page.dataframe) == 1
    page.number_input[0].set_value(7).run()
    assert len(page.dataframe) == 0


def test_markup_stays_text_and_a_mask_is_explained() -> None:
    page = open_page(play=NASTY)
    page.button[0].click().run()
    assert not page.exception
    assert "onerror" not in written_as_markup(page)
    page = open_page(play="the [MASK] sat")
    assert "already" in " ".join(text.value for text in page.text)


def test_an_empty_text_is_no_error() -> None:
    page = open_page(play=" ")
    assert not page.exception
    assert page.info[0].value.startswith("Type a text")


def test_the_curves_are_a_link() -> None:
    page = open_page(show="curves", measure="pair")
    assert not page.exception
    assert "plateau" in " ".join(caption.value for caption in page.caption)
    assert page.query_params["measure"] in ("pair", ["pair"])

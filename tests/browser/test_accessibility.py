"""Every page for everybody: nothing serious that axe finds, by day and by night, nothing wider than a telephone, and the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import ROOT, Server
from tests.browser.pages import expect_nothing_serious
from tests.browser.rest import expect_rest

PAGES = sorted(file.stem for file in (ROOT / "pages").glob("*.py"))
HOME = "home"
NARROW = {"width": 390, "height": 844}
NAVIGATION = "[data-testid=stSidebarNav]"
"""Streamlit's own list of pages puts a div between ul and li; nothing that is ours can change it."""
FIGURES = "[data-testid=stMain] :is(.stVegaLiteChart, [role=img])"
"""Charts by vega, and whatever else calls itself an image; pictures in a button are named by the button."""
SAYS_SOMETHING = re.compile(r"\w{2}.* .*\w{2}")


def open_page(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/{'' if name == HOME else name}")
    expect(page.locator("[data-testid=stMain] h1")).to_be_visible()
    expect_rest(page)
    expect_described(page)


def expect_described(page: Page) -> None:
    """Every figure has a name that is read aloud. A browser draws after the script has ended."""
    for figure in page.locator(FIGURES).all():
        expect(figure).to_have_attribute("aria-label", SAYS_SOMETHING)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_and_a_telephone_shows_all(page: Page, server: Server, name: str) -> None:
    open_page(page, server, name)
    expect_nothing_serious(page, NAVIGATION)
    page.emulate_media(color_scheme="dark")
    open_page(page, server, name)
    expect_nothing_serious(page, NAVIGATION)
    page.set_viewport_size(NARROW)
    page.wait_for_function(f"document.querySelector('[data-testid=stMain]').scrollWidth <= {NARROW['width']}")


def test_a_telephone_shows_the_tab_that_a_link_opens(page: Page, server: Server) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{server.url}/ten_questions?tab=practice")
    expect(page.get_by_role("tab", name="10. Practice")).to_be_in_viewport(ratio=0.9)
    expect(page.get_by_role("tab", name="1. BERT")).not_to_be_in_viewport()


def test_the_list_of_pages_shows_where_the_keyboard_is(page: Page, server: Server) -> None:
    open_page(page, server, "lesson")
    links = page.locator(NAVIGATION).get_by_role("link")
    links.nth(1).focus()
    page.keyboard.press("Tab")
    expect(links.nth(2)).to_have_css("outline-style", "solid")
    page.keyboard.press("Tab")
    expect(links.nth(2)).to_have_css("outline-style", "none")


def test_a_word_is_hidden_by_the_keyboard_alone(page: Page, server: Server) -> None:
    open_page(page, server, "masked_word")
    word = page.locator("button.part").filter(has_text="inside")
    expect(word).to_be_visible()
    page.get_by_label("Sentence", exact=True).focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if word.evaluate("element => element.getRootNode().activeElement === element"):
            break
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('hide=')")
    expect(page.locator("button.part[aria-pressed=true]")).not_to_have_count(0)

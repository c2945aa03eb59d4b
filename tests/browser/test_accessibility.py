"""Accessibility of every tab: axe finds nothing serious in light or dark mode; nothing is cut off on a phone; the keyboard is enough."""

import re
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from benchmarks.serving import Server
from tests.browser.pages import expect_nothing_serious
from tests.browser.rest import expect_rest
from tests.pages.pages_of_app import tabs_of_app

HOME = "home"
NARROW = {"width": 360, "height": 800}
CUT = """() => {
    const main = document.querySelector("[data-testid=stMain]"), width = innerWidth + 1
    const box = (element) => element.getBoundingClientRect()
    const scrolls = (element) => getComputedStyle(element).overflowX === "auto" && element !== main
    const is_kept = (element) => element.closest("svg, input, .js-plotly-plot") !== null
    const parents = (element) => (element === main ? [] : [element.parentElement, ...parents(element.parentElement)])
    const beyond = [...main.querySelectorAll("*")].filter(
        (one) => box(one).width && box(one).right > width && !is_kept(one) && !parents(one).some(scrolls))
    const texts = [...main.querySelectorAll("svg.marks text")].filter((one) => {
        const [text, figure] = [box(one), box(one.ownerSVGElement)]
        return text.width && (text.right > figure.right + 3 || text.left < figure.left - 3)
    })
    return [...beyond, ...texts].map((one) => `${one.tagName} ${one.textContent.slice(0, 60)}`)
}"""
"""What of a page is beyond the screen and in nothing that scrolls, and which text is beyond its figure."""
NAVIGATION = "[data-testid=stSidebarNav]"
"""Streamlit's own list of pages puts a div between ul and li; nothing that is ours can change it."""
FIGURES = "[data-testid=stMain] :is(.stVegaLiteChart, [role=img])"
"""Charts by vega, and whatever else calls itself an image; pictures in a button are named by the button."""
SAYS_SOMETHING = re.compile(r"\w{2}.* .*\w{2}")


def open_page(page: Page, server: Server, name: str, tab: str = "", language: str = "en") -> None:
    values = {"lang": language} | ({"tab": tab} if tab else {})
    page.goto(f"{server.url}/{'' if name == HOME else name}?{urlencode(values)}")
    expect(page.locator("[data-testid=stMain] h1")).to_be_visible()
    expect_rest(page)
    expect_described(page)


def expect_described(page: Page) -> None:
    """Every figure has a name that is read aloud. A browser draws after the script has ended."""
    for figure in page.locator(FIGURES).all():
        expect(figure).to_have_attribute("aria-label", SAYS_SOMETHING)


@pytest.mark.parametrize("names", tabs_of_app(), ids="/".join)
def test_axe_finds_nothing_serious_and_a_telephone_cuts_nothing(page: Page, server: Server, names: tuple[str, str]) -> None:
    open_page(page, server, *names)
    expect_nothing_serious(page, NAVIGATION)
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    open_page(page, server, *names, language="fr")
    expect_nothing_serious(page, NAVIGATION)
    with suppress(TimeoutError):
        page.wait_for_function(f"({CUT})().length === 0")
    assert page.evaluate(CUT) == []


def test_a_table_fades_where_a_telephone_shows_no_more_of_it(page: Page, server: Server) -> None:
    page.set_viewport_size(NARROW)
    open_page(page, server, "models", "overview")
    table = page.locator("[data-testid=stDataFrame]")
    expect(table).to_have_css("mask-image", re.compile("gradient"))
    table.locator(".dvn-scroller").evaluate("scroller => scroller.scrollTo(scroller.scrollWidth, 0)")
    expect(table).to_have_css("mask-image", "none")


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

"""Checks that several browser tests share. All of them wait, because a page is drawn piece by piece and the machine may be busy."""

from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlparse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.rest import expect_rest
from tests.waiting import until

CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
PLOTLY = ".js-plotly-plot"
TAKEAWAY = ".takeaway"
SAID = "[data-testid=stMain] [data-testid=stText]"
IMAGES = "img:not([data-testid=stLogo], [data-testid=stHeaderLogo], [data-testid=stSidebarLogo])"
HAVE_THEIR_COLOURS = "!document.getAnimations().some((one) => one instanceof CSSTransition)"


def link_in(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(url).query, keep_blank_values=True).items()}


def expect_link(page: Page, **link: str) -> None:
    """Wait until the address has exactly these names and values."""
    with suppress(TimeoutError):
        page.wait_for_url(lambda url: link_in(url) == link)
    assert link_in(page.url) == link


def show_no_markup(page: Page) -> None:
    """Nothing that was typed became an image, a formula, a script or a colour."""
    expect_rest(page)
    expect(page.locator(IMAGES)).to_have_count(0)
    expect(page.locator(".katex, main script, [data-testid=stMarkdown] [style*=color]:not(.stMarkdownBadge)")).to_have_count(0)


def click_in_figure(page: Page, right: float, down: float) -> None:
    """Click in the first plotly figure, so far from the left and the top of its axes: 0 to 1."""
    expect_rest(page)
    axes = page.locator(f"{PLOTLY} .nsewdrag").first
    expect(axes).to_be_visible()
    axes.scroll_into_view_if_needed()
    box = axes.bounding_box()
    assert box is not None
    axes.click(position={"x": right * box["width"], "y": down * box["height"]})


def unfold(page: Page, name: str) -> None:
    """Open a list by keyboard; again when it closed, as it does where the page draws it anew."""
    expect_rest(page)
    option = page.get_by_role("option").first

    def is_open() -> bool:
        if not option.is_visible():
            page.get_by_role("combobox", name=name).press("ArrowDown")
            page.wait_for_timeout(500)
        return option.is_visible()

    until(is_open)


def expect_nothing_serious(page: Page, but: str = "") -> None:
    """Axe calls nothing serious or critical, but what is left out; colours in transition are not checked."""
    page.wait_for_function(HAVE_THEIR_COLOURS)
    found: list[dict[str, Any]] = Axe().run(page, {"exclude": [[but]]} if but else None).response["violations"]
    grave = [(rule, node) for rule in found if rule["impact"] in {"serious", "critical"} for node in rule["nodes"]]
    assert [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule, node in grave] == []

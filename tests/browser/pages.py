"""What the tests of several pages look for in a browser."""

from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page

CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
TAKEAWAY = ".takeaway"
SAID = "[data-testid=stMain] [data-testid=stText]"


def link_of(page: Page) -> dict[str, str]:
    """The names and values in the address of a page."""
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query, keep_blank_values=True).items()}


def show_no_markup(page: Page) -> None:
    """Nothing that was typed became an image, a formula, a script or a colour."""
    assert page.locator("img:not([data-testid=stLogo], [data-testid=stHeaderLogo], [data-testid=stSidebarLogo])").count() == 0
    assert page.locator(".katex, main script, [data-testid=stMarkdown] [style*=color]:not(.stMarkdownBadge)").count() == 0

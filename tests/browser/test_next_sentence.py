"""The page on next-sentence prediction in a real browser: figures that are drawn, the link, and text that looks like markup."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.pages import CHART, SAID, TAKEAWAY, expect_link, show_no_markup
from tests.browser.rest import expect_rest

EVIL = "<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x] <script>alert(2)</script>"
FIGURES = {"two_sentences": 2, "candidates": 1, "test": 1, "all_orders": 1}


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/next_sentence?{urlencode(link)}")
    expect(page.get_by_role("heading", name="Next sentence", exact=True)).to_be_visible()


def test_segments_are_below_the_tokens(page: Page, server: Server) -> None:
    open_page(page, server, text="It rained.", second="We sat.")
    cells = page.locator(".chips .cell")
    expect(cells.first).to_contain_text("[CLS]")
    expect(cells.last).to_contain_text("[SEP]")
    expect(page.locator(".chips .cell .below")).to_have_text(["0"] * 5 + ["1"] * 4)  # [CLS] It rained . [SEP] We sat . [SEP]


def test_an_edit_is_answered_at_once_and_stays_after_a_reload(page: Page, server: Server) -> None:
    open_page(page, server)
    expect(page.locator(TAKEAWAY).first).to_contain_text("second sentence continues the first")
    expect_rest(page)
    first, second = "The ship sank off the coast of Scotland.", "The species is found in dry forests."
    page.get_by_label("First sentence").fill(first)
    page.get_by_label("Does this one continue it?").fill(second)
    expect(page.locator(TAKEAWAY).first).to_contain_text("does not continue the first")
    expect_link(page, text=first, second=second)
    expect_rest(page)
    page.reload()
    expect(page.get_by_label("Does this one continue it?")).to_have_value(second)
    expect(page.locator(TAKEAWAY).first).to_contain_text("does not continue the first")
    expect_rest(page)
    expect_link(page, text=first, second=second)


def test_the_guess_comes_first(page: Page, server: Server) -> None:
    open_page(page, server, tab="candidates", text="The dog barked.", candidates="He ran away.\nThe album was released.", guess_first="1")
    expect(page.get_by_role("button", name="Reveal")).to_be_visible()
    expect_rest(page)
    expect(page.locator(CHART)).to_have_count(0)
    choice = page.locator("[data-testid=stForm]")
    choice.get_by_role("radio", name="1").or_(choice.get_by_role("button", name="1", exact=True)).first.click()
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(CHART)).to_have_count(1)
    expect(page.locator(SAID).filter(has_text="You: “He ran away.”")).to_be_visible()


@pytest.mark.parametrize("tab", FIGURES)
def test_text_like_markup_stays_text(page: Page, server: Server, tab: str) -> None:
    text = EVIL if tab in {"two_sentences", "candidates"} else f"{EVIL}. {EVIL}."
    open_page(page, server, tab=tab, text=text, second=EVIL, candidates=f"{EVIL}\nb")
    expect(page.locator(CHART)).to_have_count(FIGURES[tab])
    show_no_markup(page)

"""Layers and attention in a real browser: what is clicked, what the link keeps, 128 tokens, and text that looks like markup."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.pages import click_in_figure, show_no_markup
from tests.browser.rest import expect_rest
from tests.waiting import until

EVIL = "<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x] <script>alert(2)</script> [MASK]"
LONG = "The old teacher opened the heavy door and went into the dark room . " * 12


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/layers?{urlencode(link)}")
    expect(page.get_by_role("heading", name="Layers and attention")).to_be_visible()


def test_a_cell_of_the_lens_follows_its_token(page: Page, server: Server) -> None:
    open_page(page, server)
    expect(page.get_by_text("At “[MASK]” the final prediction, “door”")).to_be_visible()
    click_in_figure(page, 1.5 / 7, 1 / 2)
    expect(page.get_by_text("At “opened” the final prediction, “opened”")).to_be_visible()
    page.wait_for_function("location.search.includes('token=2')")
    page.reload()
    expect(page.get_by_text("At “opened” the final prediction, “opened”")).to_be_visible()


def test_a_head_and_a_token_can_be_picked_and_the_link_keeps_them(page: Page, server: Server) -> None:
    open_page(page, server, tab="attention")
    expect(page.get_by_text("to the next token, on average over the text")).to_be_visible()
    click_in_figure(page, 0.63, 0.19)
    page.wait_for_function(r"/head=\d+\.\d+/.test(location.search)")
    expect_rest(page)
    page.locator(".tokens button").nth(1).click()
    expect(page.get_by_text(re.compile(r"^Layer \d+, head \d+: “the” attends to"))).to_be_visible()
    page.wait_for_function("location.search.includes('token=1')")
    expect_rest(page)
    page.get_by_text("Hide [CLS] and [SEP]").click()
    expect(page.locator(".tokens button[aria-pressed=true]")).to_have_text("the")
    page.reload()
    expect(page.locator(".tokens button[aria-pressed=true]")).to_have_text("the")


def test_a_head_that_was_found_is_opened_in_the_attention_tab(page: Page, server: Server) -> None:
    open_page(page, server, tab="head_finder")
    expect(page.get_by_text("attends most from a pronoun to a name before it")).to_be_visible()
    click_in_figure(page, 3.5 / 12, 1.5 / 6)
    page.wait_for_function("location.search.includes('tab=attention') && location.search.includes('head=2.4')")
    expect(page.get_by_text("Layer 2, head 4: “he” attends to “")).to_be_visible()


def test_128_tokens_stay_on_one_line_that_scrolls(page: Page, server: Server) -> None:
    open_page(page, server, tab="attention", text=LONG, head="1.2")
    expect(page.locator(".tokens button")).to_have_count(128)
    expect_rest(page)
    tops = "buttons => new Set(buttons.map((one) => one.offsetTop)).size"
    until(lambda: page.locator(".tokens button").evaluate_all(tops) == 1)
    page.locator(".tokens button").nth(100).click()
    expect(page.get_by_text("attends to “").first).to_be_visible()
    expect_rest(page)
    until(lambda: 0 < page.locator(".arcs path").count() < 128)
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("tab", ["layer_by_layer", "attention", "ablations"])
def test_text_like_markup_stays_text(page: Page, server: Server, tab: str) -> None:
    open_page(page, server, tab=tab, text=EVIL, token="2", shuffle="1")
    expect(page.get_by_role("button", name="Table (CSV)")).to_be_visible()
    show_no_markup(page)


def test_the_arcs_can_be_saved_as_a_picture(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server, tab="attention")
    button = page.get_by_role("button", name="Picture as PNG")
    expect(button.first).to_be_visible()
    expect_rest(page)
    with page.expect_download() as kept:
        button.first.click()
    assert kept.value.suggested_filename == "attention_arcs.png"
    kept.value.save_as(tmp_path / "kept.png")
    with Image.open(tmp_path / "kept.png") as picture:
        assert picture.width > 600
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50

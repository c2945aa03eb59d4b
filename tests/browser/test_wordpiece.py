"""The WordPiece page in a real browser: tokens in the text, a word split by clicking, the search, the link, markup that stays text."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.pages import CHART, SAID, TAKEAWAY, expect_link, link_in, show_no_markup
from tests.browser.rest import expect_rest
from tests.waiting import until

EVIL = "<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x]"


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/wordpiece?{urlencode(link)}")
    expect(page.get_by_role("heading", name="WordPiece", exact=True)).to_be_visible()


def test_a_text_is_coloured_in_place_and_complete(page: Page, server: Server) -> None:
    text = "Caf\u00e9 unaffable 東京 한국 👩‍👩‍👧 שלום سلام!"
    open_page(page, server, text=text)
    flow = page.locator(".rows").first.locator(".flow")
    expect(flow).to_have_text(text)
    expect(flow.locator(".cell").first).to_have_text("Café")
    expect(flow.locator(".cell[data-tone=unknown]").first).to_have_text("👩‍👩‍👧")
    hangul = flow.locator(".cell").filter(has_text="한")
    expect(hangul).to_have_count(1)
    expect(hangul).to_have_attribute("title", re.compile("^ᄒ ##ᅡ ##ᆫ"))
    expect_rest(page)
    page.get_by_label("Text", exact=True).fill("walking")
    expect(flow).to_have_text("walking")
    page.wait_for_function("location.search.includes('text=walking')")


def test_right_to_left_text_is_laid_out_from_the_right(page: Page, server: Server) -> None:
    open_page(page, server, text="سلام يا صديقي")
    flow = page.locator(".rows").first.locator(".flow")
    expect(flow).to_have_text("سلام يا صديقي")
    lefts = "cells => [cells[0], cells.at(-1)].map((cell) => cell.getBoundingClientRect().left)"
    until(lambda: (places := flow.locator(".cell").evaluate_all(lefts))[0] > places[1])


def test_the_reader_splits_by_clicking_and_then_the_model_answers(page: Page, server: Server) -> None:
    open_page(page, server, tab="one_word", guess_first="1", word="unconstitutionally")
    gaps = page.locator("button.part")
    expect(gaps).to_have_count(17)
    expect(page.locator(TAKEAWAY)).to_have_count(0)
    expect_rest(page)
    gaps.nth(1).click()
    expect(gaps.nth(1)).to_have_attribute("aria-pressed", "true")
    expect_rest(page)
    gaps.nth(13).focus()
    page.keyboard.press("Enter")
    expect(gaps.nth(13)).to_have_attribute("aria-pressed", "true")
    expect_rest(page)
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(SAID).filter(has_text="You: un + constitution + ally. WordPiece: unconstitutional ##ly.")).to_be_visible()
    rows = page.locator(".row", has=page.locator(".name"))
    expect(rows.filter(has_text="This model").locator(".cell")).to_have_text(["unconstitutional", "##ly"])


def test_the_search_goes_look_up_by_look_up(page: Page, server: Server) -> None:
    open_page(page, server, tab="one_word", word="unaffable", look_up="7")
    lines = page.locator(".row", has=page.locator(".code"))
    expect(lines).to_have_count(7)
    expect(lines.last.locator(".cell").first).to_have_text("una")
    expect_rest(page)
    page.get_by_role("slider").press("ArrowRight")
    expect(lines).to_have_count(8)
    expect(lines.last.locator(".cell[data-tone=struck]")).to_have_text("ffable")
    page.wait_for_function("location.search.includes('look_up=8')")


def test_a_reload_keeps_everything(page: Page, server: Server) -> None:
    open_page(page, server)
    expect_rest(page)
    page.get_by_role("tab", name="Train a tokenizer").click()
    expect(page.locator(CHART)).to_have_count(1)
    expect_rest(page)
    page.get_by_role("radio", name="Likelihood", exact=True).click()
    page.wait_for_function("location.search.includes('rule=likelihood')")
    expect_rest(page)
    page.get_by_role("slider").press("ArrowRight")
    page.wait_for_function("location.search.includes('size=')")
    expect_rest(page)
    link = link_in(page.url)
    assert link.keys() == {"tab", "rule", "size"}
    page.reload()
    expect(page.locator(CHART)).to_have_count(1)
    expect_rest(page)
    expect_link(page, **link)


@pytest.mark.parametrize("tab", ["text_to_tokens", "vocabulary", "compare", "train"])
def test_text_like_markup_stays_text(page: Page, server: Server, tab: str) -> None:
    open_page(page, server, tab=tab, text=EVIL)
    expect(page.locator(TAKEAWAY).first).to_be_visible()
    show_no_markup(page)

"""The page on masked words in a real browser: the component, the link, the downloads, and text that looks like markup."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.pages import CHART, SAID, TAKEAWAY, expect_link, show_no_markup
from tests.browser.rest import expect_rest

EVIL = "<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x] <script>alert(2)</script> [MASK]"
WORDS = "button.part"


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/masked_word?{urlencode(link)}")
    expect(page.get_by_role("heading", name="Masked word")).to_be_visible()


def test_a_click_masks_a_word_and_another_shows_it(page: Page, server: Server) -> None:
    open_page(page, server, text="She took the door and went away.")
    button = page.locator(WORDS).nth(3)
    expect(button).to_have_text("door")
    button.click()
    expect(button).to_have_text("[MASK]")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(CHART)).to_have_count(1)
    expect(page.locator(TAKEAWAY)).to_contain_text("“door”")
    page.locator(WORDS).nth(0).click()
    expect(page.locator(CHART)).to_have_count(2)
    button.click()
    page.locator(WORDS).nth(0).click()
    expect(page.locator(CHART)).to_have_count(0)
    expect(button).to_have_text("door")


def test_quick_clicks_do_not_lose_each_other(page: Page, server: Server) -> None:
    open_page(page, server, text="one two three four five six")
    page.locator(WORDS).first.wait_for()
    page.evaluate(
        "() => { for (const host of document.querySelectorAll('*'))"
        " [...(host.shadowRoot?.querySelectorAll('button.part') ?? [])].slice(0, 5).forEach((b) => b.click()) }"
    )
    expect(page.locator(CHART)).to_have_count(5)
    expect(page.locator(f"{WORDS}[aria-pressed=true]")).to_have_count(5)
    expect_link(page, text="one two three four five six", hide="0.1.2.3.4")


def test_the_keyboard_reaches_a_word(page: Page, server: Server) -> None:
    open_page(page, server, text="She opened the door.")
    expect_rest(page)
    page.locator(WORDS).first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(WORDS).nth(1)).to_have_text("[MASK]")
    expect(page.locator(CHART)).to_have_count(1)
    expect_rest(page)
    expect(page.locator(WORDS).nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(WORDS).nth(1)).to_have_text("opened")


def test_a_reload_keeps_everything(page: Page, server: Server) -> None:
    open_page(page, server)
    expect(page.locator(CHART)).to_have_count(1)
    expect_rest(page)
    page.get_by_label("Sentence", exact=True).fill("The soup was far too hot for me.")
    expect(page.locator(WORDS)).to_have_count(8)
    page.locator(WORDS).nth(5).click()
    expect(page.locator(TAKEAWAY)).to_contain_text("“hot”")
    expect_rest(page)
    page.get_by_role("slider").press("ArrowRight")
    page.wait_for_function("location.search.includes('top_k=11')")
    expect_rest(page)
    page.get_by_role("tab", name="Candidate words").click()
    page.wait_for_function("location.search.includes('tab=candidates')")
    expect_rest(page)
    page.get_by_label("Candidate words, separated by commas").fill("cold, hot")
    expect(page.locator(TAKEAWAY)).to_contain_text("most probable candidate")
    link = {"tab": "candidates", "text": "The soup was far too hot for me.", "hide": "5", "words": "cold, hot"}
    expect_link(page, **link)
    expect_rest(page)
    page.reload()
    expect(page.get_by_label("Candidate words, separated by commas")).to_have_value("cold, hot")
    expect(page.locator(WORDS).nth(5)).to_have_text("[MASK]")
    expect(page.locator(TAKEAWAY)).to_contain_text("most probable candidate")
    expect_rest(page)
    expect_link(page, **link)


@pytest.mark.parametrize("tab", ["predictions", "two_sentences", "candidates", "surprisal"])
def test_text_like_markup_stays_text(page: Page, server: Server, tab: str) -> None:
    text = EVIL if tab != "surprisal" else EVIL.removesuffix("[MASK]")
    open_page(page, server, text=text, tab=tab, second=EVIL, words="<img src=x>, :red[x], $x$")
    expect(page.locator(TAKEAWAY)).to_be_visible()
    show_no_markup(page)
    expect(page.locator("div.text, p.text").first).to_contain_text("<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x]")


def test_guess_first_hides_the_prediction_until_a_guess_is_given(page: Page, server: Server) -> None:
    open_page(page, server, text="The capital of France is Paris.", hide="5", guess_first="1")
    expect(page.get_by_label("Your word")).to_be_visible()
    expect_rest(page)
    expect(page.locator(CHART)).to_have_count(0)
    expect(page.locator("[data-testid=stMain]")).not_to_contain_text("Paris", use_inner_text=True)
    page.get_by_label("Your word").fill("paris")
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(CHART)).to_have_count(1)
    expect(page.locator(SAID).filter(has_text="You: paris")).to_be_visible()
    expect(page.get_by_role("button", name="On your worksheet")).to_be_visible()


def test_the_table_and_the_figure_can_be_saved(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server, top_k="5")
    expect_rest(page)
    with page.expect_download() as table:
        page.get_by_role("button", name="Table (CSV)").click()
    table.value.save_as(tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "mask,rank,word,probability"
    assert [line.split(",")[1] for line in lines[1:]] == ["1", "2", "3", "4", "5"]
    page.locator(CHART).hover()
    with page.expect_download() as figure:
        page.get_by_role("button", name="Download as PNG").press("Enter")
    figure.value.save_as(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")

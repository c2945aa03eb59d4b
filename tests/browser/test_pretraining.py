"""The page on pretraining in a browser: the masking game by keyboard, and checkpoints that play by themselves."""

from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.pages import CHART, TAKEAWAY, expect_link, show_no_markup
from tests.browser.rest import expect_rest


def test_the_game_is_played_by_keyboard(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/pretraining?guess_first=1")
    expect(page.get_by_label("Your guess for 1")).to_be_visible()
    expect_rest(page)
    page.get_by_label("Your guess for 1").focus()
    page.keyboard.type("<b>old</b>")
    page.keyboard.press("Tab")
    page.keyboard.type("the")
    page.keyboard.press("Enter")
    expect(page.locator(TAKEAWAY)).to_contain_text("chosen tokens correctly")
    expect(page.get_by_text("Mask 2 is “a”: you predicted “the”, the model “the”.")).to_be_visible()
    expect(page.locator("[data-tone=random]").first).to_be_visible()
    show_no_markup(page)


def test_checkpoints_play_to_the_end_and_go_back_by_keyboard(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/pretraining?tab=checkpoints")
    expect(page.get_by_text("After 0 tokens")).to_be_visible()
    expect_rest(page)
    page.get_by_role("button", name="Play the training").click()
    expect(page.get_by_text("After 273,586,059 tokens: “coffee”")).to_be_visible()
    expect(page.get_by_role("button", name="Play the training")).to_be_visible()
    expect(page.locator(CHART)).to_be_visible()
    expect_rest(page)
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("After 0 tokens")).to_be_visible()
    expect_link(page, tab="checkpoints")

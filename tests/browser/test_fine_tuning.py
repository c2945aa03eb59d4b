"""A training watched in a real browser: one click, the timer that draws, buttons, a reload, a second tab."""

from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.pages import CHART


def start(page: Page, server: Server) -> str:
    """One click on the first view; the address of the run."""
    page.goto(f"{server.url}/fine_tuning")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url("**run=*")
    return page.url


def test_one_click_draws_a_training_that_a_reload_and_a_second_tab_share(page: Page, server: Server) -> None:
    address = start(page, server)
    expect(page.locator(CHART)).to_have_count(3)  # without any further click
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused after step")).to_be_visible()
    stood = page.get_by_text("Paused after step").inner_text()
    page.reload()
    expect(page.get_by_text(stood)).to_be_visible()
    second = page.context.new_page()
    second.goto(address)
    expect(second.get_by_text(stood)).to_be_visible()
    second.get_by_role("button", name="10 steps").click()  # after them there is a best model to keep
    expect(page.get_by_text(stood)).to_have_count(0)  # the first tab follows by itself
    expect(second.get_by_text("Paused after step")).to_be_visible()
    second.get_by_role("button", name="Stop, keep the best").click()
    expect(page.get_by_text("Stopped after step")).to_be_visible()
    expect(second.get_by_role("button", name="Model as zip")).to_be_visible()
    second.close()
    page.get_by_role("button", name="Start another one").click()
    expect(page.get_by_role("button", name="Start training")).to_be_visible()
    page.go_back()  # to the training, and from there to the form it was started with
    expect(page.get_by_role("button", name="Start another one")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Start training")).to_be_visible()


def test_what_a_run_costs_is_measured_while_the_form_is_open(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/fine_tuning?batch_size=64&methods=frozen")
    expect(page.get_by_text("of memory on this machine")).to_be_visible()
    expect(page.get_by_role("button", name="Start training")).to_be_enabled()

from playwright.sync_api import Page, expect

from benchmarks.serving import Server


def test_the_browser_knows_the_language(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/models?lang=fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

"""The worksheet as files: the page opens without a network, makes no requests, and shows what was typed as text."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from benchmarks.serving import Server
from tests.browser.rest import expect_rest

NASTY = "<img src=x onerror=document.title='x'> <script>document.title='x'</script> $x$ ](http://x) a [MASK]"


def fetched(page: Page, label: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    return download.value


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_opens_without_a_network(scheme: str, page: Page, browser: Browser, server: Server, tmp_path: Path) -> None:
    page.goto(f"{server.url}/masked_word?text={quote(NASTY)}")
    expect(page.get_by_role("button", name="Add to worksheet")).to_be_visible()
    expect_rest(page)
    page.get_by_role("button", name="Add to worksheet").click()
    expect(page.get_by_role("button", name="On your worksheet")).to_be_visible()
    expect_rest(page)
    page.get_by_role("link", name="Worksheet").click()
    expect(page.get_by_text("1. Predictions for a masked word")).to_be_visible()
    expect(page.get_by_text("Masked word, 20")).to_be_visible()
    expect_rest(page)
    page.get_by_role("textbox", name="Title").fill(NASTY)
    page.get_by_role("textbox", name="Title").press("Enter")
    expect_rest(page)
    page.get_by_role("textbox", name="Your note").fill(NASTY)
    page.get_by_role("textbox", name="Your note").press("Enter")
    expect_rest(page)
    fetched(page, "Download HTML").save_as(tmp_path / "sheet.html")
    fetched(page, "Notebook").save_as(tmp_path / "sheet.ipynb")
    fetched(page, "JSON").save_as(tmp_path / "sheet.json")

    context = browser.new_context(offline=True, color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    sheet, trouble = context.new_page(), list[str]()
    sheet.on("console", lambda message: trouble.append(message.text))
    sheet.on("request", lambda request: trouble.append(request.url))
    sheet.goto((tmp_path / "sheet.html").as_uri())
    expect(sheet).to_have_title(NASTY)
    expect(sheet.get_by_role("heading", level=1)).to_have_text(NASTY)
    expect(sheet.locator(".note")).to_have_text(NASTY)
    expect(sheet.locator("dd").first).to_have_text(NASTY)
    expect(sheet.locator("img, script, a")).to_have_count(0)
    assert sheet.locator("svg .bar").count() > 3
    assert trouble == [(tmp_path / "sheet.html").as_uri()]
    context.close()
    assert json.loads((tmp_path / "sheet.json").read_text("utf-8"))["entries"][0]["note"] == NASTY
    assert json.loads((tmp_path / "sheet.ipynb").read_text("utf-8"))["nbformat"] == 4

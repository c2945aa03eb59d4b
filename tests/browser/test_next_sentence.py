"""The next-sentence page in a real browser: figures that are drawn, the link, the downloads, and text that looks like markup."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
MAIN = "[data-testid=stMain]"
EVIL = "<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x] <script>alert(2)</script>"


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/next_sentence?{urlencode(link)}")
    expect(page.get_by_role("heading", name="Is it the next sentence?")).to_be_visible()


def link_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query, keep_blank_values=True).items()}


@pytest.mark.parametrize("part", ["pair", "rank", "bench", "matrix"])
def test_the_figure_of_each_part_is_drawn(page: Page, server: Server, part: str) -> None:
    open_page(page, server, view=part, pick_first="false")
    expect(page.locator(CHART)).to_have_count(2 if part == "pair" else 1)


def test_segments_stand_under_the_pieces(page: Page, server: Server) -> None:
    open_page(page, server, first="It rained.", next="We sat.")
    pieces = page.locator(".pieces .piece")
    expect(pieces.first.locator(".text")).to_have_text("[CLS]")
    assert pieces.locator(".text").all_inner_texts()[-1] == "[SEP]"
    ids = pieces.locator(".id").all_inner_texts()
    assert ids == sorted(ids)
    assert {"0", "1"} == set(ids)


def test_an_edit_is_answered_at_once_and_stays_after_a_reload(page: Page, server: Server) -> None:
    open_page(page, server)
    verdict = page.locator(f"{MAIN} h3").first
    expect(verdict).to_contain_text("The second continues the first")
    page.get_by_label("The first sentence").fill("The ship sank off the coast of Scotland.")
    page.get_by_label("Does this one continue it?").fill("The species is found in dry forests.")
    expect(verdict).to_contain_text("The second does not continue the first")
    page.wait_for_function("location.search.includes('next=')")
    link = link_of(page)
    page.reload()
    expect(page.get_by_label("Does this one continue it?")).to_have_value("The species is found in dry forests.")
    expect(verdict).to_contain_text("does not")
    assert link_of(page) == link


def test_the_pick_comes_first(page: Page, server: Server) -> None:
    open_page(page, server, view="rank", start="The dog barked.", candidates="He ran away.\nThe album was released.")
    expect(page.get_by_role("button", name="B", exact=True)).to_be_visible()
    expect(page.locator(CHART)).to_have_count(0)
    page.get_by_role("button", name="A", exact=True).click()
    expect(page.locator(CHART)).to_have_count(1)
    expect(page.locator(MAIN)).to_contain_text("You: He ran away.")


@pytest.mark.parametrize("part", ["pair", "rank", "bench", "matrix"])
def test_text_like_markup_stays_text(page: Page, server: Server, part: str) -> None:
    text = f"{EVIL}. {EVIL}."
    open_page(page, server, view=part, first=EVIL, next=EVIL, start=EVIL, candidates=f"{EVIL}\nb", paragraphs=text, pick_first="false")
    expect(page.locator(CHART)).to_have_count(2 if part == "pair" else 1)
    assert page.locator("img:not([data-testid=stLogo], [data-testid=stHeaderLogo], [data-testid=stSidebarLogo])").count() == 0
    assert page.locator(".katex, main script, [data-testid=stMarkdown] [style*=color]").count() == 0


def test_the_table_and_the_figure_can_be_kept(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server, view="matrix", paragraphs="It rained. We sat.")
    expect(page.locator(CHART)).to_have_count(1)
    with page.expect_download() as table:
        page.get_by_role("button", name="Table as CSV").click()
    table.value.save_as(tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "sentence,then,first,second,probability of next"
    assert len(lines) == 5
    page.locator(CHART).hover()
    with page.expect_download() as figure:
        page.get_by_role("button", name="Download as PNG").press("Enter")
    figure.value.save_as(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")

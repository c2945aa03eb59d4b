"""The WordPiece page in a real browser: pieces in place, a word cut by clicking, the search, the link, markup that stays text."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
SAID = "[data-testid=stMain] [data-testid=stText]"
EVIL = "<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x]"


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/wordpiece?{urlencode(link)}")
    expect(page.get_by_role("heading", name="Words into pieces")).to_be_visible()


def link_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query, keep_blank_values=True).items()}


def test_a_text_is_coloured_in_place_and_complete(page: Page, server: Server) -> None:
    text = "Caf\u00e9 unaffable 東京 한국 👩‍👩‍👧 שלום سلام!"
    open_page(page, server, cut_text=text)
    flow = page.locator(".rows").first.locator(".flow")
    expect(flow).to_have_text(text)
    expect(flow.locator(".cell").nth(1)).to_have_text("é")
    expect(flow.locator(".cell[data-tone=unknown]").first).to_have_text("東")
    hangul = flow.locator(".cell").filter(has_text="한")
    expect(hangul).to_have_count(1)
    assert (hangul.get_attribute("title") or "").startswith("ᄒ ##ᅡ ##ᆫ")
    page.get_by_label("Your text").fill("walking")
    expect(flow).to_have_text("walking")
    page.wait_for_function("location.search.includes('cut_text=walking')")


def test_right_to_left_text_is_laid_out_from_the_right(page: Page, server: Server) -> None:
    open_page(page, server, cut_text="سلام يا صديقي")
    flow = page.locator(".rows").first.locator(".flow")
    expect(flow).to_have_text("سلام يا صديقي")
    first, last = flow.locator(".cell").first.bounding_box(), flow.locator(".cell").last.bounding_box()
    assert first is not None
    assert last is not None
    assert first["x"] > last["x"]


def test_the_reader_cuts_by_clicking_and_then_the_model_answers(page: Page, server: Server) -> None:
    open_page(page, server, cutting="word")
    gaps = page.locator("button.gap")
    expect(gaps).to_have_count(17)
    expect(page.get_by_text("The search")).to_have_count(0)
    gaps.nth(1).click()
    expect(gaps.nth(1)).to_have_attribute("aria-pressed", "true")
    gaps.nth(13).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('cuts=2.14')")
    page.get_by_role("button", name="Show how the model cuts it").click()
    expect(page.locator(SAID).filter(has_text="Of your 2 cuts the model makes 1")).to_be_visible()
    rows = page.locator(".row", has=page.locator(".name"))
    expect(rows.filter(has_text="The book says").locator(".cell[data-tone=absent]")).to_have_text("##constitution")
    expect(rows.filter(has_text="The model does").locator(".cell")).to_have_text(["uncon", "##stit", "##ution", "##ally"])
    gaps.nth(1).click()
    expect(page.locator(SAID).filter(has_text="Of your 1 cut the model makes 1")).to_be_visible()


def test_the_search_forward_and_back(page: Page, server: Server) -> None:
    open_page(page, server, cutting="word", cut_first="no", cut_word="unaffable", look_up="8")
    lines = page.locator(".ladder .tried")
    expect(lines).to_have_count(8)
    expect(lines.last).to_have_text("unaffable")
    expect(lines.last.locator(".asked")).to_have_text("un")
    page.get_by_role("button", name="Forward").click()
    expect(lines).to_have_count(9)
    expect(lines.last.locator(".asked")).to_have_text("affable")
    page.wait_for_function("location.search.includes('look_up=9')")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(lines).to_have_count(8)


def test_a_reload_keeps_everything(page: Page, server: Server) -> None:
    open_page(page, server)
    page.get_by_role("radio", name="Train one").or_(page.get_by_role("button", name="Train one")).click()
    expect(page.locator(CHART)).to_have_count(1)
    page.get_by_role("radio", name="Likelihood").or_(page.get_by_role("button", name="Likelihood")).click()
    expect(page.get_by_role("heading", name="Where likelihood and frequency differ")).to_be_visible()
    page.get_by_role("button", name="Forward").click()
    page.wait_for_function("location.search.includes('large_size=')")
    link = link_of(page)
    assert link.keys() == {"cutting", "merge_by", "large_size"}
    page.reload()
    expect(page.get_by_role("heading", name="Where likelihood and frequency differ")).to_be_visible()
    assert link_of(page) == link


@pytest.mark.parametrize(("part", "box"), [("way", "cut_text"), ("side", "side_text"), ("train", "train_text"), ("vocabulary", "search")])
def test_text_like_markup_stays_text(page: Page, server: Server, part: str, box: str) -> None:
    open_page(page, server, cutting=part, **{box: EVIL})
    expect(page.get_by_text("The same in Python")).to_be_visible()
    assert page.locator("img:not([data-testid=stLogo], [data-testid=stHeaderLogo], [data-testid=stSidebarLogo])").count() == 0
    assert page.locator(".katex, main script, [data-testid=stMarkdown] [style*=color]").count() == 0


def test_the_table_and_the_figure_can_be_kept(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server, cutting="why")
    expect(page.locator(CHART)).to_have_count(1)
    with page.expect_download() as table:
        page.get_by_role("button", name="Table as CSV").first.click()
    table.value.save_as(tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "word,counted,times"
    assert [line.split(",")[1] for line in lines[1:]] == ["unconstitutionally", "uncon", "##stit", "##ution", "##ally"]
    page.locator(CHART).hover()
    with page.expect_download() as figure:
        page.get_by_role("button", name="Download as PNG").press("Enter")
    figure.value.save_as(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")

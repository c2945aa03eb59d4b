"""The page on embeddings in a real browser: a map that plays, points that are clicked, a list by keyboard, files; text like markup."""

from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.pages import PLOTLY, unfold
from tests.browser.rest import expect_rest
from tests.waiting import until

EVIL = "<img src=x onerror=alert(1)> :red[x] $x$ bank"
LAYER = f"document.querySelector('{PLOTLY}')._fullLayout.sliders[0].active"
POINT = f"""() => {{
  const graph = document.querySelector('{PLOTLY}'), box = graph.getBoundingClientRect(), {{ _size: size, xaxis, yaxis }} = graph._fullLayout
  const {{ x, y }} = graph.calcdata[0][0]
  return [box.left + size.l + xaxis.d2p(x), box.top + size.t + yaxis.d2p(y)]
}}"""


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/embeddings?{urlencode(link)}")
    expect(page.get_by_role("heading", name="Embeddings")).to_be_visible()


def place_of_point(page: Page) -> tuple[float, float]:
    """The position of the first point on the screen, once it no longer moves."""
    places: list[tuple[float, float]] = []

    def is_at_rest() -> bool:
        page.wait_for_timeout(300)
        places.append(page.evaluate(POINT))
        return len(places) > 1 and places[-1] == places[-2]

    until(is_at_rest)
    return places[-1]


def test_a_map_starts_at_layer_0_plays_and_is_clicked(page: Page, server: Server) -> None:
    open_page(page, server)
    expect_rest(page)  # when the model is there its map takes the place of the stored one
    expect(page.locator(PLOTLY)).to_be_visible()
    page.wait_for_function(f"{LAYER} === 1")  # the word alone comes before layer 0
    page.locator(PLOTLY).get_by_text("▶").click()
    page.wait_for_function(f"{LAYER} > 2")
    page.locator(PLOTLY).get_by_text("❚❚").click()
    page.mouse.click(*place_of_point(page))
    expect(page.get_by_text("nearest occurrences of “match”")).to_be_visible()


def test_a_list_highlights_by_keyboard(page: Page, server: Server) -> None:
    open_page(page, server, dimensions="3")
    expect(page.locator(PLOTLY)).to_be_visible()
    unfold(page, "Highlight a sense or a sentence")
    page.keyboard.type("fire: all")
    expect(page.get_by_role("option", name="fire: all")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("12 selected")).to_be_visible()


def test_text_like_markup_stays_text_on_the_map(page: Page, server: Server) -> None:
    open_page(page, server, word="bank", lines="\n".join([f"<b>a</b> | {EVIL}", "b | the bank is here"]), labels="1")
    expect(page.locator(PLOTLY)).to_be_visible()
    expect(page.locator(f"{PLOTLY} .legend")).to_contain_text("<b>a</b>")
    expect_rest(page)
    expect(page.locator(f"{PLOTLY} img")).to_have_count(0)


def test_vectors_are_files(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server)
    expect_rest(page)
    page.get_by_role("button", name="More files").click()
    with page.expect_download() as vectors:
        page.get_by_role("button", name="word_vectors_layer_6.npy").click()
    vectors.value.save_as(tmp_path / "vectors.npy")
    assert np.load(tmp_path / "vectors.npy").shape == (24, 384)
    with page.expect_download() as table:
        page.get_by_role("button", name="Table (CSV)").click()
    table.value.save_as(tmp_path / "map.csv")
    assert len((tmp_path / "map.csv").read_text("utf-8-sig").splitlines()) == 1 + 8 * 24


def test_a_csv_of_two_thousand_rows_leaves_the_page_alive(page: Page, server: Server, tmp_path: Path) -> None:
    rows = "".join(f"{'ab'[i % 2]},In year {i} the bank was {'open' if i % 3 else 'wet'}.\n" for i in range(2_010))
    (tmp_path / "rows.csv").write_text("label,text\n" + rows, "utf-8")
    open_page(page, server, word="bank")
    expect(page.locator(PLOTLY)).to_be_visible()
    expect_rest(page)
    page.get_by_text("Sentences", exact=True).click()
    page.locator("input[type=file]").set_input_files(tmp_path / "rows.csv")
    expect(page.get_by_text("All 2,000 sentences as a table")).to_be_visible(timeout=500_000)  # a minute of work for one core

"""The embeddings page in a real browser: points that travel, that are pointed at and drawn around; files; text like markup."""

import re
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

MAP = ".map canvas"
EVIL = "<img src=x onerror=alert(1)> :red[x] $x$ bank"
PIXELS = "c => Array.from(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).reduce((a, v, i) => (a * 31 + v + i) % 1000003, 7)"
CHANGED = f"(c, before) => new Promise(done => {{ const look = () => ({PIXELS})(c) === before ? setTimeout(look, 50) : done(); look() }})"


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/embeddings?{urlencode(link)}")
    expect(page.get_by_role("heading", name="Where BERT puts meanings")).to_be_visible()


def test_points_travel_and_are_chosen(page: Page, server: Server) -> None:
    open_page(page, server)
    canvas = page.locator(MAP)
    expect(canvas).to_be_visible()
    page.wait_for_timeout(1000)
    before = canvas.evaluate(PIXELS)
    page.get_by_role("slider").press("ArrowLeft")
    page.wait_for_function("location.search.includes('layer=7')")
    page.wait_for_timeout(1500)
    assert canvas.evaluate(PIXELS) != before
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 3, box["y"] + 3)
    page.mouse.down()
    for x, y in ((1, 0), (1, 1), (0, 1), (0, 0)):
        page.mouse.move(box["x"] + 3 + x * (box["width"] - 6), box["y"] + 3 + y * (box["height"] - 6), steps=5)
    page.mouse.up()
    expect(page.get_by_text("24 chosen")).to_be_visible()


def test_the_keyboard_does_what_the_mouse_does(page: Page, server: Server) -> None:
    open_page(page, server, dimensions="3")
    field = page.locator(".field")
    expect(field).to_have_attribute("aria-label", re.compile("arrow keys"))
    page.get_by_role("radio", name="by k-means").focus()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowRight")
    first = page.locator(".tip").inner_text()
    assert "bank" in first
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 chosen")).to_be_visible()
    page.keyboard.press("ArrowRight")
    assert page.locator(".tip").inner_text() != first
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 chosen")).to_be_visible()
    page.wait_for_function("/lit=\\d+\\.\\d+/.test(location.search)")
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('lit=')")
    before = page.locator(MAP).evaluate(PIXELS)
    page.get_by_role("slider", name="Turned by").press("ArrowRight")
    page.wait_for_function("location.search.includes('turn=40')")
    page.locator(MAP).evaluate(CHANGED, before)
    page.get_by_role("combobox", name="Highlight on the map").fill("river: all")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("12 chosen")).to_be_visible()


def test_a_map_turned_by_the_mouse_sets_its_sliders(page: Page, server: Server) -> None:
    open_page(page, server, dimensions="3")
    canvas = page.locator(MAP)
    expect(canvas).to_have_attribute("role", "img")
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 80, steps=3)
    page.mouse.up()
    turned, tilted = 80, 40  # 130 pixels are a radian: 35 + 44 and 20 + 18 degrees, in steps of five
    page.wait_for_function(f"location.search.includes('turn={turned}') && location.search.includes('tilt={tilted}')")
    expect(page.get_by_role("slider", name="Turned by")).to_have_value(str(turned))


def test_text_like_markup_stays_text_on_the_map(page: Page, server: Server) -> None:
    open_page(page, server, lines="\n".join([f"<b>a</b> | {EVIL}", "b | the bank is here"]), layer="-1")
    canvas = page.locator(MAP)
    expect(canvas).to_be_visible()
    page.wait_for_timeout(1200)
    expect(page.locator(".legend")).to_contain_text("<b>a</b>")
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".tip")).to_contain_text("bank")
    assert page.locator(".map img, .map b b").count() == 0


def test_the_vectors_can_be_kept(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server)
    with page.expect_download() as vectors:
        page.get_by_role("button", name="Vectors as .npy").click()
    vectors.value.save_as(tmp_path / "vectors.npy")
    assert np.load(tmp_path / "vectors.npy").shape == (24, 256)
    with page.expect_download() as table:
        page.get_by_role("button", name="Map as CSV").click()
    table.value.save_as(tmp_path / "map.csv")
    assert len((tmp_path / "map.csv").read_text("utf-8-sig").splitlines()) == 1 + 10 * 24
    with page.expect_download() as picture:
        page.get_by_role("button", name="Picture as PNG").click()
    picture.value.save_as(tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_a_csv_of_two_thousand_rows_leaves_the_page_alive(page: Page, server: Server, tmp_path: Path) -> None:
    rows = "".join(f"{'ab'[i % 2]},In year {i} the bank was {'open' if i % 3 else 'wet'}.\n" for i in range(2_010))
    (tmp_path / "rows.csv").write_text("label,text\n" + rows, "utf-8")
    open_page(page, server)
    expect(page.locator(MAP)).to_be_visible()
    page.get_by_text("The sentences, and your own").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "rows.csv")
    expect(page.get_by_text("All 2,000 as a table")).to_be_visible(timeout=120_000)
    page.get_by_role("slider").press("ArrowLeft")
    page.wait_for_function("location.search.includes('layer=7')")

"""The layers from inside in a real browser: what is clicked, what the link keeps, 128 pieces, and text that looks like markup."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
SAID = "[data-testid=stMain] [data-testid=stText]"
EVIL = "<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x] <script>alert(2)</script> [MASK]"
LONG = "The old teacher opened the heavy door and went into the dark room . " * 12


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/layers?{urlencode(link)}")
    expect(page.get_by_role("heading", name="The layers from inside")).to_be_visible()


def link_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query, keep_blank_values=True).items()}


def test_a_column_of_the_lens_can_be_followed(page: Page, server: Server) -> None:
    open_page(page, server)
    expect(page.locator(".lens th button")).to_have_count(10)
    expect(page.locator(CHART)).to_have_count(3)
    expect(page.locator(".lens th[data-chosen] button")).to_have_text("[MASK]")
    page.locator(".lens th button").nth(2).click()
    expect(page.locator(SAID).filter(has_text="opened: in the end opened")).to_be_visible()
    expect(page.locator(".lens th[data-chosen] button")).to_have_text("opened")
    page.wait_for_function("location.search.includes('piece=2')")
    page.reload()
    expect(page.locator(SAID).filter(has_text="opened: in the end opened")).to_be_visible()


def test_a_head_and_a_piece_can_be_picked_and_the_link_keeps_them(page: Page, server: Server) -> None:
    open_page(page, server, inside="attention")
    expect(page.locator(".grid button")).to_have_count(48)  # eight layers: four heads, their mean, the rollout
    page.get_by_role("button", name="layer 2, head 3").click()
    expect(page.get_by_text("Layer 2, head 3")).to_be_visible()
    page.locator(".pieces button").nth(1).click()
    expect(page.locator(SAID).filter(has_text="she looks at: [MASK] 59")).to_be_visible()
    page.wait_for_function("location.search.includes('head=2.3') && location.search.includes('looker=1')")
    page.get_by_text("Hide [CLS] and [SEP]").click()
    expect(page.locator(".pieces button")).to_have_count(8)
    expect(page.locator(".pieces button[aria-pressed=true]")).to_have_text("she")
    page.reload()
    expect(page.locator(".pieces button[aria-pressed=true]")).to_have_text("she")
    expect(page.locator(".grid button[aria-pressed=true]")).to_have_attribute("aria-label", "layer 2, head 3")
    page.locator(".pieces button").nth(0).click()
    expect(page.locator(SAID).filter(has_text="Point at a piece")).to_be_visible()


def test_128_pieces_stay_usable(page: Page, server: Server) -> None:
    open_page(page, server, inside="attention", sentence=LONG, head="1.2")
    expect(page.locator(".pieces button")).to_have_count(128)
    expect(page.locator(SAID).filter(has_text="128 pieces at most")).to_be_visible()
    page.locator(".pieces button").nth(100).hover()
    expect(page.locator(".arcs path").last).to_be_attached()
    assert page.locator(".arcs path").count() < 128
    page.locator(".pieces button").nth(100).click()
    expect(page.locator(SAID).filter(has_text="looks at:")).to_be_visible()
    expect(page.locator(CHART)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_plan_is_clicked_and_reached_by_the_keyboard(page: Page, server: Server) -> None:
    open_page(page, server, inside="ledger")
    expect(page.locator(".block")).to_have_count(11)
    expect(page.locator(".sum")).to_contain_text("789,760")
    page.locator(".block").first.click()
    expect(page.locator(".sum")).to_contain_text("3,105,792")
    page.wait_for_function("location.search.includes('block=embeddings')")
    expect(page.locator(".block").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".sum")).to_contain_text("789,760")


def test_switches_are_in_the_link(page: Page, server: Server) -> None:
    open_page(page, server, inside="switches")
    expect(page.locator(CHART)).to_have_count(3)
    page.get_by_text("No positions", exact=True).last.click()
    expect(page.locator(SAID).filter(has_text="First guess: door with 29")).to_be_visible()
    page.get_by_text("Shuffle the words").click()
    expect(page.locator(SAID).filter(has_text="Shuffled: [CLS]")).to_be_visible()
    page.wait_for_function("location.search.includes('shuffle=1')")
    assert link_of(page).items() >= {"inside": "switches", "no_positions": "true", "shuffle": "1"}.items()


@pytest.mark.parametrize("part", ["walk", "attention", "switches"])
def test_text_like_markup_stays_text(page: Page, server: Server, part: str) -> None:
    open_page(page, server, inside=part, sentence=EVIL, looker="2", shuffle="1")
    expect(page.locator(CHART)).to_have_count({"walk": 3, "attention": 2, "switches": 3}[part])
    assert page.locator("img:not([data-testid=stLogo], [data-testid=stHeaderLogo], [data-testid=stSidebarLogo])").count() == 0
    assert page.locator(".katex, main script, [data-testid=stMarkdown] [style*=color]").count() == 0


def test_the_table_and_the_figure_can_be_kept(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server, inside="order")
    with page.expect_download() as table:
        page.get_by_role("button", name="Table as CSV").click()
    table.value.save_as(tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["piece", "[CLS]", "dog", "bite", "##s", "man", "[SEP]"]
    page.locator(CHART).first.hover()
    with page.expect_download() as figure:
        page.get_by_role("button", name="Download as PNG").first.press("Enter")
    figure.value.save_as(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("part", "name"),
    [("walk", "guesses_by_layer"), ("attention", "attention_heads"), ("attention", "attention_arcs"), ("ledger", "model_plan")],
)
def test_what_a_component_draws_can_be_kept(page: Page, server: Server, tmp_path: Path, part: str, name: str) -> None:
    """The picture has ink in it: more than one colour, and about the proportions of what stands on the page."""
    open_page(page, server, inside=part)
    button = page.get_by_role("button", name="Picture as PNG")
    expect(button.first).to_be_visible()
    page.wait_for_timeout(500)
    with page.expect_download() as kept:
        button.nth(1 if name == "attention_arcs" else 0).click()
    assert kept.value.suggested_filename == f"{name}.png"
    kept.value.save_as(tmp_path / "kept.png")
    with Image.open(tmp_path / "kept.png") as picture:
        assert picture.width > 600
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50

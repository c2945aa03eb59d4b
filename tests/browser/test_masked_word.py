"""The masked-word page in a real browser: the component, the link, the downloads, and text that looks like markup."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
SAID = "[data-testid=stMain] [data-testid=stText]"
EVIL = "<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x] <script>alert(2)</script> [MASK]"


def open_page(page: Page, server: Server, **link: str) -> None:
    page.goto(f"{server.url}/masked_word?{urlencode(link)}")
    expect(page.get_by_role("heading", name="Guess the masked word")).to_be_visible()


def link_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query, keep_blank_values=True).items()}


def test_a_click_hides_a_word_and_another_shows_it(page: Page, server: Server) -> None:
    open_page(page, server, text="She took the door and went away.")
    button = page.locator("button.word").nth(3)
    expect(button).to_have_text("door")
    button.click()
    expect(button).to_have_text("[MASK]")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(CHART)).to_have_count(1)
    expect(page.locator(SAID).first).to_contain_text("Hidden here: door")
    page.locator("button.word").nth(0).click()
    expect(page.locator(CHART)).to_have_count(2)
    button.click()
    page.locator("button.word").nth(0).click()
    expect(page.locator(CHART)).to_have_count(0)
    expect(button).to_have_text("door")


def test_quick_clicks_do_not_lose_each_other(page: Page, server: Server) -> None:
    open_page(page, server, text="one two three four five six")
    page.locator("button.word").first.wait_for()
    page.evaluate(
        "() => { for (const host of document.querySelectorAll('*'))"
        " for (const b of host.shadowRoot?.querySelectorAll('button.word') ?? []) if (b.dataset.index < 5) b.click() }"
    )
    expect(page.locator(CHART)).to_have_count(5)
    expect(page.locator("button.word[aria-pressed=true]")).to_have_count(5)
    assert link_of(page)["hide"] == "0.1.2.3.4"


def test_the_keyboard_reaches_a_word(page: Page, server: Server) -> None:
    open_page(page, server, text="She opened the door.")
    page.locator("button.word").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("button.word").nth(1)).to_have_text("[MASK]")
    expect(page.locator(CHART)).to_have_count(1)
    expect(page.locator("button.word").nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("button.word").nth(1)).to_have_text("opened")


def test_a_reload_keeps_everything(page: Page, server: Server) -> None:
    open_page(page, server)
    box = page.get_by_label("Your sentence")
    expect(page.locator(CHART)).to_have_count(1)
    box.fill("The soup was far too hot for me.")
    expect(page.locator("button.word")).to_have_count(8)
    page.locator("button.word").nth(5).click()
    page.get_by_role("slider").press("ArrowRight")
    expect(page.locator(SAID).first).to_contain_text("hot")
    page.wait_for_function("location.search.includes('k=11')")
    page.get_by_role("radio", name="Words I name").or_(page.get_by_role("button", name="Words I name")).click()
    page.get_by_label("Words, with commas between").fill("cold, hot")
    expect(page.locator(CHART)).to_have_count(1)
    page.wait_for_function("location.search.includes('words=')")
    link = link_of(page)
    assert link.items() >= {"text": "The soup was far too hot for me.", "hide": "5", "part": "words", "words": "cold, hot"}.items()
    page.reload()
    expect(page.locator(CHART)).to_have_count(1)
    expect(page.get_by_label("Words, with commas between")).to_have_value("cold, hot")
    expect(page.locator("button.word").nth(5)).to_have_text("[MASK]")
    assert link_of(page) == link


@pytest.mark.parametrize("part", ["guesses", "contrast", "words", "surprise"])
def test_text_like_markup_stays_text(page: Page, server: Server, part: str) -> None:
    text = EVIL if part != "surprise" else EVIL.removesuffix("[MASK]")
    open_page(page, server, text=text, part=part, second=EVIL, words="<img src=x>, :red[x], $x$")
    expect(page.locator(CHART)).to_have_count(1)
    assert page.locator("img:not([data-testid=stLogo], [data-testid=stHeaderLogo], [data-testid=stSidebarLogo])").count() == 0
    assert page.locator(".katex, main script, [data-testid=stMarkdown] [style*=color]").count() == 0
    expect(page.locator(".sentence").first).to_contain_text("<img src=x onerror=alert(1)> ![](http://x/y.png) $x$ :red[x]")


def test_guess_first_hides_the_answer_until_one_is_given(page: Page, server: Server) -> None:
    sentence = "The capital of France is Paris."
    open_page(page, server, text=sentence, hide="5", guess_first="true")
    expect(page.get_by_label("Your word")).to_be_visible()
    expect(page.locator(CHART)).to_have_count(0)
    assert "Paris" not in page.locator("[data-testid=stMain]").inner_text()
    page.get_by_label("Your word").fill("paris")
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(CHART)).to_have_count(1)
    expect(page.locator(SAID).filter(has_text="You: paris")).to_be_visible()
    expect(page.get_by_label("Your sentence")).to_have_value(sentence)


def test_the_table_and_the_figure_can_be_kept(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server, k="5")
    with page.expect_download() as table:
        page.get_by_role("button", name="Table as CSV").click()
    table.value.save_as(tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "mask,rank,word,probability"
    assert [line.split(",")[1] for line in lines[1:]] == ["1", "2", "3", "4", "5"]
    page.locator(CHART).hover()
    with page.expect_download() as figure:
        page.get_by_role("button", name="Download as PNG").press("Enter")
    figure.value.save_as(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")

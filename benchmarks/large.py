"""A text of 5,000 words and 2,000 uploaded rows on the pages that take them: what is said, how long
it takes, whether another reader waits.

While a page works, another tab opens the masked-word page again and again: `other_reader` is its slowest answer. Memory is the
server's, before, at the end, and a while after the tabs are closed.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, expect

from benchmarks.quiet import FIGURE
from benchmarks.serving import ROOT, Server, chromium, streamlit_server
from bertplay.lessons.next_sentence import samples

APP = "[data-testid=stApp]"
DONE = ("data-test-script-state", "notRunning")
WATCH = """() => {
  window.began = window.changed = performance.now()
  const look = () => (window.changed = performance.now())
  const everything = { subtree: true, childList: true, characterData: true }
  new MutationObserver(look).observe(document.querySelector("[data-testid=stMain]"), everything)
}"""
SAID = "[data-testid=stMain] :is(.takeaway, [data-testid=stText])"
IS_STILL = f"""() => document.querySelector("{APP}").getAttribute("data-test-script-state") === "notRunning"
  && performance.now() - window.changed > 3000"""
WORDS, ROWS = 5_000, 2_000
SECONDS_TO_REST = 40


def long_text() -> str:
    """5,000 words of our own samples, paragraph after paragraph."""
    paragraphs = [paragraph for sample in samples() for paragraph in sample.text.split("\n\n")]
    kept, count = [], 0
    while count < WORDS:
        paragraph = paragraphs[len(kept) % len(paragraphs)]
        kept.append(paragraph)
        count += len(paragraph.split())
    return "\n\n".join(kept)


def table(folder: Path) -> Path:
    """2,000 rows of a CSV, each with another number in it."""
    file = folder / "rows.csv"
    file.write_text("text\n" + "\n".join(f"The boat number {n} lay at the bank of the river." for n in range(ROWS)), "utf-8")
    return file


def paste(page: Page, _: Path) -> None:
    """Into the first text box of the tab."""
    box = page.get_by_test_id("stMain").get_by_role("textbox").first
    box.fill(long_text())
    box.press("Control+Enter")


def upload(page: Page, folder: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(table(folder))


CASES: dict[str, tuple[str, dict[str, str], Callable[[Page, Path], None]]] = {
    "next sentence, test": ("next_sentence", {"tab": "test"}, paste),
    "next sentence, all orders": ("next_sentence", {"tab": "all_orders"}, paste),
    "WordPiece": ("wordpiece", {}, paste),
    "layers": ("layers", {}, paste),
    "masked word": ("masked_word", {}, paste),
    "embeddings, 2,000 rows": ("embeddings", {"tab": "similarity"}, upload),
    "embeddings, a word in 2,000 rows": ("embeddings", {}, upload),
}


def run_case(browser: Browser, server: Server, name: str, folder: Path) -> dict[str, object]:
    """Seconds until the page is at rest, what it says, and the slowest answer to somebody else meanwhile."""
    address, link, act = CASES[name]
    page, other = browser.new_page(), browser.new_page()
    page.goto(f"{server.url}/{address}?{urlencode(link)}")
    expect(page.locator(APP)).to_have_attribute(*DONE, timeout=60_000)
    page.evaluate(WATCH)
    act(page, folder)
    waits: list[float] = []
    while not page.evaluate(IS_STILL):
        began = time.perf_counter()
        other.goto(f"{server.url}/masked_word")
        other.locator(FIGURE).first.wait_for(timeout=120_000)
        waits.append(time.perf_counter() - began)
    seconds = page.evaluate("(window.changed - window.began) / 1000")
    said = [text for text in page.locator(SAID).all_inner_texts() if "," in text or "first" in text]
    for tab in (page, other):
        tab.close()
    return {"seconds": round(seconds, 1), "other_reader_seconds": round(max(waits, default=0.0), 2), "said": [t[:160] for t in said[:3]]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result: dict[str, object] = {}
    with (
        streamlit_server(ROOT / "app.py", environment={"BERTPLAY_HUB": "off"}) as server,
        chromium() as browser,
        TemporaryDirectory() as name,
    ):
        page = browser.new_page()
        for address in ("masked_word", "embeddings", "layers", "next_sentence"):  # everything is imported
            page.goto(f"{server.url}/{address}")
            page.locator("[data-testid=stMain] h1").wait_for()
            expect(page.locator(APP)).to_have_attribute(*DONE, timeout=60_000)
        page.close()
        before = server.memory_mib()
        for case in CASES:
            result[case] = run_case(browser, server, case, Path(name))
        at_the_end = server.memory_mib()
        time.sleep(SECONDS_TO_REST)
        result["memory_mib"] = {"before": round(before), "at_the_end": round(at_the_end), "at_rest": round(server.memory_mib())}
    print(json.dumps(result) if options.json else "\n".join(f"{case:34} {figures}" for case, figures in result.items()))


if __name__ == "__main__":
    main()

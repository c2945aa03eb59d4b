"""From the click on a word until its new bars are drawn, in Chromium, with the bundled model.

One word of a sentence is hidden; the click hides a second one, so that the bars of the first change and those of the second
appear. The clock runs in the browser: from the click event to the animation frame in which the charts have changed for
the last time (`all_bars`), and for the first time (`first_bars`). Then the word is shown again, uncounted, and the next one is
clicked; no combination comes twice, so no answer can come from a store of answers.
"""

import argparse
import json
from urllib.parse import quote

from playwright.sync_api import Browser, Locator, Page

from benchmarks.serving import ROOT, Server, chromium, streamlit_server, summary

SENTENCES = (
    "The old teacher opened the heavy door and walked into the room.",
    "In the summer many people travel to the coast of the island.",
    "The king of the country was born in a small northern town.",
    "She took the letter from the table and read it very slowly.",
    "The river flows through the city and ends in a great lake.",
)
WORDS = 11  # each sentence has at least so many; the first of them is hidden from the start
QUIET_MS = 600  # charts that have not changed for so long are finished
CHARTS = "[data-testid='stVegaLiteChart'] :is(canvas, svg.marks)"

CLICK_AND_WATCH = """
(button, { quiet, charts }) => new Promise((resolve) => {
  const picture = (chart) => (chart instanceof HTMLCanvasElement ? chart.toDataURL() : chart.outerHTML)
  const pictures = () => [...document.querySelectorAll(charts)].map(picture).join()
  let last = pictures(), first = null, changed = null
  const start = performance.now()
  button.click()
  const look = () => {
    const now = performance.now(), current = pictures()
    if (current !== last) {
      last = current
      changed = now
      first ??= now
    }
    const waited = now - (changed ?? start)
    if (changed !== null ? waited > quiet : waited > 10000) resolve(changed && { first: first - start, all: changed - start })
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})
"""


def click(button: Locator) -> dict[str, float]:
    """Click and wait until the charts stand still: milliseconds until their first and their last change."""
    times: dict[str, float] | None = button.evaluate(CLICK_AND_WATCH, {"quiet": QUIET_MS, "charts": CHARTS})
    if times is None:
        raise RuntimeError("a click changed no chart within ten seconds")
    return times


def open_sentence(page: Page, server: Server, path: str, sentence: str) -> Locator:
    """Open the page with the first word hidden, wait for its bars, and return the word buttons."""
    page.goto(f"{server.url}/{path}?text={quote(sentence)}&hide=0")
    page.locator(CHARTS).first.wait_for(state="visible", timeout=60_000)
    page.wait_for_timeout(2 * QUIET_MS)
    return page.locator("button.part")


def measure(browser: Browser, server: Server, path: str, clicks: int) -> list[dict[str, float]]:
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    times: list[dict[str, float]] = []
    for sentence in SENTENCES:
        words = open_sentence(page, server, path, sentence)
        for index in range(1, WORDS):
            if len(times) == clicks:
                return times
            times.append(click(words.nth(index)))
            click(words.nth(index))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clicks", type=int, default=50, help="counted clicks, at most 50 (default: 50)")
    parser.add_argument("--page", default="masked_word", help="the page's path (default: masked_word)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with streamlit_server(ROOT / "app.py") as server, chromium() as browser:
        times = measure(browser, server, options.page, options.clicks)
    result: dict[str, object] = {"clicks": len(times)}
    for moment in ("first", "all"):
        result[f"{moment}_bars"] = summary([each[moment] / 1000 for each in times])
    print(json.dumps(result) if options.json else result)


if __name__ == "__main__":
    main()

"""The page of the layers from inside: how long until a part is there, and from a click until its answer is drawn.

The clock runs in the browser. `first_view`: from the moment the heading is painted, the model warm, until text, components
and figures have changed for the last time. `click`: from the click to their last change. No click comes twice in a row,
so each one changes something.
"""

import argparse
import json
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from benchmarks.serving import ROOT, Server, chromium, streamlit_server, summary

QUIET_MS = 600  # what has not changed for so long is finished
CLICKABLE = {
    "walk": (".lens th button", (0, 1, 2, 3, 5, 6, 7, 8, 9)),
    "attention": (".grid button", range(1, 24)),
    "switches": ("[data-testid=stCheckbox] input", range(1, 4)),  # the first lets the reader guess
    "ledger": (".block", (0, 1)),  # the layers are alike
}

LOOK = """
const main = document.querySelector("[data-testid=stMain]")
const charts = main.querySelectorAll("[data-testid='stVegaLiteChart'] :is(canvas, svg.marks)")
const picture = (chart) => (chart instanceof HTMLCanvasElement ? chart.toDataURL() : chart.outerHTML)
const inside = [...main.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot.textContent] : []))
return [main.innerText, ...inside, ...[...charts].map(picture)].join()
"""
WATCH = f"""
(button, quiet) => new Promise((resolve) => {{
  const look = () => {{ {LOOK} }}
  let last = look(), changed = null
  const start = performance.now()
  button?.click()
  const frame = () => {{
    const now = performance.now(), current = look()
    if (current !== last) [last, changed] = [current, now]
    const waited = now - (changed ?? start)
    if (changed === null ? waited > 10000 : waited > quiet) resolve(changed && changed - start)
    else requestAnimationFrame(frame)
  }}
  requestAnimationFrame(frame)
}})
"""


def first_views(page: Page, server: Server, part: str, times: int) -> list[float]:
    """Seconds until the part is complete, each time in a page opened anew."""
    seconds = []
    for _ in range(times):
        page.goto(f"{server.url}/layers?{urlencode({'inside': part})}")
        page.get_by_role("heading", name="The layers from inside").wait_for()
        seconds.append(answered(page.evaluate(f"() => ({WATCH})(null, {QUIET_MS})"), f"first view of {part}"))
    return seconds


def clicks(page: Page, server: Server, part: str, times: int) -> list[float]:
    """Seconds from a click to its last change."""
    page.goto(f"{server.url}/layers?{urlencode({'inside': part})}")
    selector, places = CLICKABLE[part]
    buttons = page.locator(selector)
    buttons.first.wait_for(state="attached")
    page.wait_for_timeout(3 * QUIET_MS)
    return [answered(buttons.nth(places[i % len(places)]).evaluate(WATCH, QUIET_MS), f"click {i} of {part}") for i in range(times)]


def answered(milliseconds: float | None, what: str) -> float:
    if milliseconds is None:
        raise RuntimeError(f"nothing changed within ten seconds: {what}")
    return milliseconds / 1000


def measure(browser: Browser, server: Server, times: int, views: int) -> dict[str, object]:
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    page.set_default_timeout(120_000)
    page.goto(f"{server.url}/layers")
    page.locator(
        "[data-testid='stVegaLiteChart'] :is(canvas, svg.marks)"
    ).first.wait_for()  # the model and the libraries of figures are warm
    result: dict[str, object] = {}
    for part in CLICKABLE:
        result[part] = {"first_view": summary(first_views(page, server, part, views)), "click": summary(clicks(page, server, part, times))}
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clicks", type=int, default=50, help="counted clicks a part (default: 50)")
    parser.add_argument("--views", type=int, default=10, help="counted first views a part (default: 10)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with streamlit_server(ROOT / "app.py", environment={"BERTPLAY_OFFLINE": "1"}) as server, chromium() as browser:
        result = measure(browser, server, options.clicks, options.views)
    print(json.dumps(result) if options.json else result)


if __name__ == "__main__":
    main()

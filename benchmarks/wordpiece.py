"""The WordPiece page in Chromium: how long each part takes to stand there, and how long a click takes to be answered.

`view`    from the title of the page to the last element of the part, the server warm
`click`   from a click on Forward or Back until the line below the figure says the new step; the clock runs in the browser
"""

import argparse
import json
import time

from playwright.sync_api import Page

from benchmarks.serving import ROOT, Server, chromium, streamlit_server, summary

PARTS = ("way", "word", "why", "vocabulary", "side", "train")
CLICKED = {"word": "Look-up [0-9,]+ of", "train": "[0-9,]+ of [0-9,]+ merges"}
CLICK = """
(button, said) => new Promise((resolve) => {
  const read = () => document.querySelector("[data-testid=stMain]").innerText.match(new RegExp(said))?.[0]
  const before = read(), start = performance.now()
  button.click()
  const look = () => {
    const now = read(), waited = performance.now() - start
    if (now && now !== before) resolve(waited / 1000)
    else if (waited > 10000) resolve(null)
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})
"""


def open_part(page: Page, server: Server, part: str) -> float:
    """Open a part by its link; seconds from the title to the fold with the program, which is its end."""
    page.goto(f"{server.url}/wordpiece?cutting={part}&cut_first=no")
    page.get_by_role("heading", name="Words into pieces").wait_for(timeout=60_000)
    start = time.perf_counter()
    page.get_by_text("The same in Python").last.wait_for(timeout=60_000)
    return time.perf_counter() - start


def click(page: Page, part: str, number: int) -> float:
    """Seconds until the answer. Back and forward in turns, so that every click has somewhere to go."""
    name = "Back" if number % 2 == 0 else "Forward"
    waited = page.get_by_role("button", name=name, exact=True).evaluate(CLICK, CLICKED[part])
    if waited is None:
        raise RuntimeError(f"a click on {name} changed nothing within ten seconds")
    return float(waited)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--views", type=int, default=5, help="how often each part is opened")
    parser.add_argument("--clicks", type=int, default=50, help="clicks in each part that has steps")
    options = parser.parse_args()
    found: dict[str, object] = {}
    with streamlit_server(ROOT / "app.py", environment={"BERTPLAY_OFFLINE": "1"}) as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1600})
        for part in PARTS:
            open_part(page, server, part)  # what a server does once: imports, counts
            found[part] = {"view": summary([open_part(page, server, part) for _ in range(options.views)])}
        for part in CLICKED:
            open_part(page, server, part)
            page.wait_for_timeout(1_000)
            found[f"{part}, clicked"] = {"click": summary([click(page, part, number) for number in range(options.clicks)])}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()

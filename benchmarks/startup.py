"""From the start of the server to the first page, against an empty Streamlit page with stock options.

Both servers are started in turns, each time with a browser profile that has seen nothing. Four moments are taken:
`painted`, when the page's heading is on the screen; `usable`, when its text box is as well; `answered`, when its first figure is drawn,
a stored answer as a rule (the empty page has neither: there it is the heading again); and `finished`, when the script has run to the
end, with the model's own answer.
A start of each comes first and is not counted: it warms the disk and the compiled Python files.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks.serving import ROOT, chromium, streamlit_server, summary

EMPTY = 'import streamlit as st\n\nst.title("Empty")\n'
TEXT_BOX = "[data-testid='stTextInput'] input"
FIGURE = "[data-testid='stVegaLiteChart'] svg, .js-plotly-plot svg.main-svg"
MOMENTS = ("painted", "usable", "answered", "finished")
FINISHED = "[data-testid='stApp'][data-test-script-state='notRunning']"


def first_page(browser: Browser, script: Path, path: str = "", *, is_ours: bool = False) -> dict[str, float]:
    """Seconds from the start of a server's process until its page is painted, usable, answered and finished."""
    with streamlit_server(script) as server:
        page = browser.new_page()
        page.goto(f"{server.url}/{path}", wait_until="commit")
        since_start = {}
        for moment, sign in (("painted", "h1"), ("usable", TEXT_BOX), ("answered", FIGURE)):
            page.locator(sign if is_ours else "h1").first.wait_for(state="visible")
            since_start[moment] = time.perf_counter() - server.started
        page.locator(FINISHED).wait_for(state="attached")
        since_start["finished"] = time.perf_counter() - server.started
        page.context.close()
    return since_start


def measure(runs: int, path: str) -> dict[str, object]:
    """Start both in turns `runs` times; medians of each and their ratio."""
    ours: list[dict[str, float]] = []
    empty: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        script = Path(folder, "empty.py")
        script.write_text(EMPTY, encoding="utf-8")
        for _ in range(runs + 1):
            empty.append(first_page(browser, script))
            ours.append(first_page(browser, ROOT / "app.py", path, is_ours=True))
    result: dict[str, object] = {"runs": runs}
    for moment in MOMENTS:
        a, b = [run[moment] for run in ours[1:]], [run[moment] for run in empty[1:]]
        result[moment] = {"bertplay": summary(a), "empty": summary(b), "ratio": round(median(a) / median(b), 2)}
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="counted starts of each (default: 5)")
    parser.add_argument("--page", default="", help="the page's path; empty: the first page")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.runs, options.page)
    if options.json:
        print(json.dumps(result))
        return
    for moment in MOMENTS:
        print(f"{moment}: {result[moment]}")


if __name__ == "__main__":
    main()

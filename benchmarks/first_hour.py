"""A newcomer's walk: the first good answer, the first surprise, the first fine-tuned model, and how long each takes.

Seconds from the act (the server started, a word clicked, a button pressed) until the sentence that answers it is on the screen; reading
is not counted. Prints the table of docs/first-hour.md; run it on an idle machine.
"""

import argparse
import json
import time
from collections.abc import Callable
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect

from benchmarks.quiet import PATIENCE_MS
from benchmarks.serving import ROOT, Server, chromium, streamlit_server

TAKEAWAY = ".takeaway"
TRAINING_MS = 300_000
STORED = "Stored answer"


def since(start: float) -> float:
    return round(time.perf_counter() - start, 2)


def waited(act: Callable[[], object], until: Callable[[], object]) -> float:
    """Seconds from an act until something is seen."""
    start = time.perf_counter()
    act()
    until()
    return since(start)


def walk(page: Page, server: Server) -> dict[str, float]:
    """The steps in their order -> seconds."""
    steps = {}
    page.goto(f"{server.url}/")
    page.get_by_role("heading", name="Click a word").wait_for()
    steps["server start until the sentence appears"] = since(server.started)
    sentence = page.locator(TAKEAWAY).first
    expect(sentence).to_contain_text("coffee")
    steps["server start until the first good answer"] = since(server.started)
    page.get_by_text(STORED).wait_for(state="hidden")
    page.get_by_role("button", name="Add to worksheet").wait_for()
    steps["server start until the model answers live"] = since(server.started)
    word = page.get_by_role("button", name="work", exact=True)
    steps["a click until the first surprise: a word that the model misses"] = waited(
        word.click, lambda: expect(sentence).to_contain_text("ranks number")
    )
    door = page.get_by_role("link", name="10. How does fine-tuning work in practice?")
    steps["a click until the question about fine-tuning shows its stored result"] = waited(
        door.click, lambda: expect(sentence).to_contain_text("is classified as")
    )
    train = page.get_by_role("button", name="Train it here")
    steps["a click until the first model is fine-tuned"] = waited(
        train.click, lambda: page.get_by_text("1 of 1 runs finished.").wait_for(timeout=TRAINING_MS)
    )
    return steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    expect.set_options(timeout=PATIENCE_MS)
    with TemporaryDirectory() as runs, chromium() as browser:
        environment = {"BERTPLAY_HUB": "off", "BERTPLAY_RUNS_DIR": runs}
        with streamlit_server(ROOT / "app.py", environment=environment) as server:
            page = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
            page.set_default_timeout(PATIENCE_MS)
            steps = walk(page, server)
    rows = ["| step | seconds |", "| --- | --- |", *(f"| {step} | {seconds} |" for step, seconds in steps.items())]
    print(json.dumps(steps) if options.json else "\n".join(rows))


if __name__ == "__main__":
    main()

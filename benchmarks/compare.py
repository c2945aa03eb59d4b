"""Four bundled models compared on one sentence, in Chromium, all of them warm.

The clock runs in the browser, as in pages.py. `first_view`: from the moment the heading is painted, in a page opened anew,
until text, figures and costs have changed for the last time. `answer`: from Enter behind a new sentence until then.
"""

import argparse
import json
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from benchmarks.quiet import AT_REST, PICTURES, QUIET_MS, answered, watch
from benchmarks.serving import ROOT, Server, chromium, streamlit_server, summary

MODELS = ("bert", "roberta", "albert", "bilstm")
SUBJECTS = ("teacher", "king", "doctor", "child", "soldier", "woman", "captain", "farmer", "judge", "writer")
PLACES = ("in the house", "on the river", "at the door", "before the war", "with a friend")
SENTENCES = [f"The {subject} found a [MASK] {place}." for place in PLACES for subject in SUBJECTS]
WATCH = watch(PICTURES)
ENTER = f"(box, rest) => ({WATCH})({{ click: () => window.pressEnter() }}, rest)"


def open_page(page: Page, server: Server, sentence: str) -> None:
    page.goto(f"{server.url}/compare?{urlencode({'models': ','.join(MODELS), 'guessed': sentence})}")
    page.get_by_role("heading", name="Models compared").wait_for()


def first_view(page: Page, server: Server, sentence: str) -> float:
    """Seconds until the page is complete."""
    open_page(page, server, sentence)
    return answered(page.evaluate(f"(rest) => ({WATCH})(null, rest)", AT_REST), "first view")


def answer(page: Page, sentence: str) -> float:
    """Seconds from Enter until the last of the four answers stands. The sentence is put into the box at once, as if pasted."""
    box = page.get_by_label("A sentence, with [MASK] where a word is to be guessed")
    box.evaluate(
        """(box, text) => {
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, text)
          window.pressEnter = () => {
            box.dispatchEvent(new Event("input", { bubbles: true }))
            const enter = { key: "Enter", code: "Enter", keyCode: 13, bubbles: true }
            setTimeout(() => box.dispatchEvent(new KeyboardEvent("keydown", enter)), 0)
          }
        }""",
        sentence,
    )
    return answered(box.evaluate(ENTER, AT_REST), sentence)


def measure(browser: Browser, server: Server, times: int) -> dict[str, object]:
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    page.set_default_timeout(120_000)
    open_page(page, server, SENTENCES[0])
    page.get_by_text("median of").nth(len(MODELS) - 1).wait_for()  # all four are loaded, and so are the libraries of figures
    views = [first_view(page, server, sentence) for sentence in SENTENCES[:times]]
    open_page(page, server, "Nobody saw the [MASK].")
    page.wait_for_timeout(5 * QUIET_MS)
    answers = [answer(page, sentence) for sentence in SENTENCES[:times]]
    return {"times": times, "first_view": summary(views), "answer": summary(answers)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50, help="sentences, at most 50 (default: 50)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with streamlit_server(ROOT / "app.py", environment={"BERTPLAY_OFFLINE": "1"}) as server, chromium() as browser:
        result = measure(browser, server, options.times)
    print(json.dumps(result) if options.json else result)


if __name__ == "__main__":
    main()

"""The tabs of the pages: how long until a tab is complete, and from a click in it until its answer is.

The clock runs in the browser. `first_view`: from the moment the heading is painted, the model warm, until text, components
and figures have changed for the last time. `click`: from the click (or a step of a slider) to their last change. No click
comes twice in a row, so each one changes something. Points of a map do not glide here: the browser asks for less motion.
"""

import argparse
import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

from playwright.sync_api import Browser, Locator, Page

from benchmarks.quiet import AT_REST, FIGURE, PICTURES, QUIET_MS, answered, watch
from benchmarks.serving import ROOT, Server, chromium, streamlit_server, summary

HEADINGS = {
    "next_sentence": "Next sentence",
    "wordpiece": "WordPiece",
    "embeddings": "Embeddings",
    "layers": "Layers and attention",
    "compare": "Compare models",
    "fine_tuning": "Fine-tuning",
    "runs": "Runs",
}


@dataclass(frozen=True)
class View:
    """A tab of a page, and what is clicked there in turn: the places of a selector, or elements of these names.

    slider   the name of a slider that is moved to and fro instead
    """

    page: str
    link: dict[str, str] = field(default_factory=dict)
    selector: str = ""
    places: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    slider: str = ""

    def clicked(self, page: Page, turn: int) -> Locator:
        if self.slider:
            return page.get_by_label(self.slider, exact=True).locator("input[type=range]")
        if self.names:
            name = self.names[turn % len(self.names)]
            return page.get_by_role("radio", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first
        return page.locator(self.selector).nth(self.places[turn % len(self.places)])


VIEWS = {
    "next sentence, two sentences": View("next_sentence", names=("Swapped", "Rain")),
    "next sentence, candidates": View("next_sentence", {"tab": "candidates"}, names=("An album", "A lost key")),
    "next sentence, test": View("next_sentence", {"tab": "test"}, names=("One story", "Three topics")),
    "next sentence, all orders": View("next_sentence", {"tab": "all_orders"}, names=("One story", "Three topics")),
    "WordPiece, text to tokens": View("wordpiece", names=("Accents", "Everyday")),
    "WordPiece, one word": View("wordpiece", {"tab": "one_word", "word": "unconstitutionally", "look_up": "9"}, slider="Look-up"),
    "WordPiece, why subwords": View("wordpiece", {"tab": "why_subwords"}),
    "WordPiece, vocabulary": View("wordpiece", {"tab": "vocabulary"}),
    "WordPiece, compare tokenizers": View("wordpiece", {"tab": "compare"}),
    "WordPiece, train": View("wordpiece", {"tab": "train"}, slider="Size of the vocabulary"),
    "embeddings, one word": View("embeddings", slider="Layer for neighbours and downloads"),
    "embeddings, senses": View("embeddings", {"tab": "senses"}, names=("bat", "cell", "bank")),
    "embeddings, similarity": View("embeddings", {"tab": "similarity"}, names=("Vector of [CLS]", "Maximum", "Mean of all tokens")),
    "embeddings, static": View("embeddings", {"tab": "static"}, names=("river", "king")),
    "layers, layer by layer": View("layers", names=("A door appears", "The name of a country")),
    "layers, attention": View("layers", {"tab": "attention"}, names=("The next token", "The previous token")),
    "layers, ablations": View("layers", {"tab": "ablations"}, names=("Random weights", "No positions")),
    "layers, word order": View("layers", {"tab": "word_order"}),
    "layers, parameters": View("layers", {"tab": "parameters"}),
    "four models compared": View("compare", {"models": "bert,roberta,albert,bilstm"}, names=("Agreement", "Pronoun", "By the sea")),
    "fine-tuning": View("fine_tuning"),
    "runs": View("runs"),
}

WATCH = watch(PICTURES)
OPENED = watch(PICTURES, script=True, unchanged=True)
SLIDE = f"""(slider, [key, rest]) => {{
  const press = () => slider.dispatchEvent(new KeyboardEvent("keydown", {{ key, bubbles: true, cancelable: true }}))
  return ({WATCH})({{ click: press }}, rest)
}}"""


def open_view(page: Page, server: Server, view: View) -> None:
    page.goto(f"{server.url}/{view.page}?{urlencode(view.link)}")
    page.get_by_role("heading", name=HEADINGS[view.page]).first.wait_for()


def first_views(page: Page, server: Server, name: str, times: int) -> list[float]:
    """Seconds until the tab is complete, each time in a page opened anew."""
    seconds = []
    for _ in range(times):
        open_view(page, server, VIEWS[name])
        seconds.append(answered(page.evaluate(f"(rest) => ({OPENED})(null, rest)", AT_REST), f"first view of {name}"))
    return seconds


def clicks(page: Page, server: Server, name: str, times: int) -> list[float]:
    """Seconds from a click to its last change."""
    view = VIEWS[name]
    open_view(page, server, view)
    first = view.clicked(page, 0)
    first.wait_for(state="attached")
    if not view.slider:
        first.click()  # uncounted: the tab may open on this very example
    page.wait_for_timeout(3 * QUIET_MS)
    seconds = []
    for turn in range(1, times + 1):
        element = view.clicked(page, turn)
        moved = (
            element.evaluate(SLIDE, ["ArrowLeft" if turn % 4 in {1, 2} else "ArrowRight", AT_REST])
            if view.slider
            else element.evaluate(WATCH, AT_REST)
        )
        seconds.append(answered(moved, f"click {turn} of {name}"))
    return seconds


def measure(browser: Browser, server: Server, names: list[str], times: int, views: int) -> dict[str, object]:
    page = browser.new_context(viewport={"width": 1280, "height": 1600}, reduced_motion="reduce").new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{server.url}/layers")
    page.locator(FIGURE).first.wait_for()  # the model and the libraries of figures are warm
    result: dict[str, object] = {}
    for name in names:
        first_views(page, server, name, 1)  # what this tab alone imports
        found = {"first_view": summary(first_views(page, server, name, views))}
        view = VIEWS[name]
        result[name] = found | ({"click": summary(clicks(page, server, name, times))} if view.places or view.names or view.slider else {})
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clicks", type=int, default=50, help="counted clicks per tab (default: 50)")
    parser.add_argument("--views", type=int, default=10, help="counted first views per tab (default: 10)")
    parser.add_argument("--only", default="", help="tabs whose names begin so")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    names = [name for name in VIEWS if name.startswith(options.only)]
    with streamlit_server(ROOT / "app.py", environment={"BERTPLAY_HUB": "off"}) as server, chromium() as browser:
        result = measure(browser, server, names, options.clicks, options.views)
    print(json.dumps(result) if options.json else "\n".join(f"{name:28} {figures}" for name, figures in result.items()))


if __name__ == "__main__":
    main()

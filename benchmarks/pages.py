"""Next sentence, embeddings, layers, fine-tuning, runs: how long until a part of the page is there, and until a click is answered.

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
    "layers": "The layers from inside",
    "next_sentence": "Is it the next sentence?",
    "embeddings": "Where BERT puts meanings",
    "fine_tuning": "Fine-tuning",
    "runs": "Runs",
}


@dataclass(frozen=True)
class View:
    """A part of a page, and what is clicked there in turn: the places of a selector, or elements of these names.

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
    "layers, walk": View("layers", {"inside": "walk"}, ".lens th button", (0, 1, 2, 3, 5, 6, 7, 8, 9)),
    "layers, attention": View("layers", {"inside": "attention"}, ".grid button", tuple(range(1, 24))),
    # The first switch lets the reader guess.
    "layers, switches": View("layers", {"inside": "switches"}, "[data-testid=stMain] [data-testid=stCheckbox] input", (1, 2, 3)),
    "layers, ledger": View("layers", {"inside": "ledger"}, ".block", (0, 1)),  # the layers are alike
    "next sentence, two": View("next_sentence", names=("Turn them round",)),
    "next sentence, several": View("next_sentence", {"view": "rank", "pick_first": "false"}, names=("An album", "A lost key")),
    "next sentence, bench": View("next_sentence", {"view": "bench"}, names=("One story", "Three subjects")),
    "next sentence, every order": View("next_sentence", {"view": "matrix"}, names=("One story", "Three subjects")),
    "embeddings, map": View("embeddings", slider="Layer"),
    "embeddings, senses": View("embeddings", {"meaning": "senses"}, names=("bat", "cell", "bank")),
    "embeddings, sentences": View("embeddings", {"meaning": "sentences"}, names=("[CLS]", "Maximum", "Mean of all pieces")),
    "embeddings, words": View("embeddings", {"meaning": "words"}, names=("river", "king")),
    "fine-tuning": View("fine_tuning", names=("Topics: what is it about?", "Reviews: good or bad?")),
    "runs": View("runs"),
}

WATCH = watch(PICTURES)
SLIDE = f"""(slider, [key, rest]) => {{
  const press = () => slider.dispatchEvent(new KeyboardEvent("keydown", {{ key, bubbles: true, cancelable: true }}))
  return ({WATCH})({{ click: press }}, rest)
}}"""


def open_view(page: Page, server: Server, view: View) -> None:
    page.goto(f"{server.url}/{view.page}?{urlencode(view.link)}")
    page.get_by_role("heading", name=HEADINGS[view.page]).first.wait_for()


def first_views(page: Page, server: Server, name: str, times: int) -> list[float]:
    """Seconds until the part is complete, each time in a page opened anew."""
    seconds = []
    for _ in range(times):
        open_view(page, server, VIEWS[name])
        seconds.append(answered(page.evaluate(f"(rest) => ({WATCH})(null, rest)", AT_REST), f"first view of {name}"))
    return seconds


def clicks(page: Page, server: Server, name: str, times: int) -> list[float]:
    """Seconds from a click to its last change."""
    view = VIEWS[name]
    open_view(page, server, view)
    view.clicked(page, 0).wait_for(state="attached")
    page.wait_for_timeout(3 * QUIET_MS)
    seconds = []
    for turn in range(times):
        element = view.clicked(page, turn)
        moved = (
            element.evaluate(SLIDE, ["ArrowLeft" if turn % 6 < 3 else "ArrowRight", AT_REST])
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
        first_views(page, server, name, 1)  # what its part alone imports
        found = {"first_view": summary(first_views(page, server, name, views))}
        view = VIEWS[name]
        result[name] = found | ({"click": summary(clicks(page, server, name, times))} if view.places or view.names or view.slider else {})
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clicks", type=int, default=50, help="counted clicks a part (default: 50)")
    parser.add_argument("--views", type=int, default=10, help="counted first views a part (default: 10)")
    parser.add_argument("--only", default="", help="parts whose names begin so")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    names = [name for name in VIEWS if name.startswith(options.only)]
    with streamlit_server(ROOT / "app.py", environment={"BERTPLAY_OFFLINE": "1"}) as server, chromium() as browser:
        result = measure(browser, server, names, options.clicks, options.views)
    print(json.dumps(result) if options.json else "\n".join(f"{name:28} {figures}" for name, figures in result.items()))


if __name__ == "__main__":
    main()

"""Takes the pictures of the documentation anew, from the running app: `python -m docs.screenshots.make`."""

from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page

from benchmarks.serving import ROOT, chromium, streamlit_server

FOLDER = Path(__file__).parent
CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
PICTURES = {
    "ten_questions": {},
    "masked_word": {"k": "8"},
    "masked_word-contrast": {
        "text": "The sailor lived on a [MASK].",
        "second": "The farmer lived on a [MASK].",
        "part": "contrast",
    },
    "masked_word-surprise": {"text": "She opened the elephant and went inside.", "part": "surprise"},
}


def take(page: Page, address: str, file: Path) -> None:
    """Open a page, wait for its figure, save what is seen."""
    page.goto(address)
    page.locator(CHART).first.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)  # the figure fades in
    page.screenshot(path=file)


def main() -> None:
    """Every picture by day, at the width of a laptop."""
    with streamlit_server(ROOT / "app.py") as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1180, "height": 900}, color_scheme="light")
        for name, query in PICTURES.items():
            take(page, f"{server.url}/{name.partition('-')[0]}?{urlencode(query)}", FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()

"""Takes the pictures of the documentation anew, from the running app: `python -m docs.screenshots.make`.

Every page of the navigation by day and by night at the width of a laptop, the home page on a telephone as well, and what the
README shows. The server is one of its own, without a network, with three small trainings in its store. A few minutes.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page

from benchmarks.serving import ROOT, chromium, streamlit_server

FOLDER = Path(__file__).parent
HOME = "home"
CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
WAITS = ":is([data-testid=stSkeleton], [data-testid=stSpinner]), [data-testid=stProgress]:has-text('Loading the model')"
CHECKS, MILLISECONDS = 5, 250
"""At rest in so many checks, so far apart: when models are loaded a page runs again by itself."""
SCHEMES = ("light", "dark")
WIDE, NARROW, README_SIZE = ((1280, 1000), (390, 1500), (1180, 900))
COLORS = 128
MAX_BYTES = 4_000_000
PICTURES: dict[str, dict[str, str]] = {
    "home": {},
    "masked_word": {"top_k": "8"},
    "masked_word-contrast": {
        "text": "The sailor lived on a [MASK].",
        "second": "The farmer lived on a [MASK].",
        "tab": "two_sentences",
    },
    "masked_word-surprise": {"text": "She opened the elephant and went inside.", "tab": "surprisal"},
}
"""What the README shows, and what is filled in there."""
LINKS = {"wordpiece": {"text": "Unbelievably, the café in Zürich sells postcards to photographers."}}
"""What is filled in: no Chinese, whose letters a server has no font for."""
CLICKS = {"classroom": "Open a class"}
"""Pages that wait for a button."""
ASKED_BEFORE = "masked_word"
"""The page that is opened before the worksheet, which is empty otherwise."""
TRAININGS = (("majority",), ("tfidf",), ("full", "--examples", "64", "--epochs", "2"))


def pages() -> dict[str, str]:
    """Every page of the navigation in its order, and its title: {"home": "Home", …}."""
    return dict(re.findall(r'st\.Page\("pages/(\w+)\.py", title=_\("([^"]+)"', (ROOT / "app.py").read_text("utf-8")))


def train(environment: Mapping[str, str]) -> None:
    """A few small trainings, so that the page of runs has something to list."""
    for method in TRAININGS:
        command = [sys.executable, "-m", "bertplay", "finetune", "--train", "sample:reviews", "--json", "--method", *method]
        subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  ours


def open_page(page: Page, url: str, name: str, query: Mapping[str, str]) -> None:
    """Open a page with everything filled in, and wait until it is drawn."""
    page.goto(f"{url}/{'' if name == HOME else name}?{urlencode(query)}")
    page.locator("[data-testid=stMain] h1").wait_for()
    stand_still(page)
    if name in CLICKS:
        page.get_by_role("button", name=CLICKS[name]).first.click()
        stand_still(page)


def stand_still(page: Page) -> None:
    """Wait until the script is over, all models have answered and figures have faded in."""
    page.wait_for_timeout(1000)
    still = 0
    while still < CHECKS:
        page.wait_for_timeout(MILLISECONDS)
        still = still + 1 if page.locator(READY).count() and not page.locator(WAITS).count() else 0
    page.wait_for_timeout(1500)


def save(page: Page, name: str) -> None:
    """What is seen, in so few colours that a picture stays small."""
    seen = Image.open(BytesIO(page.screenshot())).convert("RGB")
    seen.quantize(COLORS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


def new_page(browser: Browser, size: tuple[int, int], scheme: str) -> Page:
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]  # one of SCHEMES
    page.set_default_timeout(120_000)
    return page


def take_all(browser: Browser, url: str) -> None:
    """Every page in light and dark mode; the home page on a phone; what the README shows."""
    page = new_page(browser, README_SIZE, SCHEMES[0])
    page.goto(f"{url}/masked_word")
    page.locator(CHART).first.wait_for()  # from here on the model is in memory
    for name, query in PICTURES.items():
        open_page(page, url, name.partition("-")[0], query)
        save(page, name)
    for scheme in SCHEMES:
        page = new_page(browser, WIDE, scheme)
        for name, title in pages().items():
            if name == "worksheet":
                open_page(page, url, ASKED_BEFORE, {})
                page.get_by_role("button", name="Add to worksheet").click()
                stand_still(page)
                follow(page, title)
            else:
                open_page(page, url, name, LINKS.get(name, {}))
            save(page, f"{name}-{scheme}")
        page = new_page(browser, NARROW, scheme)
        open_page(page, url, HOME, {})
        save(page, f"{HOME}-narrow-{scheme}")


def follow(page: Page, title: str) -> None:
    """Go to another page in the same session, as a reader does."""
    page.locator("[data-testid=stSidebarNav]").get_by_role("link", name=title, exact=True).click()
    stand_still(page)


def main() -> None:
    with TemporaryDirectory() as folder:
        environment = {"BERTPLAY_HUB": "off", "BERTPLAY_RUNS_DIR": folder, "BERTPLAY_MODELS_DIR": "models"}
        train(environment)
        with streamlit_server(ROOT / "app.py", environment=environment) as server, chromium() as browser:
            take_all(browser, server.url)
    size = sum(file.stat().st_size for file in FOLDER.glob("*.png"))
    if size > MAX_BYTES:
        raise SystemExit(f"The pictures take {size / 1e6:.1f} MB of {MAX_BYTES / 1e6:.0f}: give them fewer colours than {COLORS}.")


if __name__ == "__main__":
    main()

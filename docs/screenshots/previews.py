"""Draws the pictures that previews of links show, one a page: `python -m docs.screenshots.previews`.

They are the pictures of the home page's doors, large and without a word, so that they are right in every language.
"""

from io import BytesIO

from PIL import Image

from benchmarks.serving import ROOT, chromium
from bertplay.i18n.descriptions import DESCRIPTIONS
from bertplay.server.previews import HEIGHT, PICTURES, WIDTH

COLORS = 32
SYMBOLS = (ROOT / "bertplay" / "ui" / "components" / "doors.html").read_text("utf-8")
BRAND = (ROOT / "bertplay" / "ui" / "assets" / "bertplay.svg").read_text("utf-8")
FRAME = """<!doctype html><style>
body { margin: 0; background: #fff; --accent: #2f5bd0; --pale: #c1cdf1; --line: #9da2ad }
main { display: grid; place-items: center; height: 100vh; box-sizing: border-box; border-bottom: 16px solid #2f5bd0 }
.picture { width: 600px; margin-bottom: 90px } .brand { position: absolute; left: 60px; bottom: 50px; zoom: 1.8 } .large { zoom: 5 }
</style>"""


def drawing_of(page: str) -> str:
    """The picture of a page with the name of the app; the name alone where the page has no picture: home, the ten questions."""
    if f'id="{page}"' not in SYMBOLS:
        return f'{FRAME}<main><div class="large">{BRAND}</div></main>'
    return (
        f'{FRAME}{SYMBOLS}<main><svg class="picture" viewBox="0 0 96 56"><use href="#{page}"/></svg><div class="brand">{BRAND}</div></main>'
    )


def main() -> None:
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for page in DESCRIPTIONS:
            tab.set_content(drawing_of(page))
            seen = Image.open(BytesIO(tab.screenshot())).convert("RGB")
            seen.quantize(COLORS, dither=Image.Dither.NONE).save(PICTURES / f"{page}.png", optimize=True)


if __name__ == "__main__":
    main()

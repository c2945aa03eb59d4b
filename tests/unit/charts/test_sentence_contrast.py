"""Numbers on a coloured background are readable in light and dark mode."""

import tomllib

import pytest

from bertplay.charts.tuned_model import FILLED, SCALE_END
from tests.translations import ROOT

READABLE = 4.5
"""The least contrast of text in WCAG 2.2, level AA."""
Colour = tuple[float, float, float]


def colour(written: str) -> Colour:
    """ "#ff0000" -> (1.0, 0.0, 0.0)"""
    red, green, blue = (int(written[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """The first colour over the second, with this opacity."""
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(first, second, strict=True))
    return red, green, blue


def light(shown: Colour) -> float:
    """The relative luminance of WCAG, 0 to 1."""
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in shown)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast(colour("#000000"), colour("#ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("base", ["light", "dark"])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_numbers_of_the_confusion_matrix_can_be_read(base: str, share: float) -> None:
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"][base]
    ramp = [colour(step) for step in theme["chartSequentialColors"]]
    place = share / SCALE_END * (len(ramp) - 1)
    below = int(place)
    cell = mixed(ramp[below + 1], ramp[below], place - below)
    shown = mixed(cell, colour(theme["backgroundColor"]), FILLED)
    assert contrast(shown, colour(theme["chartCategoricalColors"][-1])) >= READABLE

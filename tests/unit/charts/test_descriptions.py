"""Every figure has a sentence that describes it, for readers who cannot see it."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bertplay import charts
from bertplay.charts.bars import Widths
from bertplay.charts.figure import written
from bertplay.i18n import offered_languages, using_language

LEAST_WORDS = 4
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "bars.drawn_bars": ("probability", "Words as bars with their probabilities.", Widths()),
    "compare.drawn_quality": ("right, %", "memory, MB", True),
    "logit_lens.drawn_lens": (4,),
    "next_sentence.drawn_below": ("sentence", "The candidates, each with a bar."),
    "pretraining.drawn_curves": ("all", "loss"),
    "training_compare.drawn_comparison": ("accuracy",),
    "training_compare.drawn_efficiency": ("accuracy",),
    "training_curves.drawn_shares": ("How often a run is right over its steps.",),
    "wordpiece.drawn_bars": ("linear",),
}
"""What a drawing is made with, where it is made with something."""
OPTIONS: dict[str, dict[str, Any]] = {
    "classroom.drawn_bars": {"with_model": True},
    "training_compare.drawn_comparison": {"is_share": True},
    "training_compare.drawn_efficiency": {"is_share": True},
}


def drawings() -> Iterator[tuple[str, Callable[..., Any]]]:
    """All functions of bertplay.charts that make a drawing without rows."""
    for module in pkgutil.iter_modules(charts.__path__):
        found = vars(importlib.import_module(f"bertplay.charts.{module.name}")).items()
        for name, function in found:
            if name.startswith("drawn_") and function.__module__.endswith(f".{module.name}"):
                yield f"{module.name}.{name}", function


DRAWINGS = dict(drawings())


def test_all_drawings_are_found() -> None:
    assert len(DRAWINGS) > 20
    assert DRAWINGS.keys() >= ARGUMENTS.keys()


@pytest.mark.parametrize("language", offered_languages())
@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_says_what_it_is(name: str, language: str) -> None:
    with using_language(language):
        drawing = DRAWINGS[name](*ARGUMENTS.get(name, ()), **OPTIONS.get(name, {}))
        description = written(drawing)["description"]
    assert len(description.split()) >= LEAST_WORDS
    assert description.endswith(".")


def test_a_learning_rate_of_nothing_is_called_0() -> None:
    """By its own format alone it would be "0e+0"."""
    axis = written(DRAWINGS["training_curves.drawn_rate"]())["layer"][1]["encoding"]["y"]["axis"]
    assert (axis["format"], axis["labelExpr"]) == (".1~e", "datum.value === 0 ? '0' : datum.label")

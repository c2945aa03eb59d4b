"""The examples of the page that shows the layers from inside."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("layers_examples.toml")


@dataclass(frozen=True, slots=True)
class LayersExample:
    """What to look at, in which part; layers, heads and pieces as the page counts them: layers and heads from 1, [CLS] is piece 0."""

    title: str
    part: str
    text: str = ""
    piece: int = -1
    head: str = ""
    no_positions: bool = False
    looks: str = "both"
    silent_layer: int = 0
    silent_head: int = 0
    random_weights: bool = False
    first: str = ""
    second: str = ""


@cache
def layers_examples() -> tuple[LayersExample, ...]:
    """All of them, in the order of the page; the first is what a newcomer sees."""
    with FILE.open("rb") as file:
        return tuple(LayersExample(**entry) for entry in tomllib.load(file)["example"])

"""What shows each part of the masked-word page."""

from collections.abc import Callable

from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.contrast import show_contrast
from bertplay.ui.parts.masked_word.false_word import show_false_word
from bertplay.ui.parts.masked_word.guesses import show_guesses
from bertplay.ui.parts.masked_word.joint import show_joint
from bertplay.ui.parts.masked_word.named import show_named
from bertplay.ui.parts.masked_word.sides import show_sides
from bertplay.ui.parts.masked_word.surprise import show_surprise

SHOW: dict[str, Callable[[Asked], None]] = {
    "guesses": show_guesses,
    "joint": show_joint,
    "words": show_named,
    "contrast": show_contrast,
    "sides": show_sides,
    "surprise": show_surprise,
    "false": show_false_word,
}

"""The parts of the masked-word page, by the name they have in a link."""

from collections.abc import Callable

from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.contrast import show_contrast
from bertplay.ui.parts.masked_word.guesses import show_guesses
from bertplay.ui.parts.masked_word.joint import show_joint
from bertplay.ui.parts.masked_word.named import show_named
from bertplay.ui.parts.masked_word.sides import show_sides
from bertplay.ui.parts.masked_word.surprise import show_surprise

PARTS: dict[str, tuple[str, Callable[[Asked], None]]] = {
    "guesses": ("Guesses", show_guesses),
    "joint": ("All masks together", show_joint),
    "words": ("Words I name", show_named),
    "contrast": ("Two sentences", show_contrast),
    "sides": ("Which side matters", show_sides),
    "surprise": ("Surprise", show_surprise),
}
NEED_A_MASK = frozenset({"guesses", "joint", "words", "contrast", "sides"})

"""What shows each part of the compare page."""

from collections.abc import Callable

from bertplay.ui.parts.compare.answers import show_false_word, show_likeness, show_one_word, show_pair, show_pieces, show_words
from bertplay.ui.parts.compare.asked import Asked
from bertplay.ui.parts.compare.items import show_items

SHOW: dict[str, Callable[[Asked], None]] = {
    "words": show_words,
    "pieces": show_pieces,
    "pair": show_pair,
    "likeness": show_likeness,
    "one_word": show_one_word,
    "false_word": show_false_word,
    "items": show_items,
}

"""The parts of the masked-word page: the names they have in a link, and their titles.

What shows them is in show.py. It imports the libraries that draw figures, and the page is painted before that.
"""

from bertplay.wording import mark

PARTS = {
    "guesses": mark("Guesses"),
    "joint": mark("All masks together"),
    "words": mark("Words I name"),
    "contrast": mark("Two sentences"),
    "sides": mark("Which side matters"),
    "surprise": mark("Surprise"),
    "false": mark("Which word is false?"),
}
NEED_A_MASK = frozenset({"guesses", "joint", "words", "contrast", "sides"})

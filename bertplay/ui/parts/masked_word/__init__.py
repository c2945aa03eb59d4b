"""The parts of the masked-word page: the names they have in a link, and their titles.

What shows them is in show.py. It imports the libraries that draw figures, and the page is painted before that.
"""

PARTS = {
    "guesses": "Guesses",
    "joint": "All masks together",
    "words": "Words I name",
    "contrast": "Two sentences",
    "sides": "Which side matters",
    "surprise": "Surprise",
    "false": "Which word is false?",
}
NEED_A_MASK = frozenset({"guesses", "joint", "words", "contrast", "sides"})

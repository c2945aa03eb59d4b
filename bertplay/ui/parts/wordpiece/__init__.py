"""The parts of the WordPiece page: the names they have in a link, and their titles.

Each has a file of its name here, with `show(tokenizer)` in it. Only that of the chosen part is imported: the first one
draws no figure, so it is there before the libraries of figures are.
"""

from bertplay.wording import mark

PARTS = {
    "way": mark("The way of a text"),
    "word": mark("One word"),
    "why": mark("Why pieces"),
    "vocabulary": mark("Vocabulary"),
    "side": mark("Side by side"),
    "train": mark("Train one"),
}

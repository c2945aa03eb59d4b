"""The parts of the WordPiece page: the names they have in a link, and their titles.

Each has a file of its name here, with `show(tokenizer)` in it. Only that of the chosen part is imported: the first one
draws no figure, so it is there before the libraries of figures are.
"""

PARTS = {
    "way": "The way of a text",
    "word": "One word",
    "why": "Why pieces",
    "vocabulary": "Vocabulary",
    "side": "Side by side",
    "train": "Train one",
}

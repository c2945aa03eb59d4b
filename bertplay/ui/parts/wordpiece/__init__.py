"""The parts of the WordPiece page: the names they have in a link, and their titles. What shows them is in show.py."""

PARTS = {
    "way": "The way of a text",
    "word": "One word, step by step",
    "why": "Why pieces",
    "vocabulary": "The vocabulary",
    "side": "Side by side",
    "train": "Train one",
}

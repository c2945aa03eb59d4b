"""The parts of the WordPiece page: the names they have in a link, and their titles. What shows them is in show.py."""

PARTS = {
    "way": "The way of a text",
    "word": "One word",
    "why": "Why pieces",
    "vocabulary": "Vocabulary",
    "side": "Side by side",
    "train": "Train one",
}

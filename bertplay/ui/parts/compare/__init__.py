"""The parts of the compare page: the names they have in a link, and their titles."""

PARTS = {
    "words": "Masked word",
    "pieces": "Pieces",
    "pair": "Sentence pair",
    "likeness": "Likeness",
    "one_word": "One word",
    "false_word": "False word",
    "items": "Test",
}

"""The parts of the compare page: the names they have in a link, and their titles."""

PARTS = {
    "words": "A masked word",
    "pieces": "Pieces",
    "pair": "Two sentences in order",
    "likeness": "How like two sentences are",
    "one_word": "One word, many sentences",
    "items": "A test",
}

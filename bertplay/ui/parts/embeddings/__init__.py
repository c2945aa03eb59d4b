"""The parts of the embeddings page: the names they have in a link, and their titles."""

PARTS = {
    "map": "One word, many sentences",
    "senses": "Which layer tells senses apart",
    "sentences": "Sentences",
    "words": "Words without context",
}
FIRST_PART = "map"

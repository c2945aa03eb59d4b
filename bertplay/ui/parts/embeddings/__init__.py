"""The parts of the embeddings page: the names they have in a link, and their titles."""

from bertplay.wording import mark

PARTS = {
    "map": mark("One word, many sentences"),
    "senses": mark("Which layer tells senses apart"),
    "sentences": mark("Sentences"),
    "words": mark("Words without context"),
}
FIRST_PART = "map"

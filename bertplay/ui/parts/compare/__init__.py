"""The parts of the compare page: the names they have in a link, and their titles."""

from bertplay.wording import mark

PARTS = {
    "words": mark("Masked word"),
    "pieces": mark("Pieces"),
    "pair": mark("Sentence pair"),
    "likeness": mark("Likeness"),
    "one_word": mark("One word"),
    "false_word": mark("False word"),
    "items": mark("Test"),
}

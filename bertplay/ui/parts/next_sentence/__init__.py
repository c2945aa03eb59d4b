"""The parts of the next-sentence page: the names they have in a link, and their titles."""

PARTS = {
    "pair": "Two sentences",
    "rank": "Several candidates",
    "bench": "The bench",
    "matrix": "Every order",
}

"""The parts of the next-sentence page: the names they have in a link, and their titles."""

from bertplay.wording import mark

PARTS = {
    "pair": mark("Two sentences"),
    "rank": mark("Several candidates"),
    "bench": mark("The bench"),
    "matrix": mark("Every order"),
}

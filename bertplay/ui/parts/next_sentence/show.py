"""What shows each part of the next-sentence page."""

from collections.abc import Callable

from bertplay.ui.parts.next_sentence.asked import Asked
from bertplay.ui.parts.next_sentence.bench import show_bench
from bertplay.ui.parts.next_sentence.matrix import show_matrix
from bertplay.ui.parts.next_sentence.pair import show_pair
from bertplay.ui.parts.next_sentence.rank import show_rank

SHOW: dict[str, Callable[[Asked], None]] = {
    "pair": show_pair,
    "rank": show_rank,
    "bench": show_bench,
    "matrix": show_matrix,
}

"""Windows that overlap, over a text that is longer than one. No torch."""

from collections.abc import Sequence


def windows(sizes: Sequence[int], room: int) -> list[tuple[int, int]]:
    """Ranges of words that each fit into `room` tokens; each begins in the second half of the one before.

    windows([1, 1, 1, 1, 1, 1], 4) -> [(0, 4), (2, 6)]
    """
    spans, begin = [], 0
    while True:
        end, tokens = begin, 0
        while end < len(sizes) and (end == begin or tokens + sizes[end] <= room):
            tokens += sizes[end]
            end += 1
        spans.append((begin, end))
        if end == len(sizes):
            return spans
        first, begin, tokens = begin, end, 0
        while begin > first + 1 and tokens + sizes[begin - 1] <= room // 2:
            begin -= 1
            tokens += sizes[begin]


def most_central(word: int, spans: Sequence[tuple[int, int]], count: int) -> tuple[int, int]:
    """The window in which a word is farthest from a cut; the ends of the sentence are none."""

    def distance(span: tuple[int, int]) -> int:
        begin, end = span
        return min(word - begin if begin else count, end - 1 - word if end < count else count)

    return max((span for span in spans if span[0] <= word < span[1]), key=distance)

"""Windows that overlap, over a text that is longer than one. No torch."""

from collections.abc import Sequence

from bertplay.training.jobs import LongTexts


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


def pair_windows(first: int, second: int, room: int, how: LongTexts) -> list[tuple[list[int], list[int]]]:
    """What is read of a pair of texts with so many tokens: the positions in the first and in the second, for each window.

    The shorter text has up to half of the room, and the longer what is left: transformers' "longest_first". Of a text that is cut its
    beginning is read, or a quarter from its beginning and the rest from its end; or the longer one in overlapping windows.
    pair_windows(6, 1, 4, LongTexts.HEAD) -> [([0, 1, 2], [0])]
    """
    shorter = min(first, second, room // 2)
    longer = room - shorter
    if first + second <= room:
        return [(list(range(first)), list(range(second)))]
    if how is not LongTexts.WINDOWS:
        rooms = (longer, shorter) if first > second else (shorter, longer)
        return [(cut(first, rooms[0], how), cut(second, rooms[1], how))]
    step = longer - longer // 2
    most = max(first, second)
    windows = [list(range(begin, min(begin + longer, most))) for begin in range(0, most - longer + step, step)]
    beside = list(range(shorter))
    return [(window, beside) if first > second else (beside, window) for window in windows]


def cut(size: int, room: int, how: LongTexts) -> list[int]:
    """The positions that are read of a text of so many tokens where there is room for fewer."""
    head = room // 4 if how is LongTexts.HEAD_TAIL and size > room else min(size, room)
    return [*range(head), *range(size - (room - head), size)] if size > room else list(range(size))

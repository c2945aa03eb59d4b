"""What the cells of a notebook call: the answer of now, beside the one that was recorded."""

from collections.abc import Iterator
from typing import Any

from bertplay.wording import t
from bertplay.worksheet.tellings import TELLINGS
from bertplay.worksheet.words import cells_of, head_of


def told_again(task: str, answer: Any, recorded: float | None = None) -> str:
    """The answer in few words and its table; with a recorded figure both figures.

    told_again("bertplay.tasks.masked_word.guess_masked_words", answer, recorded=0.501)
    """
    return "\n".join(lines_of(task, answer, recorded))


def lines_of(task: str, answer: Any, recorded: float | None) -> Iterator[str]:
    told = TELLINGS[task].tell(answer)
    yield t(told.says)
    table = [head_of(told), *map(cells_of, told.rows)] if told.columns else []
    widths = [max(len(row[i]) for row in table) for i in range(len(told.columns))]
    yield from ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)
    if recorded is not None and told.figure is not None:
        figures = {"now": told.figure, "recorded": recorded}
        yield t("{figure}: {now:.6g} now, {recorded:.6g} in the worksheet", figure=t(told.figure_is), **figures)

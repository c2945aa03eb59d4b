"""The worksheet of one session while it grows: each entry once, the last hundred."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a session begins with its first page, which is drawn without the tasks of all pages
    from bertplay.calls import Call
    from bertplay.summaries import Summary
    from bertplay.worksheet.entry import Answer, LessonAnswer

MAX_ROWS = 12
"""Of the table of an answer."""
MAX_ENTRIES = 100
MAX_CHARACTERS = 1_000_000
"""Of the arguments of all answers together: a server remembers the worksheets of a whole class."""


class Record:
    """What is on the worksheet, oldest first, each under a key of its own. began: when the session did, in unix seconds."""

    def __init__(self) -> None:
        self.began = time.time()
        self._entries: dict[str, Answer | LessonAnswer] = {}

    @property
    def entries(self) -> "Mapping[str, Answer | LessonAnswer]":
        return self._entries

    def add(self, answer: "Answer") -> None:
        """Put an answer there, once; of its table the first rows."""
        if not self.has(answer.call):
            self._put(answer.call.key, replace(answer, summary=shortened(answer.summary)))

    def has(self, call: "Call[Any]") -> bool:
        """Whether the answer to this very question is there."""
        return call.key in self._entries

    def answer_lesson(self, answer: "LessonAnswer") -> None:
        """Put an answer to the question of a lesson there, in place of an earlier one to the same question."""
        key = json.dumps([answer.lesson, answer.step, answer.question])
        before = self._entries.get(key)
        self._put(key, answer if before is None else replace(answer, asked=before.asked))

    def _put(self, key: str, entry: "Answer | LessonAnswer") -> None:
        self._entries[key] = entry
        while len(self._entries) > MAX_ENTRIES or (len(self._entries) > 1 and sum(map(len, self._entries)) > MAX_CHARACTERS):
            del self._entries[next(iter(self._entries))]


def shortened(summary: "Summary") -> "Summary":
    """The summary with the first rows of its table."""
    table = summary.table
    return summary if table is None else replace(summary, table=replace(table, rows=table.rows[:MAX_ROWS]))

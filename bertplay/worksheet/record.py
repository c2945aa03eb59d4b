"""The worksheet of one browser: each entry once, the last hundred."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bertplay.errors import StoreUnavailable

if TYPE_CHECKING:  # a session begins with its first page, which is drawn without the tasks of all pages, and without a database
    from bertplay.calls import Call
    from bertplay.summaries import Summary
    from bertplay.worksheet.entry import Answer, ClassAnswer, Entry, LessonAnswer
    from bertplay.worksheet.store import WorksheetStore

MAX_ENTRIES = 100
MAX_ROWS = 12
"""The maximum number of table rows in an entry."""


@dataclass(frozen=True, slots=True)
class Head:
    """The heading that the reader writes, and the time (unix seconds) since which the browser's trainings are on the worksheet."""

    title: str = ""
    name: str = ""
    introduction: str = ""
    began: float = 0.0


@dataclass(frozen=True, slots=True)
class SavedEntry:
    """An entry with the reader's note; is_left_out: of the files."""

    entry: "Entry"
    is_left_out: bool = False


class Record:
    """The worksheet of a browser, as seen by one of its tabs. The entries are in the store, which is opened when needed.

    open_store   may raise StoreUnavailable
    """

    def __init__(self, open_store: "Callable[[], WorksheetStore]", browser: str) -> None:
        self._open_store, self._browser = open_store, browser
        self._keys: set[str] | None = None
        self._own_answers: dict[str, LessonAnswer | ClassAnswer] = {}

    @property
    def entries(self) -> Mapping[str, SavedEntry]:
        """The entries by key, oldest first, including those added in other tabs."""
        found = self._open_store().entries(self._browser)
        self._keys = set(found)
        return found

    @property
    def head(self) -> Head:
        return self._open_store().head(self._browser)

    def write_head(self, *, title: str, name: str, introduction: str) -> None:
        """Replace title, name and introduction."""
        self._open_store().write_head(self._browser, title=title, name=name, introduction=introduction)

    def add(self, answer: "Answer") -> None:
        """Add an answer, once, with the first rows of its table."""
        key = key_of(answer.call.key)
        if key not in self._known():
            self._put(key, replace(answer, summary=shortened(answer.summary)))

    def add_found(self, name: str, make: "Callable[[], Answer]") -> None:
        """Add an entry automatically, such as a training by its id, once, and only while there is room."""
        key = key_of(name)
        if key not in self._known() and len(self._known()) < MAX_ENTRIES:
            self._put(key, make())

    def has(self, call: "Call[Any]") -> bool:
        """Whether the answer to this call is on the worksheet; False if unknown."""
        try:
            return key_of(call.key) in self._known()
        except StoreUnavailable:
            return False

    def answer_question(self, answer: "LessonAnswer | ClassAnswer") -> None:
        """Put an answer to the question of a lesson or to a class there, in place of an earlier one to the same question."""
        key = key_of(answer.name)
        before = self._own_answers.get(key)
        if before is None or replace(before, asked="") != replace(answer, asked=""):
            self._put(key, answer)
            self._own_answers[key] = answer

    def annotate(self, key: str, note: str, *, is_left_out: bool) -> None:
        """The reader's note on an entry, and whether it is left out of the files."""
        self._open_store().annotate(self._browser, key, note, is_left_out=is_left_out)

    def clear(self) -> None:
        """Delete the worksheet."""
        self._open_store().clear(self._browser)
        self._keys = set()
        self._own_answers.clear()

    def _known(self) -> set[str]:
        if self._keys is None:
            self._keys = set(self._open_store().keys(self._browser))
        return self._keys

    def _put(self, key: str, entry: "Entry") -> None:
        self._open_store().put(self._browser, key, entry)
        self._known().add(key)


def shortened(summary: "Summary") -> "Summary":
    """The summary with the first rows of its table."""
    table = summary.table
    return summary if table is None else replace(summary, table=replace(table, rows=table.rows[:MAX_ROWS]))


def key_of(text: str) -> str:
    """The key of an entry, made from what identifies it: for an answer, its call."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:32]

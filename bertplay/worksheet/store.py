"""The worksheets of a server: one for each browser, which survives reloads, new tabs and restarts."""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from bertplay.database import changed, open_database
from bertplay.errors import BertplayError, LimitReached
from bertplay.i18n import N_, lazy
from bertplay.i18n.lazy_string import lazy_from_json, lazy_to_json
from bertplay.results.base import as_json, from_json
from bertplay.settings import Settings
from bertplay.worksheet.record import MAX_ENTRIES, Head, SavedEntry
from bertplay.worksheet.tables import Base, EntryRow, SheetRow

if TYPE_CHECKING:  # the first page of a browser asks only what is there, which needs none of the tasks of all pages
    from bertplay.worksheet.entry import Entry

logger = logging.getLogger(__name__)

DATABASE = "worksheets"
MAX_CHARACTERS = 1_000_000
"""The maximum size of a worksheet as JSON; as beyond MAX_ENTRIES, the oldest entries are deleted to make room."""
MAX_WORKSHEETS = 20_000
DAY = 86_400.0
MAX_DAYS = 180
"""A worksheet that has not changed for this long is deleted."""


class WorksheetStore:
    """Stores worksheets. StoreUnavailable when the database cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self._database = open_database(settings, DATABASE, Base.metadata, N_("The store of worksheets"))

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def keys(self, browser: str) -> frozenset[str]:
        """The keys of the entries of a browser."""
        with self._database.session() as session:
            return frozenset(session.scalars(select(EntryRow.key).where(EntryRow.browser == browser)))

    def entries(self, browser: str) -> Mapping[str, SavedEntry]:
        """The entries of a browser by key, oldest first, without those that this version cannot read."""
        with self._database.session() as session:
            rows = session.scalars(select(EntryRow).where(EntryRow.browser == browser).order_by(EntryRow.added, EntryRow.key)).all()
        found = ((row, entry_of(row)) for row in rows)
        return {row.key: SavedEntry(entry, row.is_left_out) for row, entry in found if entry is not None}

    def put(self, browser: str, key: str, entry: "Entry") -> None:
        """Add an entry, replacing an earlier one with this key but keeping its time and note. LimitReached."""
        content = json.dumps(lazy_to_json(as_json(entry, keep_lazy=True)), ensure_ascii=False, default=float)
        written = {"content": content, "size": len(content)}
        with self._writing(browser) as session:
            if not changed(session, update(EntryRow).where(*of(browser, key)).values(written)):
                fresh = {"browser": browser, "key": key, "added": time.time(), "asked": entry.asked, "note": "", "is_left_out": False}
                session.execute(insert(EntryRow).values(fresh | written))
            make_room(session, browser)

    def annotate(self, browser: str, key: str, note: str, *, is_left_out: bool) -> None:
        """The reader's note on an entry, and whether it is left out of the files."""
        with self._writing(browser) as session:
            session.execute(update(EntryRow).where(*of(browser, key)).values(note=note, is_left_out=is_left_out))

    def head(self, browser: str) -> Head:
        """The heading of the worksheet."""
        with self._database.session() as session:
            row = session.get(SheetRow, browser)
        return Head() if row is None else Head(row.title, row.name, row.introduction, row.began)

    def write_head(self, browser: str, *, title: str, name: str, introduction: str) -> None:
        """Replace the heading."""
        with self._writing(browser) as session:
            new = {"title": title, "name": name, "introduction": introduction}
            session.execute(update(SheetRow).where(SheetRow.browser == browser).values(new))

    def clear(self, browser: str) -> None:
        """Delete all entries and the heading; earlier trainings are no longer on the worksheet either."""
        with self._writing(browser) as session:
            session.execute(delete(EntryRow).where(EntryRow.browser == browser))
            empty = {"title": "", "name": "", "introduction": "", "began": time.time()}
            session.execute(update(SheetRow).where(SheetRow.browser == browser).values(empty))

    def delete_old(self) -> int:
        """Delete the worksheets that have not changed for half a year; returns how many there were."""
        with self._database.exclusive() as session:
            return changed(session, delete(SheetRow).where(SheetRow.changed < time.time() - MAX_DAYS * DAY))

    @contextmanager
    def _writing(self, browser: str) -> Iterator[Session]:
        """One transaction that changes the worksheet of a browser, which is made where there is none. LimitReached."""
        with self._database.exclusive() as session:
            if not changed(session, update(SheetRow).where(SheetRow.browser == browser).values(changed=time.time())):
                if (session.scalar(select(func.count()).select_from(SheetRow)) or 0) >= MAX_WORKSHEETS:
                    problem = lazy("This server has {n:,} worksheets, which is the maximum.", n=MAX_WORKSHEETS)
                    raise LimitReached(problem, remedy=N_("Save the answer with “Table (CSV)” or “Code” beside it."))
                session.add(SheetRow(browser=browser, changed=time.time()))
                session.flush()
            yield session


def of(browser: str, key: str) -> tuple[Any, ...]:
    return EntryRow.browser == browser, EntryRow.key == key


def make_room(session: Session, browser: str) -> None:
    """Delete the oldest entries beyond the limits; the newest stays whatever its size."""
    mine = select(EntryRow.key, EntryRow.size).where(EntryRow.browser == browser).order_by(EntryRow.added.desc(), EntryRow.key)
    characters, beyond = 0, []
    for place, (key, size) in enumerate(session.execute(mine)):
        characters += size
        if place and (place >= MAX_ENTRIES or characters > MAX_CHARACTERS):
            beyond.append(key)
    if beyond:
        session.execute(delete(EntryRow).where(EntryRow.browser == browser, EntryRow.key.in_(beyond)))


def entry_of(row: EntryRow) -> "Entry | None":
    """The entry of a row; None for one that cannot be read: it was made by another version."""
    from bertplay.worksheet.entry import KINDS

    try:
        written = lazy_from_json(json.loads(row.content))
        entry: Entry = from_json(KINDS[written["kind"]], written)
        return replace(entry, asked=row.asked, note=row.note)
    except (BertplayError, ValidationError, KeyError, ValueError):
        logger.warning("an entry of a worksheet cannot be read, and is left out: %s", row.content[:200])
        return None

"""A SQLite file: nothing to install, for the processes of one machine."""

import sqlite3
import threading
import time
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, MetaData, create_engine, event
from sqlalchemy.orm import Session

from bertplay.database.base import Database
from bertplay.i18n import N_

SECONDS_OF_PATIENCE = 30
"""So long a writer waits for another one."""
AS_WRITER = "BEGIN IMMEDIATE"
"""SQLite lets a writer wait, but not a reader that becomes one."""


class SqliteDatabase(Database):
    """One file in a folder, which is made."""

    remedies: ClassVar = {
        "locked": N_("Another program holds it: wait a moment, or end that program. The file is in {where}."),
        "readonly": N_("Let the server write to {where}, or set BERTPLAY_RUNS_DIR to another folder."),
        "unable to open": N_("Let the server write to {where}, or set BERTPLAY_RUNS_DIR to another folder."),
        "is full": N_("The disk is full: free some space. The file is in {where}."),
        "malformed": N_("The file is damaged: move it away, or put back a copy. It is in {where}."),
        "no such column": N_("It was made by another version of bertplay: move the file away. It is in {where}."),
        "not a database": N_("The file is damaged: move it away, or put back a copy. It is in {where}."),
    }
    otherwise: ClassVar = N_("Check that {where} can be written to and that its disk has room.")

    def __init__(self, file: Path, tables: MetaData, what: str) -> None:
        engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": SECONDS_OF_PATIENCE})
        event.listen(engine, "connect", prepare)
        super().__init__(engine, what, str(file.parent))
        self._looking = threading.Lock()
        self._look: Connection | None = None
        with self.explained():
            file.parent.mkdir(parents=True, exist_ok=True)
            with engine.begin() as connection:
                connection.exec_driver_sql(AS_WRITER)  # processes that start together make the tables once
                tables.create_all(connection)

    def close(self) -> None:
        """Close its connections."""
        with self._looking:
            if self._look is not None:
                self._look.close()
                self._look = None
        super().close()

    def _begin_turn(self, session: Session) -> None:
        session.connection().exec_driver_sql(AS_WRITER)

    def _end_turn(self) -> None:
        """SQLite has counted it."""

    def version(self) -> int:
        """How many commits of other connections this one has seen. Asked of the driver itself: every student who joins asks twice."""
        with self.explained(), self._looking:
            try:
                if self._look is None:
                    self._look = self.engine.connect()
                return int(self._look.connection.driver_connection.execute("PRAGMA data_version").fetchone()[0])  # type: ignore[union-attr]
            except sqlite3.Error as error:
                raise self._unavailable(error) from error


def prepare(connection: Any, _record: Any) -> None:
    """Readers never wait (WAL), a commit need not reach the disk at once, and what belongs to a row goes with it."""
    cursor = connection.cursor()
    write_ahead(cursor)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch the file to WAL. SQLite itself does not wait while another process does the same with a new file."""
    patient_until = time.monotonic() + SECONDS_OF_PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > patient_until:
                raise
            time.sleep(0.01)

"""A SQLite file: nothing to install, shared by the processes of one machine."""

import sqlite3
import threading
import time
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import MetaData, create_engine, event
from sqlalchemy.orm import Session

from bertplay.database.base import Database
from bertplay.i18n import N_

SECONDS_OF_PATIENCE = 30
"""How long a writer waits for another one."""
AS_WRITER = "BEGIN IMMEDIATE"
"""Takes the write lock at the start: SQLite does not let a transaction that has already read wait for it."""


class SqliteDatabase(Database):
    """One file in a folder, which is created if necessary."""

    remedies: ClassVar = {
        "locked": N_("Another program has locked it: wait a moment, or end that program. The file is in {where}."),
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
        self._version_lock = threading.Lock()
        with self.explained():
            file.parent.mkdir(parents=True, exist_ok=True)
            with engine.begin() as connection:
                connection.exec_driver_sql(AS_WRITER)  # of processes that start together, only one creates the tables
                tables.create_all(connection)

    def close(self) -> None:
        """Close its connections."""
        with self._version_lock:
            super().close()

    def _begin_exclusive(self, session: Session) -> None:
        session.connection().exec_driver_sql(AS_WRITER)

    def version(self) -> int:
        """SQLite's data_version: it changes with every commit of another connection.

        It bypasses SQLAlchemy for speed: every student who joins a class asks for it twice.
        """
        with self.explained(), self._version_lock:
            try:
                if not self._held:
                    self._held.append(self.engine.connect())
                driver: Any = self._held[0].connection.driver_connection
                return int(driver.execute("PRAGMA data_version").fetchone()[0])
            except sqlite3.Error as error:
                raise self._unavailable(error) from error


def prepare(connection: Any, _record: Any) -> None:
    """Set up a new connection: readers never wait (WAL), commits need not reach the disk at once, deletes cascade."""
    cursor = connection.cursor()
    write_ahead(cursor)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch the file to WAL; retries, because SQLite does not wait while another process does the same with a new file."""
    patient_until = time.monotonic() + SECONDS_OF_PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > patient_until:
                raise
            time.sleep(0.01)

"""Postgres, for several processes on several machines: each store has its own schema in one database.

Every writer sends a notification (NOTIFY), and every reading process listens for them (LISTEN, on its own connection), so
nobody polls for changes. PgBouncer must run in session mode: in the other modes a LISTEN is lost.
"""

import logging
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from typing import Any, ClassVar

from sqlalchemy import URL, Engine, MetaData, create_engine, event, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateSchema

from bertplay.database.base import Database
from bertplay.i18n import N_

logger = logging.getLogger(__name__)

CONNECTIONS = 4
"""Pool size of one store in one process; twice as many under load. Two front ends with five stores each stay below the 100 connections
that a Postgres server allows by default."""
CONNECTING = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""How long to wait for a host that does not answer, and how soon a dead connection is noticed (seconds)."""
WAITING = {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
"""How long a writer waits for another one, and how long one that hangs may hold its lock."""
SECONDS_BETWEEN_ATTEMPTS = 2.0
"""After a failed connection attempt, callers get the same error at once for this long, instead of each waiting for another attempt."""
SECONDS_OF_LISTENING = 0.5
"""How long a listener may take to notice that it should stop."""
RECONNECT_SECONDS = 1.0


class PostgresDatabase(Database):
    """One schema of the database at an address: "postgresql://bertplay:secret@db.school.example/bertplay"."""

    remedies: ClassVar = {
        "password": N_("Correct the user and the password in BERTPLAY_DATABASE."),
        "role": N_("Correct the user and the password in BERTPLAY_DATABASE."),
        "pg_hba.conf": N_("Let this machine in: pg_hba.conf at {where} does not allow it."),
        "column": N_("It was made by another version of bertplay: give BERTPLAY_DATABASE another database than {where}."),
        "permission denied": N_("Let the user of BERTPLAY_DATABASE create schemas in {where}."),
        "too many clients": N_("Raise max_connections of Postgres at {where}: each front end needs 40."),
        "connection slots": N_("Raise max_connections of Postgres at {where}: each front end needs 40."),
        "read-only": N_("{where} can only be read: name the primary server in BERTPLAY_DATABASE."),
        "space left": N_("The disk of {where} is full: free some space."),
        "starting up": N_("Postgres at {where} is starting or stopping: try again in a moment."),
        "shutting down": N_("Postgres at {where} is starting or stopping: try again in a moment."),
        "lock timeout": N_("Another server has been writing to {where} for a long time: try again in a moment."),
        "does not exist": N_("Create the database, or correct BERTPLAY_DATABASE: {where} has none of this name."),
        "resolve": N_("Correct the host in BERTPLAY_DATABASE: {where} was not found."),
        "psycopg": N_('Install what it needs: `pip install "bertplay[cluster]"`.'),
    }
    otherwise: ClassVar = N_("Check that Postgres is running at {where} and can be reached from here, or correct BERTPLAY_DATABASE.")

    def __init__(self, address: str, name: str, tables: MetaData, what: str) -> None:
        self.what, self.where = what, "BERTPLAY_DATABASE"
        try:
            url = make_url(address).set(drivername="postgresql+psycopg")
            engine = open_engine(url, name)
        except (ImportError, ValueError, ArgumentError) as error:
            raise self._unavailable(error) from error
        super().__init__(engine, what, place_of(url))
        self._name = name
        self._changes = Changes(engine, name)
        with self.explained(), engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))  # processes that start together
            connection.execute(CreateSchema(name, if_not_exists=True))
            tables.create_all(connection)

    def close(self) -> None:
        """Close its connections."""
        self._changes.close()
        super().close()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction; its commit notifies the other processes."""
        with self.session() as session:
            session.execute(select(func.pg_notify(self._name, self._changes.sender)))
            yield session
        self._changes.note()

    def _begin_exclusive(self, session: Session) -> None:
        """Wait for the lock of this schema, which the end of the transaction releases."""
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(self._name))))

    def version(self) -> int:
        """A number that changes with every notification; while this process is not listening or is writing, a new one at every call."""
        return self._changes.version(is_certain=not self._exclusive_lock.locked())


def describe(address: str) -> str:
    """Version and address of the server, after checking that stores can be created there. StoreUnavailable."""
    database = PostgresDatabase(address, "public", MetaData(), N_("The database"))
    with closing(database), database.session() as session:
        return f"PostgreSQL {session.scalar(text('SHOW server_version'))} at {database.where}"


def open_engine(url: URL, schema: str) -> Engine:
    """A connection pool that tests each connection before use, so that it survives a restart of the server. ImportError."""
    started_with = " ".join(f"-c {name}={value}" for name, value in {"search_path": schema, **WAITING}.items())
    engine = create_engine(
        url, connect_args={**CONNECTING, "options": started_with}, pool_pre_ping=True, pool_size=CONNECTIONS, max_overflow=CONNECTIONS
    )
    event.listen(engine, "do_connect", partial(connect, url))
    return engine


failed: dict[URL, tuple[float, Exception]] = {}
"""For each address, when connecting last failed (monotonic clock), and the error."""


def connect(url: URL, dialect: Any, _record: Any, arguments: Any, options: Any) -> Any:
    """A new connection. If the last attempt failed a moment ago, raises its error again."""
    at, error = failed.get(url, (0.0, None))
    if error is not None and time.monotonic() - at < SECONDS_BETWEEN_ATTEMPTS:
        raise type(error)(*error.args)
    try:
        connection = dialect.connect(*arguments, **options)
    except dialect.loaded_dbapi.Error as now:
        failed[url] = time.monotonic(), now
        raise
    failed.pop(url, None)
    return connection


def place_of(url: URL) -> str:
    """The address of a database without user and password: "db.school.example:5432/bertplay"."""
    return f"{url.host or 'localhost'}:{url.port or 5432}/{url.database or ''}"


class Changes:
    """A version number that changes with each notification on a channel; without a connection it changes at every call.

    sender   the payload of its own notifications: a writer calls `note` and need not wait for its own message
    """

    def __init__(self, engine: Engine, channel: str) -> None:
        self._engine, self._channel, self.sender = engine, channel, secrets.token_hex(8)
        self._numbers = count()
        self._version = next(self._numbers)
        self._is_listening, self._is_over = False, threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def version(self, *, is_certain: bool) -> int:
        """The version, or a new number where it cannot be relied on; the first call starts the listener."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen_on, name="bertplay-listener", daemon=True)
                self._thread.start()
        return self._version if self._is_listening and is_certain else next(self._numbers)

    def note(self) -> None:
        """Something has changed."""
        self._version = next(self._numbers)

    def close(self) -> None:
        """Stop listening."""
        self._is_over.set()
        if self._thread is not None:
            self._thread.join()

    def _listen_on(self) -> None:
        """Listen until `close`, reconnecting whenever the connection is lost."""
        lost = (SQLAlchemyError, OSError, self._engine.dialect.loaded_dbapi.Error)
        while not self._is_over.is_set():
            try:
                self._listen()
            except lost as error:
                logger.warning("Lost the connection that listens for changes: %s", " ".join(str(error).split()))
                self._is_over.wait(RECONNECT_SECONDS)
            finally:
                self._is_listening = False

    def _listen(self) -> None:
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        with closing(connection):
            connection.autocommit = True
            connection.execute(f'LISTEN "{self._channel}"')
            self.note()  # changes made before it listened
            self._is_listening = True
            while not self._is_over.is_set():
                for message in connection.notifies(timeout=SECONDS_OF_LISTENING, stop_after=1):
                    if message.payload != self.sender:
                        self.note()

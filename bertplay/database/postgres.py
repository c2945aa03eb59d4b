"""Postgres, for several processes on several machines: each store has its own schema in one database.

Whoever has written says so (NOTIFY), and every process that reads listens (LISTEN, on its own connection): nobody looks again
and again whether anything has changed. PgBouncer must leave a session its connection, or it loses what it listens to.
"""

import logging
import secrets
import threading
import time
from contextlib import closing
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
"""Of one store in one process, and twice as many while many ask at once: five stores of two front ends fit into the 100 that a server
allows by default."""
CONNECTING = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds until a host that does not answer is given up, and until a connection that has died is noticed."""
WAITING = {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
"""So long a writer waits for another one, and so long one that hangs is waited for."""
SECONDS_BETWEEN_ATTEMPTS = 2.0
"""So long after a failed attempt to connect nobody waits for another one: everyone hears at once what went wrong."""
SECONDS_OF_LISTENING = 0.5
"""So soon a listener notices that it is to end."""
SECONDS_UNTIL_ANOTHER_TRY = 1.0


class PostgresDatabase(Database):
    """One schema of the database at an address: "postgresql://bertplay:secret@db.school.example/bertplay"."""

    remedies: ClassVar = {
        "password": N_("Correct the user and the password in BERTPLAY_DATABASE."),
        "role": N_("Correct the user and the password in BERTPLAY_DATABASE."),
        "pg_hba.conf": N_("Let this machine in: pg_hba.conf at {where} does not allow it."),
        "column": N_("It was made by another version of bertplay: give BERTPLAY_DATABASE another database than {where}."),
        "permission denied": N_("Let the user of BERTPLAY_DATABASE create schemas in {where}."),
        "too many clients": N_("Raise max_connections of Postgres at {where}: it wants 40 for each front end."),
        "connection slots": N_("Raise max_connections of Postgres at {where}: it wants 40 for each front end."),
        "read-only": N_("{where} can only be read: name the primary server in BERTPLAY_DATABASE."),
        "space left": N_("The disk of {where} is full: free some space."),
        "starting up": N_("Postgres at {where} is starting or stopping: try again in a moment."),
        "shutting down": N_("Postgres at {where} is starting or stopping: try again in a moment."),
        "lock timeout": N_("Another server has been writing to {where} for a long time: try again in a moment."),
        "does not exist": N_("Create the database, or correct BERTPLAY_DATABASE: {where} has none of this name."),
        "resolve": N_("Correct the host in BERTPLAY_DATABASE: the network knows no {where}."),
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

    def _begin_turn(self, session: Session) -> None:
        """Wait for the lock of this schema, which the end of the transaction gives back; it also sends the message."""
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(self._name)), func.pg_notify(self._name, self._changes.sender)))

    def _end_turn(self) -> None:
        self._changes.note()

    def version(self) -> int:
        """The number of messages; another one at every call as long as none can be heard, or this process is writing."""
        return self._changes.version(is_certain=not self._turn.locked())


def describe(address: str) -> str:
    """Which server answers, and where, once it is known that stores can be made there. StoreUnavailable."""
    database = PostgresDatabase(address, "public", MetaData(), N_("The database"))
    with closing(database), database.session() as session:
        return f"PostgreSQL {session.scalar(text('SHOW server_version'))} at {database.where}"


def open_engine(url: URL, schema: str) -> Engine:
    """Connections that are tried before they are used, so that a server that was restarted is found again. ImportError."""
    started_with = " ".join(f"-c {name}={value}" for name, value in {"search_path": schema, **WAITING}.items())
    engine = create_engine(
        url, connect_args={**CONNECTING, "options": started_with}, pool_pre_ping=True, pool_size=CONNECTIONS, max_overflow=CONNECTIONS
    )
    event.listen(engine, "do_connect", partial(connect, url))
    return engine


failed: dict[URL, tuple[float, Exception]] = {}
"""When connecting to an address last failed, on the monotonic clock, and how."""


def connect(url: URL, dialect: Any, _record: Any, arguments: Any, options: Any) -> Any:
    """A new connection; the error of the last attempt, if that was a moment ago."""
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
    """Where a database is, without who may use it: "db.school.example:5432/bertplay"."""
    return f"{url.host or 'localhost'}:{url.port or 5432}/{url.database or ''}"


class Changes:
    """A number that is another one after each message on a channel. Without a connection it is another one each time.

    sender   what its own messages say: a writer calls `note` and need not wait for its own message
    """

    def __init__(self, engine: Engine, channel: str) -> None:
        self._engine, self._channel, self.sender = engine, channel, secrets.token_hex(8)
        self._numbers = count()
        self._version = next(self._numbers)
        self._is_listening, self._is_over = False, threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def version(self, *, is_certain: bool) -> int:
        """The number, if it can be relied on; the first call begins to listen."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen_on, name="bertplay-listener", daemon=True)
                self._thread.start()
        return self._version if self._is_listening and is_certain else next(self._numbers)

    def note(self) -> None:
        """Something has changed."""
        self._version = next(self._numbers)

    def close(self) -> None:
        """Listen no more."""
        self._is_over.set()
        if self._thread is not None:
            self._thread.join()

    def _listen_on(self) -> None:
        """Listen until it is over, on another connection whenever one is lost."""
        lost = (SQLAlchemyError, OSError, self._engine.dialect.loaded_dbapi.Error)
        while not self._is_over.is_set():
            try:
                self._listen()
            except lost as error:
                logger.warning("The connection that hears of changes is lost: %s", " ".join(str(error).split()))
                self._is_over.wait(SECONDS_UNTIL_ANOTHER_TRY)
            finally:
                self._is_listening = False

    def _listen(self) -> None:
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        with closing(connection):
            connection.autocommit = True
            connection.execute(f'LISTEN "{self._channel}"')
            self.note()  # what happened before it listened
            self._is_listening = True
            while not self._is_over.is_set():
                for message in connection.notifies(timeout=SECONDS_OF_LISTENING, stop_after=1):
                    if message.payload != self.sender:
                        self.note()

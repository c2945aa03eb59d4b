"""What every store needs of its database, SQLite or Postgres."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, cast
from weakref import finalize

from sqlalchemy import Connection, CursorResult, Delete, Engine, String, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from bertplay.errors import StoreUnavailable
from bertplay.i18n import lazy
from bertplay.text import clean


class Database(ABC):
    """The database of one store. Raises StoreUnavailable, with a remedy, whenever it cannot be used.

    what      the store, a translatable text: "The store of runs"
    where     the folder of the file, or host, port and name of the database: what the remedies refer to
    remedies  words in the database's error message -> the remedy
    """

    remedies: ClassVar[Mapping[str, str]]
    otherwise: ClassVar[str]

    def __init__(self, engine: Engine, what: str, where: str) -> None:
        self.engine, self.what, self.where = engine, what, where
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._exclusive_lock = threading.Lock()
        self._held: list[Connection] = []  # connections that never go back to the pool
        finalize(self, close_all, engine, self._held).atexit = False

    def close(self) -> None:
        """Close its connections, as happens when nobody refers to it any more."""
        close_all(self.engine, self._held)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction, all or nothing. IntegrityError is passed on."""
        with self.explained(), self._sessions.begin() as session:
            yield session

    @contextmanager
    def exclusive(self) -> Iterator[Session]:
        """One exclusive transaction: nothing it has read can change before it ends. IntegrityError is passed on.

        The threads of a process wait at a lock, first come, first served; processes wait for each other in the database.
        """
        with self._exclusive_lock, self.writing() as session:
            self._begin_exclusive(session)
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction for statements that are safe without exclusivity. IntegrityError passes."""
        with self.session() as session:
            yield session

    @abstractmethod
    def _begin_exclusive(self, session: Session) -> None:
        """Wait until no other process has an exclusive transaction."""

    @abstractmethod
    def version(self) -> int:
        """A number that is different after each write of any process: what was read before may no longer be true."""

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Run a block; IntegrityError is passed on, any other database error becomes StoreUnavailable."""
        try:
            yield
        except IntegrityError:
            raise
        except (SQLAlchemyError, OSError, ImportError) as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> StoreUnavailable:
        first, _hint, _rest = str(getattr(error, "orig", None) or error).partition("\n\t")
        reason = " ".join(first.split())[:300].rstrip(".")
        remedy = next((remedy for words, remedy in self.remedies.items() if words in reason), self.otherwise)
        problem = lazy("{what} cannot be used: {reason}.", what=lazy(self.what), reason=reason)
        return StoreUnavailable(problem, remedy=lazy(remedy, where=self.where))


class CleanString(TypeDecorator[str]):
    """A string that every database can store: NUL and lone surrogates, which a person may paste, become U+FFFD."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The string as it is stored or compared."""
        return value if value is None else clean(value)


def changed(session: Session, statement: Update | Delete) -> int:
    """Run a statement and return how many rows it changed. Objects already loaded in the session are not updated."""
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount


def close_all(engine: Engine, held: list[Connection]) -> None:
    """Close the connections of a database, those that are held too."""
    while held:
        held.pop().close()
    engine.dispose()

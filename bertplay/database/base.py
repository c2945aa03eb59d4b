"""What a store does with its database, whichever it is."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, cast

from sqlalchemy import CursorResult, Delete, Engine, String, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from bertplay.errors import StoreUnavailable
from bertplay.i18n import lazy
from bertplay.text import clean


class Database(ABC):
    """The database of one store. StoreUnavailable, with what helps, whenever it cannot be used.

    what      the store, a text of the catalogue: "The store of runs"
    where     the folder of the file, or host, port and name of the database: what the remedies point to
    remedies  words in the reason that the database gives -> what helps
    """

    remedies: ClassVar[Mapping[str, str]]
    otherwise: ClassVar[str]

    def __init__(self, engine: Engine, what: str, where: str) -> None:
        self.engine, self.what, self.where = engine, what, where
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._turn = threading.Lock()

    def close(self) -> None:
        """Close its connections."""
        self.engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction, all or nothing. IntegrityError passes."""
        with self.explained(), self._sessions.begin() as session:
            yield session

    @contextmanager
    def turn(self) -> Iterator[Session]:
        """One transaction in which nobody else takes a turn: what it reads stays true until it ends. IntegrityError passes.

        The threads of a process queue at a lock, first come, first served; processes wait for each other as their database lets them.
        """
        with self._turn:
            with self.session() as session:
                self._begin_turn(session)
                yield session
            self._end_turn()

    @abstractmethod
    def _begin_turn(self, session: Session) -> None:
        """Wait until no other process has a turn."""

    @abstractmethod
    def _end_turn(self) -> None:
        """What this process wrote in its turn is there for all."""

    @abstractmethod
    def version(self) -> int:
        """A number that is another one after every turn, of any process: what was read before may no longer be true."""

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Run a block; IntegrityError passes, any other error of the database becomes StoreUnavailable."""
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
    """A text as every database can hold it: NUL and lone surrogates, which a person may paste, become U+FFFD."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it is written, or looked for."""
        return value if value is None else clean(value)


def changed(session: Session, statement: Update | Delete) -> int:
    """Run a statement; how many rows it changed. Objects that the session has read stay as they were."""
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount

"""How a store opens its database, and how it says that it cannot. The runs and the rooms each have one of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Engine, Insert, Update, create_engine, event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bertplay.errors import StoreUnavailable
from bertplay.wording import later

SECONDS_OF_PATIENCE = 10
"""So long a writer waits for another one."""


def open_sqlite(file: Path) -> Engine:
    """The SQLite database of this file; its folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": SECONDS_OF_PATIENCE})
    event.listen(engine, "connect", prepare_sqlite)
    return engine


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers never wait (WAL), a commit need not reach the disk at once, and what belongs to a row goes with it."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def explained(what: str, where: str) -> Iterator[None]:
    """Run a block; IntegrityError passes, whatever else the database says becomes StoreUnavailable.

    with explained("The store of runs", "/home/me/.bertplay/runs"): ...
    """
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error)[:200]
        remedy = later("Look whether {where} can be written and its disk has room.", where=where)
        raise StoreUnavailable(later("{what} cannot be used: {reason}.", what=later(what), reason=reason), remedy=remedy) from error


def changed(session: Session, statement: Insert | Update | Delete) -> int:
    """Run a statement; how many rows it wrote."""
    return max(cast("CursorResult[Any]", session.execute(statement)).rowcount, 0)

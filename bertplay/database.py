"""How a store opens its database, and how it says that it cannot. The runs and the classes each have one of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Engine, Insert, Update, create_engine, event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bertplay.errors import StoreUnavailable
from bertplay.i18n import N_, lazy

SECONDS_OF_PATIENCE = 10
"""So long a writer waits for another one."""
REMEDIES = {
    "locked": N_("Another program holds it: wait a moment, or end that program. The file is in {where}."),
    "readonly": N_("Let the server write to {where}, or set BERTPLAY_RUNS_DIR to another folder."),
    "unable to open": N_("Let the server write to {where}, or set BERTPLAY_RUNS_DIR to another folder."),
    "is full": N_("The disk is full: free some space. The file is in {where}."),
    "malformed": N_("The file is damaged: move it away, or put back a copy. It is in {where}."),
    "no such column": N_("It was made by another version of bertplay: move the file away. It is in {where}."),
    "not a database": N_("The file is damaged: move it away, or put back a copy. It is in {where}."),
}
"""What the reason of SQLite says, and what helps."""
OTHERWISE = N_("Look whether {where} can be written and its disk has room.")


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
    """Run a block; IntegrityError passes; any other error of the database becomes StoreUnavailable.

    with explained("The store of runs", "/home/me/.bertplay/runs"): ...
    """
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error)[:200]
        remedy = lazy(next((told for words, told in REMEDIES.items() if words in reason), OTHERWISE), where=where)
        raise StoreUnavailable(lazy("{what} cannot be used: {reason}.", what=lazy(what), reason=reason), remedy=remedy) from error


def changed(session: Session, statement: Insert | Update | Delete) -> int:
    """Run a statement; how many rows it wrote."""
    return max(cast("CursorResult[Any]", session.execute(statement)).rowcount, 0)

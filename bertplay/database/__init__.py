"""Where a store keeps its rows: its own SQLite file, or its own schema in the Postgres database that BERTPLAY_DATABASE names.

base      what a store needs of either: transactions, one writer at a time, a version number that changes with every write
sqlite    the default: files in BERTPLAY_RUNS_DIR, for the processes of one machine
postgres  for several machines; psycopg is imported only when it is needed
"""

from sqlalchemy import MetaData

from bertplay.database.base import CleanString, Database, changed
from bertplay.database.sqlite import SqliteDatabase
from bertplay.settings import Settings

SQLITE = "sqlite"

__all__ = ["CleanString", "Database", "changed", "describe_database", "open_database"]


def open_database(settings: Settings, name: str, tables: MetaData, what: str) -> Database:
    """The database of the store `what` (a translatable text), with its tables. StoreUnavailable.

    open_database(settings, "training_runs", Base.metadata, N_("The store of runs"))
    """
    if settings.database == SQLITE:
        return SqliteDatabase(settings.runs_dir / f"{name}.sqlite", tables, what)
    from bertplay.database.postgres import PostgresDatabase

    return PostgresDatabase(settings.database, name, tables, what)


def describe_database(settings: Settings) -> str:
    """The database in use: "PostgreSQL 18.6 at db.school.example:5432/bertplay". StoreUnavailable."""
    if settings.database == SQLITE:
        return f"SQLite, files in {settings.runs_dir}"
    from bertplay.database.postgres import describe

    return describe(settings.database)

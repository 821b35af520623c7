"""A real PostgreSQL server of its own: in a temporary folder, on a free port of this machine, gone at the end.

In tests ask for the fixture `postgres`, which starts one for the whole run and skips where the program is missing::

    def test_it(postgres: PostgresServer) -> None:
        database = Database(postgres.url("it"))

Elsewhere::

    with PostgresServer() as server:
        url = server.url("soak")
        server.stop()    # the database goes away …
        server.start()   # … and comes back with what was committed

The server ends when whoever started it ends, however that happens.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

_USER = "tongdu"
_PATIENCE = 60.0
"""Seconds in which a server must be up, or down."""
_HELD = '"$@" & server=$!; read -r signal; kill -s "${signal:-INT}" "$server"; wait "$server"'
"""A shell's program: run a server until a line with a signal's name comes, or until who would send it is gone."""
_QUICK = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "on",  # cheap without fsync; else what was committed last is gone with a crash
    "full_page_writes": "off",
}


def postgres_programs() -> Path | None:
    """Return the folder with `postgres` and `initdb`, the newest installed; None where PostgreSQL is missing."""
    found = shutil.which("postgres")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    folders = [*([Path(found).resolve().parent] if found else []), *reversed(packaged)]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


class PostgresServer:
    """A server while the `with` block lasts. Raises FileNotFoundError where PostgreSQL is missing."""

    def __init__(self) -> None:
        programs = postgres_programs()
        if programs is None:
            raise FileNotFoundError("PostgreSQL is not installed")
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="tongdu-postgres-"))
        self._as_user = _other_user(self._folder)
        self._server: subprocess.Popen[bytes] | None = None
        self.port = 0

    def __enter__(self) -> Self:
        self._run("initdb", "-D", self._data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop(at_once=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start the server, on the port it had before, and wait until it answers."""
        self.port = self.port or _free_port()
        options = [f"-c{name}={value}" for name, value in _QUICK.items()]
        command = [str(self._programs / "postgres"), "-D", self._data, f"-p{self.port}", *options]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                ["/bin/sh", "-c", _HELD, "sh", *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self._as_user,
            )
        self._wait_until_up()

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server: sessions are cut, what was committed stays. `at_once` is as a crash would be."""
        server, self._server = self._server, None
        if server is not None:
            server.communicate(b"QUIT\n" if at_once else b"INT\n", timeout=_PATIENCE)

    def url(self, name: str) -> str:
        """Make an empty database and return its address; one of that name, and its engine's, are dropped before."""
        with psycopg.connect(self._plain("postgres"), autocommit=True) as connection:
            for old in (name, f"{name}_works"):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.address(name)

    def address(self, name: str) -> str:
        """Return the address of a database, for SQLAlchemy, whether it exists or not."""
        return f"postgresql+psycopg://{_USER}@127.0.0.1:{self.port}/{name}"

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _plain(self, name: str) -> str:
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{name}?connect_timeout=5"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments],
            check=True,
            capture_output=True,
            cwd=self._folder,
            **self._as_user,
        )

    def _wait_until_up(self) -> None:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self._plain("postgres")).close()
            except psycopg.OperationalError as error:
                if self._server is None or self._server.poll() is not None or time.monotonic() > end:
                    log = (self._folder / "log").read_text("utf-8", "replace")
                    raise RuntimeError(f"PostgreSQL did not start: {log[-2000:]}") from error
                time.sleep(0.05)
            else:
                return


def _other_user(folder: Path) -> dict[str, Any]:
    """Give the folder to somebody else where we are root, as whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    somebody = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, somebody.pw_uid, somebody.pw_gid)
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

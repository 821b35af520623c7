"""Requests a second of the main web pages, beside a bare FastAPI page that is served the same way in the same run.

`scripts/bench pages [--titles N] [--seconds S]`. Another measurement asks for the figures by `measure`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # before this folder, whose `audio` is another

TITLES = 10_000
SECONDS = 5.0
ROUNDS = 3
CONNECTIONS = 4
"""Kept open, each asking again as soon as it is answered."""
BARE = "bare FastAPI page"


@dataclass(frozen=True, slots=True)
class Figure:
    """A page: requests a second (the best round's), what share that is of the bare page's, and its kilobytes."""

    name: str
    rate: float
    share: float
    kilobytes: float

    def __str__(self) -> str:
        return f"{self.name}: {self.rate:,.0f} requests a second, {self.share:.0%} of bare, {self.kilobytes:.1f} kB"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: a port, and the bytes of a request."""

    port: int
    request: bytes


def measure(titles: int = TITLES, seconds: float = SECONDS) -> list[Figure]:
    """Measure sign-in, search, a title and today's work over a library of made titles; the bare page comes first.

    The pages take turns, `ROUNDS` times, so that a disturbance of the machine meets all.
    """
    with tempfile.TemporaryDirectory(prefix="tongdu-pages-") as folder, _served(Path(folder), titles) as pages:
        best = dict.fromkeys(pages, 0.0)
        sizes = {name: _size(asked) for name, asked in pages.items()}
        for _round in range(ROUNDS):
            for name, asked in pages.items():
                best[name] = max(best[name], _rate(asked, seconds / ROUNDS))
    return [Figure(name, best[name], best[name] / best[BARE], sizes[name] / 1000) for name in pages]


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--titles", type=int, default=TITLES)
    arguments.add_argument("--seconds", type=float, default=SECONDS, help="for each page")
    chosen = arguments.parse_args()
    for figure in measure(chosen.titles, chosen.seconds):
        print(figure)


# --- asking -------------------------------------------------------------------------------------------------------


def _rate(asked: Asked, seconds: float) -> float:
    counts = [0] * CONNECTIONS
    begun = time.perf_counter()
    end = begun + seconds

    def ask(place: int) -> None:
        with socket.create_connection(("127.0.0.1", asked.port)) as connection:
            while time.perf_counter() < end:
                _answer(connection, asked.request)
                counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def _size(asked: Asked) -> int:
    with socket.create_connection(("127.0.0.1", asked.port)) as connection:
        for _warming in range(20):
            size = _answer(connection, asked.request)
    return size


def _answer(connection: socket.socket, request: bytes) -> int:
    """Send a request; return how long the body of its answer is. Raises RuntimeError for one that is not 200."""
    connection.sendall(request)
    held = b""
    while b"\r\n\r\n" not in held:
        held += _received(connection)
    head, _end, body = held.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode("latin-1"))
    length = next(
        int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    )
    left = length - len(body)
    while left > 0:
        left -= len(_received(connection))
    return length


def _received(connection: socket.socket) -> bytes:
    got = connection.recv(256 * 1024)
    if not got:
        raise RuntimeError("the service closed the connection")
    return got


# --- serving ------------------------------------------------------------------------------------------------------


@contextmanager
def _served(folder: Path, titles: int) -> Iterator[dict[str, Asked]]:
    """Serve the bare page and the library, each in a process of its own; give what can be asked, by name."""
    with _process(_serve_bare) as (bare, _none), _process(_serve_library, folder, titles) as (port, token):
        cookie = f"tongdu_session={token}"
        yield {
            BARE: Asked(bare, _request("/")),
            "sign-in": Asked(port, _request("/sign-in")),
            "search": Asked(port, _request("/titles?q=%E5%B0%8F%E8%AF%B4", cookie)),
            "title": Asked(port, _request("/titles/1", cookie)),
            "today's work": Asked(port, _request("/desk/today", cookie)),
        }


def _request(path: str, cookie: str = "") -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html", "Accept-Language: zh"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    return "\r\n".join([*lines, "", ""]).encode()


@contextmanager
def _process(target: object, *given: object) -> Iterator[tuple[int, str]]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(theirs, target, *given))
    process.start()
    theirs.close()
    try:
        yield ours.recv()
    finally:
        ours.close()
        process.terminate()
        process.join()


def _child(told: Connection, serve: object, *given: object) -> None:
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - the log is written, but nobody reads it
    assert callable(serve)
    serve(told, *given)


def _serve_bare(told: Connection) -> None:
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    app = FastAPI()

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        return "<!DOCTYPE html><html lang=en><title>Bare</title><h1>Bare</h1></html>"

    _run(app, told, "")


def _serve_library(told: Connection, folder: Path, titles: int) -> None:
    from access.patrons.accounts import Accounts
    from access.patrons.roles import Role
    from access.patrons.sessions import Sessions
    from access.settings import Settings
    from api.app import create_app
    from api.serving.logs import begin_logging
    from api.serving.service import Service
    from bench.made_titles import made_titles, store_titles

    begin_logging()
    service = Service(Settings(data=folder))
    store_titles(service.database, made_titles(titles))
    service.search.follow()
    account = Accounts(service.database).add(
        Role.LIBRARIAN, "librarian", "vier gute Woerter hier", "Grace Library", actor="bench"
    )
    _run(create_app(service), told, Sessions(service.database).begin(account.id, "127.0.0.1"))


def _run(app: object, told: Connection, token: str) -> None:
    """Serve as `tongdu serve` does, and tell the port and a session's token when that has begun."""
    import uvicorn
    from fastapi import FastAPI

    from api.serving.server import config_of

    assert isinstance(app, FastAPI)
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # who asks before the server has begun is answered when it has
    port = listening.getsockname()[1]
    told.send((port, token))
    uvicorn.Server(config_of(app, port=port)).run(sockets=[listening])


if __name__ == "__main__":
    main()

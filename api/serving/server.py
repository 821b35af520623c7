"""The server: takes connections until a signal comes, then finishes what it is answering, and ends."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Iterator
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI

from access.errors import MissingPagesError, OutputError
from access.settings import Settings
from api.app import create_app
from api.language import _, told
from api.serving.logs import begin_logging
from api.serving.service import Service
from api.serving.worker_process import WorkerProcess
from api.web.house import House

FINISH_SECONDS = 60
"""How long answers that are being sent may still take when the server is to end."""
_KEEP_ALIVE_SECONDS = 15
_MOST_CONNECTIONS = 500
_log = structlog.get_logger(__name__)


def serve(settings: Settings, *, with_worker: bool = True) -> None:
    """Serve until SIGTERM or SIGINT, with a worker beside unless it is not wanted.

    Raises what opening the database raises, and OutputError when the address is taken.
    """
    begin_logging()
    listening = _listen(settings.host, settings.port)
    service = Service(settings)
    worker = WorkerProcess(settings) if with_worker else None
    try:
        if not service.keys.list():
            print(_("There are no keys yet; `tongdu keys add` makes one."), flush=True)
        port = listening.getsockname()[1]
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{shown}:{port}/"
        app = create_app(service)
        print(_("Tongdu answers at {address}. Ctrl-C stops it.").format(address=address), flush=True)
        _tell_of_pages(app.state.house, address)
        if worker is not None:
            worker.begin()
        _Server(config_of(app, port=port)).run(sockets=[listening])
    finally:
        if worker is not None:
            worker.end()
        service.database.close()
        listening.close()
    print(_("The service has stopped."), flush=True)


def _tell_of_pages(house: House, address: str) -> None:
    """Say what is missing for the web pages, or how the first administrator comes in."""
    if house.statics.missing:
        print(told(MissingPagesError(names=", ".join(house.statics.missing))), flush=True)
    elif house.is_new():
        print(_("Nobody has an account yet. Open {address} and give this code:").format(address=f"{address}begin"))
        print(house.first_code.told, flush=True)


def config_of(app: FastAPI, *, port: int) -> uvicorn.Config:
    """Return how the application is served."""
    return uvicorn.Config(
        app,
        port=port,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,  # ours
        access_log=False,  # it would tell paths, query strings and addresses
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=FINISH_SECONDS,
        limit_concurrency=_MOST_CONNECTIONS,
        h11_max_incomplete_event_size=32 * 1024,
    )


class _Server(uvicorn.Server):
    """Ends well by a signal, which is not raised again: who sent it has what it wanted."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Listen to signals while the block lasts."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        names = [name for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
        before = {name: signal.signal(getattr(signal, name), self._end) for name in names}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(getattr(signal, name), handler)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.should_exit, self.force_exit = True, self.should_exit  # twice means: at once


def _listen(host: str, port: int) -> socket.socket:
    """Bind before anything is begun, so that a taken address is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Told that it is TCP, the event loop sends each piece at once; else the second waits until the first is confirmed.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OutputError(
            "The service cannot listen at {host}, port {port} ({reason}).",
            advice="Choose another with --host and --port.",
            host=host,
            port=port,
            reason=error.strerror or str(error),
        ) from error
    return listening

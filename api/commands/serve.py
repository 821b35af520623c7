"""`tongdu serve`: the service for programs and readers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.arguments import between
from api.language import _
from api.usage import Command


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("serve", cls=Command, help=_("Answer programs and readers over the network until it is stopped."))(
        _serve
    )


def _serve(
    host: Annotated[
        str | None, typer.Option("--host", metavar="ADDRESS", help=_("The address to listen at; 127.0.0.1."))
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", metavar="N", callback=between(0, 65_535), help=_("The port; 8000. With 0 any that is free.")
        ),
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help=_("The folder of the library."))] = None,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help=_("Without a worker beside it: workers run by themselves."))
    ] = False,
    demo: Annotated[
        bool,
        typer.Option("--demo", help=_("A library to try things out in, with made-up people and sample books.")),
    ] = False,
) -> None:
    """Serve."""
    if demo:
        from api.demo.serving import serve_demo

        serve_demo(host, port, data, with_worker=not no_worker)
        return
    from access.settings import Settings
    from api.serving.server import serve

    serve(Settings(host=host, port=port, data=data), with_worker=not no_worker)

"""`tongdu worker`: does the library's orders on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from api.arguments import between
from api.language import _
from api.usage import Command


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        "worker",
        cls=Command,
        help=_("Do the library's orders on this machine until it is stopped; several workers share the work."),
    )(_worker)


def _worker(
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help=_("What this worker is called; the machine's name."))
    ] = None,
    until_idle: Annotated[bool, typer.Option("--until-idle", help=_("Leave when no order is open any more."))] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", callback=between(1, 64), help=_("Chapters that are spoken at once.")),
    ] = None,
) -> None:
    """Work."""
    from access.settings import Settings
    from api.serving.logs import begin_logging
    from api.worker import work

    begin_logging()
    print(_("This worker does the library's orders now. Ctrl-C stops it; what it has begun goes on later."), flush=True)
    work(Settings(), name=name or "", until_idle=until_idle, jobs=jobs)
    print(_("The worker has stopped."), flush=True)

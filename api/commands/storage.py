"""`tongdu settings`, `migrate`, `backup`, `restore` and `check-library`: what whoever keeps the machine needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.language import _
from api.usage import Command

_AsJson = Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for name, run, says in (
        ("settings", _settings, _("Show the settings of the service and where each comes from.")),
        ("migrate", _migrate, _("Bring the database to the tables of this release.")),
        ("backup", _backup, _("Save the whole library while it is in use.")),
        ("restore", _restore, _("Bring a saved library back, into an empty place.")),
        ("check-library", _check, _("Look whether the library is whole.")),
    ):
        app.command(name, cls=Command, help=says)(run)


def _settings(as_json: _AsJson = False) -> None:
    """Show the settings."""
    from api.keeping import show_settings

    show_settings(as_json=as_json)


def _migrate() -> None:
    """Migrate."""
    from api.keeping import migrate

    migrate()


def _backup(
    target: Annotated[
        Path, typer.Argument(metavar="TARGET", help=_("A new folder, or a new file whose name ends with .tar."))
    ],
) -> None:
    """Back up."""
    from api.keeping import backup

    backup(target)


def _restore(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help=_("What `tongdu backup` made."))],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Keep aside the library that is there, and put this one in its place."))
    ] = False,
) -> int:
    """Restore; leaves with 1 when what was restored is not whole."""
    from api.keeping import restore

    return restore(source, replace=replace)


def _check(
    quick: Annotated[
        bool, typer.Option("--quick", help=_("Only look whether files are there, do not read them."))
    ] = False,
    as_json: _AsJson = False,
) -> int:
    """Check; leaves with 1 when something is wrong."""
    from api.keeping import check

    return check(quick=quick, as_json=as_json)

"""`tongdu keys`: by which programs reach the service."""

from __future__ import annotations

from typing import Annotated

import typer

from api.arguments import between
from api.language import _
from api.usage import Command, Group

app = typer.Typer(
    name="keys",
    cls=Group,
    help=_("Keys by which programs reach the service: make them, list them, take them back."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
_AsJson = Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))]


@app.command("add", cls=Command, help=_("Make a key; it is shown once and never again."))
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("What the key is for."))],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            metavar="SCOPES",
            help=_(
                "What it may do: catalog:read, catalog:write, orders:read, orders:write, artefacts:read, metrics:read, "
                "or admin for everything; several with commas."
            ),
        ),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", callback=between(1, 36_500), help=_("Days until it runs out.")),
    ] = None,
    as_json: _AsJson = False,
) -> None:
    """Make a key."""
    from api.serving.key_desk import add_key

    add_key(name, scope or [], days=days, as_json=as_json)


@app.command("list", cls=Command, help=_("List the keys and what each may do."))
def list_them(as_json: _AsJson = False) -> None:
    """List keys."""
    from api.serving.key_desk import list_keys

    list_keys(as_json=as_json)


@app.command("revoke", cls=Command, help=_("Take a key back for good."))
def revoke(number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("The number of the key."))]) -> None:
    """Take a key back."""
    from api.serving.key_desk import revoke_key

    revoke_key(number)

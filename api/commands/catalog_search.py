"""`tongdu catalog search`: find titles by words, pinyin, initials or telephone keys."""

from __future__ import annotations

from typing import Annotated

import typer

from api.arguments import between
from api.language import _
from api.usage import Command


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("search", cls=Command, help=_("Find titles by words, pinyin, initials or telephone keys."))(_search)


def _search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS…", help=_("呐喊, nahan, nh or 62426; of several words all are found."))
    ],
    form: Annotated[
        list[str] | None,
        typer.Option("--form", metavar="KIND", help=_("Only titles with this form; several with commas.")),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option("--language", metavar="TAG", help=_("Only forms in this language; several with commas.")),
    ] = None,
    branch: Annotated[
        str | None, typer.Option("--branch", metavar="CODE", help=_("Only forms with a copy in this branch."))
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", callback=between(1, 1000), help=_("Most titles shown."))
    ] = 20,
    after: Annotated[
        int, typer.Option("--after", metavar="N", callback=between(0, 1_000_000), help=_("Leave out the first N."))
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
) -> int:
    """Search; leaves with 1 when nothing was found."""
    from api.commands.catalog_found import run_search

    return run_search(
        " ".join(words), forms=form, languages=language, branch=branch, limit=limit, after=after, as_json=as_json
    )

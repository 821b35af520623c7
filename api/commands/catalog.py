"""`tongdu catalog`: titles in and out of the library's catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands import catalog_search
from api.language import _
from api.usage import Command, Group

app = typer.Typer(
    name="catalog",
    cls=Group,
    help=_("The catalogue: bring titles in, take them out, and find them."),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(
    "import",
    cls=Command,
    help=_("Bring titles in: MARC 21 and CNMARC (ISO 2709, MARCXML), tables (CSV), or books and folders of books."),
)
def import_titles(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help=_("Files of records, books, or folders of books."))
    ],
    source_format: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help=_("auto, marc21, cnmarc, csv or books; auto looks inside.")),
    ] = "auto",
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help=_("utf-8, gb18030 or marc-8, where a file tells it wrongly.")),
    ] = None,
    source: Annotated[
        str, typer.Option("--source", metavar="NAME", help=_("The system that the records' control numbers are of."))
    ] = "",
    form: Annotated[
        str | None, typer.Option("--form", metavar="KIND", help=_("The form of records that tell of none."))
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help=_("The language of books, a tag such as zh or en."))
    ] = None,
    every: Annotated[
        bool, typer.Option("--every", help=_("Tell of every record, not only of those merged or refused."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
) -> int:
    """Import; leaves with 3 when there was something and all of it was refused."""
    from api.commands.catalog_work import Import, run_import

    wanted = Import(tuple(paths), source_format, encoding, source, form, language)
    return run_import(wanted, every=every, as_json=as_json)


@app.command("export", cls=Command, help=_("Write titles into a file of records or a table."))
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The file to write."))],
    target_format: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help=_("marc21, marc21-xml, cnmarc, cnmarc-gbk, cnmarc-xml or csv.")
        ),
    ],
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help=_("Only titles in this language."))
    ] = None,
    form: Annotated[str | None, typer.Option("--form", metavar="KIND", help=_("Only titles with this form."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
) -> None:
    """Export; titles that a format cannot hold are named."""
    from api.commands.catalog_work import Export, run_export

    run_export(Export(file, target_format, language, form), as_json=as_json)


catalog_search.add_to(app)

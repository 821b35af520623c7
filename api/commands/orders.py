"""`tongdu order` and `tongdu orders`: what is to be made of which titles, and how it goes."""

from __future__ import annotations

from typing import Annotated

import typer

from api.arguments import between, chosen_formats, split
from api.language import _
from api.usage import Command


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("order", cls=Command, help=_("Order titles of the library in formats; workers make them."))(_order)
    app.command(
        "orders", cls=Command, help=_("List the orders, show one of them, or pause, resume, cancel or retry one.")
    )(_orders)


def _order(
    titles: Annotated[
        list[int] | None, typer.Argument(metavar="TITLE…", help=_("Numbers of titles in the catalogue."))
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("Every title that has a source."))] = False,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMATS",
            help=_("Of daisy202, epub3, brf, pef; several with commas. Without it, what was made of the title before."),
        ),
    ] = None,
    priority: Annotated[
        str | None, typer.Option("--priority", metavar="WHO", help=_("reader, who waits for it, or bulk."))
    ] = None,
    voice: Annotated[
        list[str] | None, typer.Option("--voice", metavar="NAME", help=_("A voice; once for each language."))
    ] = None,
    rate: Annotated[
        int,
        typer.Option("--rate", metavar="PERCENT", callback=between(25, 400), help=_("Speed of speech; 100 is usual.")),
    ] = 100,
    code: Annotated[
        list[str] | None, typer.Option("--code", metavar="NAME", help=_("A braille code; once for each language."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
) -> int:
    """Place orders."""
    from api.works.desk import Wanted, place_orders

    wanted = Wanted(tuple(titles or ()), everything, chosen_formats(formats), priority, split(voice), split(code), rate)
    return place_orders(wanted, as_json=as_json)


def _orders(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[pause|resume|cancel|retry] [ID]…", help=_("The number of an order, and what to do with it.")
        ),
    ] = None,
    unfinished: Annotated[bool, typer.Option("--open", help=_("Only those that are not done or cancelled."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
) -> int:
    """List, show or steer orders."""
    from api.works.desk import list_orders, show_order, steer_orders, understood

    action, numbers = understood(words or [])
    if action:
        return steer_orders(action, numbers, as_json=as_json)
    if numbers:
        for number in numbers:
            show_order(number, as_json=as_json)
        return 0
    return list_orders(unfinished=unfinished, as_json=as_json)

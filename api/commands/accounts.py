"""`tongdu accounts`: who signs in, for when the web pages cannot be used, or nobody can sign in to them."""

from __future__ import annotations

from typing import Annotated

import typer

from api.language import _
from api.usage import Command, Group

app = typer.Typer(
    name="accounts",
    cls=Group,
    help=_("Accounts of staff, volunteers and readers: make them, list them, close them."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
_AsJson = Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))]
_Account = Annotated[str, typer.Argument(metavar="ID", help=_("The account, as `tongdu accounts list` shows it."))]


@app.command(
    "add", cls=Command, help=_("Make an account. The secret is asked for, or read from the first line of input.")
)
def add(
    role: Annotated[
        str,
        typer.Argument(
            metavar="ROLE", help=_("administrator, librarian, caseworker, proofreader, volunteer or reader.")
        ),
    ],
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=_("The login name; of a reader the card number."))],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=_("What the person is called."))],
    language: Annotated[
        str, typer.Option("--language", metavar="TAG", help=_("The language of their pages, zh or en."))
    ] = "",
    as_json: _AsJson = False,
) -> None:
    """Make an account."""
    from api.account_desk import add_account

    add_account(role, login, name, language=language, as_json=as_json)


@app.command("list", cls=Command, help=_("List the accounts."))
def list_them(
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help=_("Only those of a role."))] = None,
    closed: Annotated[bool, typer.Option("--closed", help=_("Those that are closed, too."))] = False,
    as_json: _AsJson = False,
) -> None:
    """List accounts."""
    from api.account_desk import list_accounts

    list_accounts(role, closed=closed, as_json=as_json)


@app.command("secret", cls=Command, help=_("Give an account a new secret; it is asked for as `add` does."))
def secret(account: _Account) -> None:
    """Give an account a new secret."""
    from api.account_desk import change_secret

    change_secret(account)


@app.command("close", cls=Command, help=_("Let nobody sign in to an account any more."))
def close(account: _Account) -> None:
    """Close an account."""
    from api.account_desk import close_account

    close_account(account)

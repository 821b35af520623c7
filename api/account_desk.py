"""Where accounts are made and closed at a terminal, in lines that can be listened to or as JSON.

A secret is never an argument, which other programs of the machine and the shell's history would see.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from access.errors import UsageError
from access.patrons.accounts import Accounts, AccountView
from access.patrons.roles import Role
from access.settings import Settings
from access.storage.opening import open_service_database
from api.language import _, on_one_line

_ACTOR = "command"


def add_account(role: str, login: str, name: str, *, language: str, as_json: bool) -> None:
    """Make an account with the secret that is asked for.

    Raises UsageError for a role that there is not or for what cannot be, SecretRefusedError, ConflictError for a login
    that somebody has, and StorageError.
    """
    wanted = _role(role)
    with _accounts() as accounts:
        made = accounts.add(wanted, login, _asked_secret(), name, language, actor=_ACTOR)
    _show(made, as_json=as_json)


def list_accounts(role: str | None, *, closed: bool, as_json: bool) -> None:
    """List accounts. Raises UsageError for a role that there is not, and StorageError."""
    wanted = _role(role) if role is not None else None
    with _accounts() as accounts:
        found = accounts.list(wanted, actor=_ACTOR, closed=closed)
    for account in found:
        _show(account, as_json=as_json)
    if not found and not as_json:
        print(_("There are no accounts; `tongdu accounts add` makes one."))


def change_secret(account_id: str) -> None:
    """Give an account the secret that is asked for. Raises UnknownNumberError, SecretRefusedError, StorageError."""
    with _accounts() as accounts:
        account = accounts.get(account_id, actor=_ACTOR)
        accounts.change_secret(account.id, _asked_secret(), actor=_ACTOR)
    print(_("The secret was changed; whoever was signed in with the old one is not any more."))


def close_account(account_id: str) -> None:
    """Close an account. Raises UnknownNumberError, ConflictError for the only administrator, and StorageError."""
    with _accounts() as accounts:
        _show(accounts.close(account_id, actor=_ACTOR), as_json=False)


@contextmanager
def _accounts() -> Iterator[Accounts]:
    database = open_service_database(Settings())
    try:
        yield Accounts(database)
    finally:
        database.close()


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise UsageError(
            "“{name}” is not a role.", advice="Choose of {roles}.", name=name, roles=_(", ").join(Role)
        ) from None


def _asked_secret() -> str:
    """Ask twice at a terminal, showing nothing; elsewhere read a line. Raises UsageError for none, or for two."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        try:
            given = getpass.getpass(_("Secret (it is not shown): "))
            again = getpass.getpass(_("The same once more: "))
        except EOFError:
            given = again = ""
        if given != again:
            raise UsageError("The two were not the same.", advice="Try again.")
    if not given:
        raise UsageError("No secret was given.", advice="Type it, or send it as the first line of input.")
    return given


def _show(account: AccountView, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_plain(account), ensure_ascii=False))
        return
    facts = [account.id, account.role, account.login, on_one_line(account.name)]
    if account.closed is not None:
        facts.append(_("closed {day}").format(day=account.closed.date().isoformat()))
    used = account.used.date().isoformat() if account.used is not None else ""
    facts.append(_("last used {day}").format(day=used) if used else _("never used"))
    print(_(", ").join(facts))


def _plain(account: AccountView) -> dict[str, object]:
    return {
        "account": account.id,
        "role": account.role,
        "login": account.login,
        "name": account.name,
        "language": account.language,
        "created": account.created.isoformat(),
        "used": account.used.date().isoformat() if account.used else None,
        "closed": account.closed.isoformat() if account.closed else None,
    }

"""`/account`: everybody's own: name, language, secret, and where they are signed in."""

from __future__ import annotations

from typing import Any

from fastapi import Response

from access.errors import SecretRefusedError, SignInRefusedError, TooManyTriesError, UsageError
from access.patrons.roles import Right
from api.language import LANGUAGES, _
from api.web.cookies import Cookie, keep, kept
from api.web.entry.new_account import taken_secret
from api.web.entry.signed_in import let_in
from api.web.forms import Form
from api.web.rendering import in_language
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/account")
_PAGE = "entry/account.html"
_SECRET_PAGE = "entry/secret.html"  # noqa: S105


@router.show("", Right.OWN_SETTINGS)
def show(visit: Visiting) -> Response:
    """Show the account."""
    account = visit.house.accounts.get(visit.account_id)
    done = {
        "saved": _("Your account is saved."),
        "secret": _("Your secret is changed. You are signed out everywhere else."),
        "others": _("You are signed out everywhere else."),
    }
    return visit.page(
        _PAGE, form=Form(values={"name": account.name, "language": account.language}), done=done, **_facts(visit)
    )


@router.take("", Right.OWN_SETTINGS)
def save(visit: Visiting) -> Response:
    """Change name and language."""
    form = visit.form
    name = form.text("name", needed=_("Enter your name."))
    language = form.choice("language", LANGUAGES)
    if not form.errors:
        try:
            visit.house.accounts.update_settings(visit.account_id, name=name, language=language, actor=visit.actor)
        except UsageError as error:
            form.refused(error, "name")
    if form.errors:
        return visit.again(_PAGE, **_facts(visit))
    response = visit.go("/account", done="saved")
    if language:
        keep(visit.request, response, Cookie.LANGUAGE, language)
    return response


@router.show("/secret", Right.OWN_SETTINGS)
def ask_secret(visit: Visiting) -> Response:
    """Ask for the old and the new secret."""
    return visit.page(_SECRET_PAGE, login=visit.house.accounts.get(visit.account_id).login)


@router.take("/secret", Right.OWN_SETTINGS)
def change_secret(visit: Visiting) -> Response:
    """Change the secret; all sessions end, and this browser gets a new one."""
    form, accounts = visit.form, visit.house.accounts
    old = form.secret("old", needed=_("Enter the secret that you have now."))
    new = taken_secret(form)
    account = accounts.get(visit.account_id)
    if form.errors:
        return visit.again(_SECRET_PAGE, login=account.login)
    try:
        accounts.authenticate(account.login, old, visit.network, kept(visit.request, Cookie.DEVICE))
        accounts.change_secret(visit.account_id, new, actor=visit.actor)
    except SignInRefusedError:
        form.wrong("old", _("This is not your secret."))
    except TooManyTriesError as error:
        form.refused(error, "old")
    except SecretRefusedError as error:
        form.refused(error, "secret")
    if form.errors:
        return visit.again(_SECRET_PAGE, login=account.login)
    return let_in(visit, account, "/account", done="secret")


@router.take("/sessions", Right.OWN_SETTINGS)
def end_others(visit: Visiting) -> Response:
    """End all sessions but this browser's."""
    account = visit.house.accounts.get(visit.account_id)
    visit.house.sessions.end_all(visit.account_id)
    return let_in(visit, account, "/account", done="others")


def _facts(visit: Visit) -> dict[str, Any]:
    return {
        "account": visit.house.accounts.get(visit.account_id),
        "sessions": visit.house.sessions.list(visit.account_id),
        "languages": [
            ("", _("As the browser asks for it")),
            ("zh", in_language("中文", "zh-CN")),
            ("en", in_language("English", "en")),
        ],
    }

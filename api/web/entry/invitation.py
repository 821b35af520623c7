"""`/invitation/{token}`: who was invited makes an account, once."""

from __future__ import annotations

from fastapi import Response

from access.errors import ConflictError, SecretRefusedError, UsageError
from api.language import chosen_language
from api.web.entry.new_account import taken_account
from api.web.entry.signed_in import let_in
from api.web.routing import PUBLIC, PageRouter
from api.web.visit import Visiting

router = PageRouter()
_PAGE = "entry/invitation.html"


@router.show("/invitation/{token}", PUBLIC)
def ask(visit: Visiting, token: str) -> Response:
    """Say what somebody is invited to, and ask for the account."""
    invitation = visit.house.invitations.look(token)
    return visit.page(_PAGE, invitation=invitation, action=f"/invitation/{token}")


@router.take("/invitation/{token}", PUBLIC)
def take(visit: Visiting, token: str) -> Response:
    """Make the account; whoever made it is signed in."""
    form = visit.form
    invitation = visit.house.invitations.look(token)
    login, secret, name = taken_account(form)
    if not form.errors:
        try:
            account = visit.house.invitations.accept(token, login, secret, name, chosen_language())
        except (UsageError, SecretRefusedError, ConflictError) as error:
            form.refused(error, "login")
        else:
            return let_in(visit, account, "/", done="begun")
    return visit.again(_PAGE, invitation=invitation, action=f"/invitation/{token}")

"""`/begin`: the first administrator, as long as nobody has an account.

Whoever comes first could take the library, so it asks for a code that only stands at the terminal where the service was
started. Two who come at once are told apart by the database (`Accounts.add_first`).
"""

from __future__ import annotations

from fastapi import Response
from starlette.exceptions import HTTPException

from access.errors import SecretRefusedError, UsageError
from api.language import _, chosen_language
from api.web.entry.new_account import taken_account
from api.web.entry.signed_in import let_in
from api.web.routing import PUBLIC, PageRouter
from api.web.visit import Visiting

router = PageRouter()
_PAGE = "entry/begin.html"


@router.show("/begin", PUBLIC)
def ask(visit: Visiting) -> Response:
    """Ask for the code and the account."""
    if not visit.house.is_new():
        raise HTTPException(404)
    return visit.page(_PAGE)


@router.take("/begin", PUBLIC)
def take(visit: Visiting) -> Response:
    """Make the first administrator, who is signed in then."""
    house, form = visit.house, visit.form
    if not house.is_new():
        raise HTTPException(404)
    code = form.text("code", needed=_("Enter the code that stands at the terminal where the service was started."))
    if code and not house.first_code.fits(code):
        form.wrong("code", _("This is not the code. Look at the terminal again; a restart of the service changes it."))
    login, secret, name = taken_account(form)
    if form.errors:
        return visit.again(_PAGE)
    try:
        account = house.accounts.add_first(login, secret, name, chosen_language())
    except (UsageError, SecretRefusedError) as error:
        form.refused(error, "login")
        return visit.again(_PAGE)
    return let_in(visit, account, "/", done="begun")

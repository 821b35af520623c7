"""`/sign-in` and `/sign-out`, for staff and readers."""

from __future__ import annotations

from fastapi import Response

from access.errors import SignInRefusedError, TooManyTriesError
from access.patrons.roles import Right, may
from api.language import _
from api.web.cookies import Cookie, kept
from api.web.entry.signed_in import let_in, let_out
from api.web.forms import Form
from api.web.own_site import local_path
from api.web.routing import PUBLIC, PageRouter
from api.web.visit import Visiting

router = PageRouter()
_PAGE = "entry/sign_in.html"


@router.show("/sign-in", PUBLIC)
def ask(visit: Visiting) -> Response:
    """Ask who somebody is; whoever is signed in is led on."""
    target = local_path(visit.request.query_params.get("next", ""))
    if visit.session is not None:
        return visit.go(target)
    if visit.house.is_new():
        return visit.go("/begin")
    done = {"out": _("You are signed out."), "erased": _("Your account and what the library kept of you are erased.")}
    return visit.page(_PAGE, form=Form(values={"next": target}), done=done)


@router.take("/sign-in", PUBLIC)
def take(visit: Visiting) -> Response:
    """Sign in, or ask again. Who works in the library begins with today's work."""
    form = visit.form
    target = local_path(form.text("next", most=4000))
    login = form.text("login", needed=_("Enter your login name or card number."), most=1000)
    secret = form.secret("secret", needed=_("Enter your pass phrase or PIN."))
    if form.errors:
        return visit.again(_PAGE)
    known = kept(visit.request, Cookie.DEVICE)
    try:
        account = visit.house.accounts.authenticate(login, secret, visit.network, known)
    except SignInRefusedError as error:
        form.refused(error, "login")
        return visit.again(_PAGE)
    except TooManyTriesError as error:
        form.refused(error, "login")
        response = visit.page(_PAGE, status=429)
        response.headers["Retry-After"] = str(error.details.get("seconds", 60))
        return response
    if target == "/" and may(account.role, Right.SEE_WORK):
        target = "/desk/today"
    return let_in(visit, account, target)


@router.take("/sign-out", PUBLIC)
def leave(visit: Visiting) -> Response:
    """Sign out; who is signed out already stays so."""
    return let_out(visit, "/sign-in", done="out")

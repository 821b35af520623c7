"""The fields of a new account, which the first run and invitations share."""

from __future__ import annotations

from api.language import _
from api.web.forms import Form


def taken_account(form: Form) -> tuple[str, str, str]:
    """Return login name, pass phrase and name; what is wrong with them is told in the form."""
    name = form.text("name", needed=_("Enter your name."))
    login = form.text("login", needed=_("Enter a login name."))
    secret = taken_secret(form)
    return login, secret, name


def taken_secret(form: Form) -> str:
    """Return a new secret that was typed twice."""
    secret = form.secret("secret", needed=_("Enter a pass phrase or PIN."))
    again = form.secret("again", needed=_("Enter it once more."))
    if secret and again and secret != again:
        form.wrong("again", _("The two are not the same. Enter both again."))
    return secret

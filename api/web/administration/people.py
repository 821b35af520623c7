"""`/administration/people`: who has an account; roles, closing and opening again."""

from __future__ import annotations

from fastapi import Response

from access.errors import ConflictError
from access.patrons.roles import STAFF, Right, Role
from api.language import _
from api.web.forms import Form
from api.web.names import role_name
from api.web.numbering import cut
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/administration/people")
_PAGE = "administration/person.html"


@router.show("", Right.CHANGE_ROLES)
def show_all(visit: Visiting, role: str = "", closed: str = "", page: int = 1) -> Response:
    """List accounts, of a role if one is chosen, and the invitations that can still be used."""
    wanted = Role(role) if role in list(Role) else None
    found = visit.house.accounts.list(wanted, actor=visit.actor, closed=bool(closed))
    people, pages = cut(found, page)
    return visit.page(
        "administration/people.html",
        people=people,
        pages=pages,
        role=role,
        closed=bool(closed),
        roles=[("", _("All")), *((str(one), role_name(one)) for one in Role)],
        invitations=visit.house.invitations.list(),
        done={"withdrawn": _("The invitation is withdrawn.")},
    )


@router.show("/{account_id}", Right.CHANGE_ROLES)
def show(visit: Visiting, account_id: str) -> Response:
    """Show an account."""
    account = visit.house.accounts.get(account_id, actor=visit.actor)
    done = {
        "role": _("The role is changed. Who has the account signs in again."),
        "closed": _("The account is closed."),
        "opened": _("The account is open again."),
    }
    return visit.page(_PAGE, form=Form(values={"role": str(account.role)}), done=done, account=account, roles=_roles())


@router.take("/{account_id}", Right.CHANGE_ROLES)
def change_role(visit: Visiting, account_id: str) -> Response:
    """Give somebody another role."""
    chosen = visit.form.choice("role", [str(role) for role in STAFF], needed=_("Choose a role."))
    if chosen:
        try:
            visit.house.accounts.change_role(account_id, Role(chosen), actor=visit.actor)
        except ConflictError as error:
            visit.form.refused(error, "role")
    if visit.form.errors:
        return _again(visit, account_id)
    return visit.go("/" if account_id == visit.account_id else f"/administration/people/{account_id}", done="role")


@router.show("/{account_id}/close", Right.CHANGE_ROLES)
def ask_to_close(visit: Visiting, account_id: str) -> Response:
    """Ask whether an account is to be closed."""
    account = visit.house.accounts.get(account_id, actor=visit.actor)
    return visit.page("administration/close.html", account=account)


@router.take("/{account_id}/close", Right.CHANGE_ROLES)
def close(visit: Visiting, account_id: str) -> Response:
    """Close an account: nobody signs in to it any more."""
    visit.house.accounts.close(account_id, actor=visit.actor)
    return visit.go(f"/administration/people/{account_id}", done="closed")


@router.take("/{account_id}/open", Right.CHANGE_ROLES)
def reopen(visit: Visiting, account_id: str) -> Response:
    """Open an account again."""
    visit.house.accounts.reopen(account_id, actor=visit.actor)
    return visit.go(f"/administration/people/{account_id}", done="opened")


def _again(visit: Visit, account_id: str) -> Response:
    account = visit.house.accounts.get(account_id, actor=visit.actor)
    return visit.again(_PAGE, account=account, roles=_roles())


def _roles() -> list[tuple[str, str]]:
    return [(str(role), role_name(role)) for role in Role if role in STAFF]

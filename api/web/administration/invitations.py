"""`/administration/invite`: somebody is invited to a role; the link is shown once."""

from __future__ import annotations

from fastapi import Response

from access.patrons.roles import STAFF, Right, Role
from api.language import _
from api.web.names import role_name
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/administration")


@router.show("/invite", Right.INVITE)
def ask(visit: Visiting) -> Response:
    """Ask what somebody is to be."""
    return visit.page("administration/invite.html", roles=_roles())


@router.take("/invite", Right.INVITE)
def take(visit: Visiting) -> Response:
    """Make the invitation, and show its link: this answer alone has it, so it leads nowhere else."""
    chosen = visit.form.choice("role", [str(role) for role in STAFF], needed=_("Choose a role."))
    if visit.form.errors:
        return visit.again("administration/invite.html", roles=_roles())
    return shown_invitation(visit, Role(chosen))


@router.take("/invitations/{invitation_id}/withdraw", Right.INVITE)
def withdraw(visit: Visiting, invitation_id: str) -> Response:
    """Take an invitation back."""
    visit.house.invitations.withdraw(invitation_id, actor=visit.actor)
    return visit.go("/administration/people", done="withdrawn")


def shown_invitation(visit: Visit, role: Role, *, application_id: str | None = None) -> Response:
    """Invite somebody and show the link. Raises UnknownNumberError for an offer that is not there."""
    made, token = visit.house.invitations.invite(role, actor=visit.actor, application_id=application_id)
    url = visit.request.url
    link = f"{url.scheme}://{url.netloc}/invitation/{token}"
    return visit.page("administration/invited.html", invitation=made, link=link)


def _roles() -> list[tuple[str, str]]:
    return [(str(role), role_name(role)) for role in Role if role in STAFF]

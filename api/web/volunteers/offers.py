"""`/applications`: the offers of volunteers, for those who look after them."""

from __future__ import annotations

from fastapi import Response

from access.patrons.roles import Right, Role
from access.patrons.tables import ApplicationState
from api.language import _
from api.web.administration.invitations import shown_invitation
from api.web.names import offer_name, state_name
from api.web.numbering import cut
from api.web.routing import PageRouter
from api.web.visit import Visiting

router = PageRouter("/applications")


@router.show("", Right.SEE_VOLUNTEERS)
def show_all(visit: Visiting, state: str = str(ApplicationState.NEW), page: int = 1) -> Response:
    """List the offers in a state, the oldest first."""
    wanted = ApplicationState(state) if state in list(ApplicationState) else None
    found, pages = cut(visit.house.applications.list(wanted, actor=visit.actor), page)
    return visit.page(
        "volunteers/offers.html",
        offers=found,
        pages=pages,
        state=state,
        states=[("all", _("All")), *((str(one), state_name(one)) for one in ApplicationState)],
        done={"declined": _("The offer is declined.")},
    )


@router.show("/{application_id}", Right.SEE_VOLUNTEERS)
def show(visit: Visiting, application_id: str) -> Response:
    """Show an offer."""
    offer = visit.house.applications.get(application_id, actor=visit.actor)
    return visit.page(
        "volunteers/one_offer.html",
        offer=offer,
        would_do=[offer_name(one) for one in offer.offers],
        state=state_name(offer.state),
        may_invite=visit.may(Right.INVITE),
        is_new=offer.state is ApplicationState.NEW,
    )


@router.take("/{application_id}/decline", Right.SEE_VOLUNTEERS)
def decline(visit: Visiting, application_id: str) -> Response:
    """Decline an offer. Nobody is told by the service: that is for a person to do."""
    visit.house.applications.decline(application_id, actor=visit.actor)
    return visit.go("/applications", done="declined")


@router.take("/{application_id}/invite", Right.INVITE)
def invite(visit: Visiting, application_id: str) -> Response:
    """Invite who made the offer, as a volunteer, and show the link."""
    return shown_invitation(visit, Role.VOLUNTEER, application_id=application_id)

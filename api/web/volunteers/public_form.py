"""`/volunteer`: whoever would like to help says so, without an account."""

from __future__ import annotations

from fastapi import Response

from access.errors import TooManyTriesError, UsageError
from access.patrons.applications import MOST_CONTACT, MOST_WORDS, Offer
from api.language import _
from api.web.names import offer_names
from api.web.routing import PUBLIC, PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/volunteer")
_PAGE = "volunteers/offer.html"


@router.show("", PUBLIC)
def ask(visit: Visiting) -> Response:
    """Ask what somebody would do, and how to reach them."""
    return visit.page(_PAGE, offers=offer_names())


@router.take("", PUBLIC)
def take(visit: Visiting) -> Response:
    """Keep the offer."""
    form = visit.form
    name = form.text("name", needed=_("Enter your name."))
    contact = form.text("contact", needed=_("Enter a telephone number or mail address."), most=MOST_CONTACT)
    offers = form.choices("offers", [str(offer) for offer in Offer], needed=_("Choose at least one thing."))
    languages = form.text("languages", most=MOST_CONTACT)
    times = form.text("times", most=MOST_WORDS, lines=True)
    remark = form.text("remark", most=MOST_WORDS, lines=True)
    if form.errors:
        return _again(visit)
    try:
        visit.house.applications.send(
            name,
            contact,
            [Offer(offer) for offer in offers],
            languages=languages,
            times=times,
            remark=remark,
            network=visit.network,
        )
    except UsageError as error:
        form.refused(error, "name")
        return _again(visit)
    except TooManyTriesError as error:
        form.refused(error, "name")
        return visit.page(_PAGE, status=429, offers=offer_names())
    return visit.go("/volunteer/thanks")


@router.show("/thanks", PUBLIC)
def thank(visit: Visiting) -> Response:
    """Say thanks, and what comes next."""
    return visit.page("volunteers/thanks.html")


def _again(visit: Visit) -> Response:
    return visit.again(_PAGE, offers=offer_names())

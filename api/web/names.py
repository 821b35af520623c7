"""What roles, offers of volunteers and their states are called."""

from __future__ import annotations

from access.patrons.applications import Offer
from access.patrons.roles import Role
from access.patrons.tables import ApplicationState
from api.language import _

_ROLE_NAMES = {
    Role.ADMINISTRATOR: "Administrator",
    Role.LIBRARIAN: "Librarian",
    Role.CASEWORKER: "Caseworker",
    Role.PROOFREADER: "Proofreader",
    Role.VOLUNTEER: "Volunteer",
    Role.READER: "Reader",
}
_OFFER_WORDS = {
    Offer.PROOFREAD: "Proofread: answer how doubtful words are read",
    Offer.READ_ALOUD: "Read books aloud",
    Offer.ESCORT: "Accompany readers to the library or an event",
    Offer.DELIVER: "Bring books to readers",
}
_STATE_WORDS = {
    ApplicationState.NEW: "New",
    ApplicationState.INVITED: "Invited",
    ApplicationState.DECLINED: "Declined",
}


def role_name(role: Role | str) -> str:
    """Return what a role is called in the reader's language."""
    return _(_ROLE_NAMES[Role(role)])


def offer_name(offer: Offer) -> str:
    """Return what a volunteer would do, in the reader's language."""
    return _(_OFFER_WORDS[offer])


def offer_names() -> list[tuple[str, str]]:
    """Return everything that a volunteer may offer, as choices of a form."""
    return [(str(offer), offer_name(offer)) for offer in Offer]


def state_name(state: ApplicationState) -> str:
    """Return how an offer stands, in the reader's language."""
    return _(_STATE_WORDS[state])

"""Who may do what: one table, which a person can read.

A stranger, who has no account, has only what is public. A page asks for one right (`may`), never for a role, so that
this table alone says who gets where.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody is to the library."""

    ADMINISTRATOR = "administrator"
    LIBRARIAN = "librarian"
    CASEWORKER = "caseworker"
    PROOFREADER = "proofreader"
    VOLUNTEER = "volunteer"
    READER = "reader"

    @property
    def is_reader(self) -> bool:
        """Whether they come with a card and a PIN; everybody else has a login name and a pass phrase."""
        return self is Role.READER


class Right(StrEnum):
    """What a page needs."""

    READ_CATALOGUE = "read-catalogue"
    """Search, new titles, subjects, a title's page."""
    LISTEN = "listen"
    """Listen, read along, download: what is made for those who cannot read print."""
    ORDER_FORMS = "order-forms"
    OWN_SETTINGS = "own-settings"
    """One's own settings and secret; a reader's export and erasure."""
    OWN_HOURS = "own-hours"
    PROOFREAD_GIVEN = "proofread-given"
    """Answer doubts of the titles that one was given."""
    PROOFREAD_ANY = "proofread-any"
    GIVE_PROOFREADING = "give-proofreading"
    """Give titles to volunteers and proofreaders, and take them back."""
    SEE_WORK = "see-work"
    """Today's work."""
    EDIT_CATALOGUE = "edit-catalogue"
    IMPORT_TITLES = "import-titles"
    SEE_PRODUCTION = "see-production"
    """Orders, reports, braille pages, and chapters as they were spoken."""
    STEER_PRODUCTION = "steer-production"
    """Order in stock, pause, cancel, retry."""
    MANAGE_READERS = "manage-readers"
    SEE_HOURS = "see-hours"
    """The hours of all volunteers."""
    SEE_VOLUNTEERS = "see-volunteers"
    """Who volunteers and who would like to: names and how to reach them."""
    INVITE = "invite"
    CHANGE_ROLES = "change-roles"
    SEE_AUDIT = "see-audit"
    SEE_SETTINGS = "see-settings"


_R = Right
RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.READER: frozenset({_R.READ_CATALOGUE, _R.LISTEN, _R.ORDER_FORMS, _R.OWN_SETTINGS}),
        Role.VOLUNTEER: frozenset({_R.READ_CATALOGUE, _R.OWN_SETTINGS, _R.OWN_HOURS, _R.PROOFREAD_GIVEN}),
        Role.PROOFREADER: frozenset(
            {
                *(_R.READ_CATALOGUE, _R.LISTEN, _R.OWN_SETTINGS, _R.OWN_HOURS),
                *(_R.PROOFREAD_GIVEN, _R.PROOFREAD_ANY, _R.SEE_PRODUCTION),
            }
        ),
        Role.CASEWORKER: frozenset(
            {
                *(_R.READ_CATALOGUE, _R.LISTEN, _R.ORDER_FORMS, _R.OWN_SETTINGS),
                *(_R.SEE_WORK, _R.SEE_PRODUCTION, _R.MANAGE_READERS, _R.SEE_HOURS, _R.SEE_VOLUNTEERS),
            }
        ),
        Role.LIBRARIAN: frozenset(
            {
                *(_R.READ_CATALOGUE, _R.LISTEN, _R.ORDER_FORMS, _R.OWN_SETTINGS, _R.OWN_HOURS),
                *(_R.PROOFREAD_GIVEN, _R.PROOFREAD_ANY, _R.GIVE_PROOFREADING),
                *(_R.SEE_WORK, _R.EDIT_CATALOGUE, _R.IMPORT_TITLES, _R.SEE_PRODUCTION, _R.STEER_PRODUCTION),
                *(_R.MANAGE_READERS, _R.SEE_HOURS, _R.SEE_VOLUNTEERS),
            }
        ),
        Role.ADMINISTRATOR: frozenset(Right),
    }
)
STAFF = frozenset(Role) - {Role.READER}
"""Roles that people are invited to."""


def may(role: Role | None, right: Right) -> bool:
    """Tell whether a role has a right; `None` is a stranger, who has none."""
    return role is not None and right in RIGHTS[role]

"""What roles are called."""

from __future__ import annotations

from access.patrons.roles import Role
from api.language import _

_ROLE_NAMES = {
    Role.ADMINISTRATOR: "Administrator",
    Role.LIBRARIAN: "Librarian",
    Role.CASEWORKER: "Caseworker",
    Role.PROOFREADER: "Proofreader",
    Role.VOLUNTEER: "Volunteer",
    Role.READER: "Reader",
}


def role_name(role: Role | str) -> str:
    """Return what a role is called in the reader's language."""
    return _(_ROLE_NAMES[Role(role)])

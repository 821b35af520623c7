"""PINs that the library makes for its readers."""

from __future__ import annotations

import secrets

from access.errors import SecretRefusedError
from access.patrons.roles import Role
from access.patrons.secret_text import LEAST_PIN, checked_secret


def new_pin(card: str) -> str:
    """Return a PIN for a card, by chance: one that a reader could choose too, so none that is easily guessed."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(LEAST_PIN))
        try:
            checked_secret(Role.READER, card, pin)
        except SecretRefusedError:
            continue
        return pin

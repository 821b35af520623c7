"""PINs that the library makes."""

from access.patrons.pins import new_pin
from access.patrons.roles import Role
from access.patrons.secret_text import checked_secret


def test_pins_are_by_chance_and_never_easily_guessed() -> None:
    pins = {new_pin("20260001") for _ in range(200)}
    assert len(pins) > 190
    for pin in pins:
        checked_secret(Role.READER, "20260001", pin)

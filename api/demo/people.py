"""The people of the library to try things out in. Nobody of them exists, and their names say so.

In Chinese 甄 and 贾 are family names that sound like “true” and “false”.
"""

from __future__ import annotations

from dataclasses import dataclass

from access.patrons.roles import Role

PASS_PHRASE = "seven paper lanterns"  # noqa: S105 - no secret: it is printed
"""Of everybody of the staff, and of the volunteers."""
PIN = "270964"
"""Of the readers."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in. `login` is a reader's card number, `language` what pages speak to them at first."""

    role: Role
    login: str
    name: str
    language: str

    @property
    def secret(self) -> str:
        """The pass phrase or PIN."""
        return PIN if self.role is Role.READER else PASS_PHRASE


PEOPLE = (
    Person(Role.READER, "10000001", "甄示例", "zh"),
    Person(Role.READER, "10000002", "Rita Example", "en"),
    Person(Role.LIBRARIAN, "librarian-zh", "贾馆员", "zh"),
    Person(Role.LIBRARIAN, "librarian-en", "Larry Sample", "en"),
    Person(Role.PROOFREADER, "proofreader-zh", "贾校对", "zh"),
    Person(Role.PROOFREADER, "proofreader-en", "Paula Placeholder", "en"),
    Person(Role.VOLUNTEER, "volunteer-zh", "甄志愿", "zh"),
    Person(Role.VOLUNTEER, "volunteer-en", "Victor Example", "en"),
    Person(Role.CASEWORKER, "caseworker-zh", "贾帮扶", "zh"),
    Person(Role.CASEWORKER, "caseworker-en", "Carla Sample", "en"),
    Person(Role.ADMINISTRATOR, "administrator-zh", "甄管理", "zh"),
    Person(Role.ADMINISTRATOR, "administrator-en", "Adam Placeholder", "en"),
)
HELPER = "volunteer-zh"
"""Who has been given a title to proofread."""

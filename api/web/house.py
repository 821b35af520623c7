"""What all pages share while the service runs: accounts, sessions, templates, files, the code of the first run."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request

from access.patrons.accounts import Accounts
from access.patrons.applications import Applications
from access.patrons.invitations import Invitations
from access.patrons.sessions import Sessions
from api.serving.service import Service
from api.web.first_code import FirstCode
from api.web.proofreading.heard import Heard
from api.web.proofreading.preparing import Preparing
from api.web.rendering import templates
from api.web.statics import Statics


class House:
    """The pages' side of one service."""

    def __init__(self, service: Service, statics: Statics | None = None) -> None:
        self.service = service
        self.statics = statics if statics is not None else Statics()
        self.accounts = Accounts(service.database)
        self.sessions = Sessions(service.database)
        self.invitations = Invitations(service.database)
        self.applications = Applications(service.database)
        self.doubts = Preparing(service.settings, service.contents)
        self.heard = Heard(service.settings)
        self.first_code = FirstCode()
        self._begun = False
        self._templates = templates(self.statics)

    def is_new(self) -> bool:
        """Tell whether nobody has an account yet. Once somebody has, somebody always will."""
        self._begun = self._begun or not self.accounts.is_empty()
        return not self._begun

    def render(self, template: str, values: Mapping[str, object]) -> str:
        """Return the HTML of a template in the language of who is answered."""
        return self._templates.get_template(template).render({"library": self.service.settings.library, **values})


def house_of(request: Request) -> House:
    """Return the house that a request came to."""
    app: FastAPI = request.app
    house: House = app.state.house
    return house

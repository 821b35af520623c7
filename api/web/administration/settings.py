"""`/administration/settings`: how the service is set, and where each value comes from; secrets are hidden."""

from __future__ import annotations

from fastapi import Response

from access.patrons.roles import Right
from access.settings import Origin, Setting
from api.language import _
from api.web.routing import PageRouter
from api.web.visit import Visiting

router = PageRouter("/administration")


@router.show("/settings", Right.SEE_SETTINGS)
def show(visit: Visiting) -> Response:
    """Show the settings as the running service has them."""
    rows = [(one.name, one.value, _told_origin(one)) for one in visit.service.settings.sources()]
    return visit.page("administration/settings.html", rows=rows)


def _told_origin(setting: Setting) -> str:
    told = {
        Origin.COMMAND: _("the command that started the service"),
        Origin.ENVIRONMENT: _("the environment, {where}"),
        Origin.FILE: _("the file {where}"),
        Origin.DEFAULT: _("the default"),
    }
    return told[setting.origin].format(where=setting.where)

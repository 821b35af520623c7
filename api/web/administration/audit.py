"""`/administration/audit`: who did what to what, the latest first."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Response

from access.patrons.roles import Right
from access.storage.audit import AuditEntry, entries
from api.language import _
from api.web.forms import Form
from api.web.routing import PageRouter
from api.web.visit import Visiting

router = PageRouter("/administration")
_ON_A_PAGE = 50
_MOST = 2**31 - 1
_WORDS = {
    "account.add": "Account made",
    "account.close": "Account closed",
    "account.erase": "Account erased",
    "account.export": "Data of an account exported",
    "account.list": "Accounts listed",
    "account.read": "Account read",
    "account.reopen": "Account opened again",
    "account.role": "Role changed",
    "account.secret": "Secret changed",
    "account.settings": "Settings of another's account changed",
    "account.sign-in": "Signed in",
    "application.declined": "Offer of a volunteer declined",
    "application.invited": "Volunteer invited",
    "application.list": "Offers of volunteers listed",
    "application.purge": "Old offers of volunteers removed",
    "application.read": "Offer of a volunteer read",
    "branch.name": "Branch named",
    "catalog.export": "Catalogue exported",
    "catalog.import": "Titles imported",
    "hours.list": "Hours of volunteers listed",
    "hours.read": "Hours of a volunteer read",
    "invitation.accept": "Invitation accepted",
    "invitation.add": "Invitation made",
    "invitation.withdraw": "Invitation withdrawn",
    "key.add": "Key of a program made",
    "key.revoke": "Key of a program taken back",
    "library.restored": "Library restored from a backup",
    "library.saved": "Library saved",
    "proofreading.give": "Title given to be proofread",
    "title.add": "Title added",
    "title.change": "Title changed",
    "title.remove": "Title taken out",
}
"""What deeds are called; one that is not here is shown by its name."""


@router.show("/audit", Right.SEE_AUDIT)
def show(
    visit: Visiting,
    actor: Annotated[str, Query(max_length=200)] = "",
    action: Annotated[str, Query(max_length=100)] = "",
    subject: Annotated[str, Query(max_length=200)] = "",
    before: Annotated[int, Query(ge=1, le=_MOST)] = _MOST,
) -> Response:
    """Show deeds: of an actor, of a kind, to a subject (`account:…`, `title:3`), below a number."""
    kind, _colon, number = subject.strip().partition(":")
    with visit.service.database.reading() as session:
        found = [
            _row(entry)
            for entry in entries(
                session,
                actor=actor.strip() or None,
                action=action or None,
                subject=(kind, number) if kind else None,
                before=before,
                limit=_ON_A_PAGE + 1,
            )
        ]
    shown = found[:_ON_A_PAGE]
    asked = {"actor": actor, "action": action, "subject": subject}
    kept = {name: value for name, value in asked.items() if value}
    older = (
        f"/administration/audit?{urlencode({**kept, 'before': shown[-1]['number']})}" if len(found) > len(shown) else ""
    )
    return visit.page(
        "administration/audit.html",
        form=Form(values=asked),
        rows=shown,
        older=older,
        newest=f"/administration/audit?{urlencode(kept)}" if before != _MOST else "",
        actions=[("", _("All")), *sorted(((name, _(words)) for name, words in _WORDS.items()), key=lambda one: one[1])],
    )


def _row(entry: AuditEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "at": entry.at,
        "actor": entry.actor,
        "action": _(_WORDS[entry.action]) if entry.action in _WORDS else entry.action,
        "subject": f"{entry.subject_kind}:{entry.subject_id}" if entry.subject_id else entry.subject_kind,
        "details": "; ".join(f"{name}: {_plain(value)}" for name, value in entry.details.items()),
    }


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

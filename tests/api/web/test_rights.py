"""Everybody gets what is theirs: every route of the pages with every role."""

from collections import defaultdict

import pytest
from fastapi import FastAPI

from access.patrons.roles import Right, Role, may
from api.serving.answers import is_for_programs
from api.web.pages import ROUTERS
from api.web.routing import PUBLIC, Need, Page, undeclared
from tests.samples.web_house import WebHouse

NEEDS: dict[tuple[str, str], Need] = {
    ("GET", "/static/{digest}/{name}"): PUBLIC,
    ("GET", "/"): PUBLIC,
    ("POST", "/language"): PUBLIC,
    ("GET", "/sign-in"): PUBLIC,
    ("POST", "/sign-in"): PUBLIC,
    ("POST", "/sign-out"): PUBLIC,
    ("GET", "/begin"): PUBLIC,
    ("POST", "/begin"): PUBLIC,
    ("GET", "/invitation/{token}"): PUBLIC,
    ("POST", "/invitation/{token}"): PUBLIC,
    ("GET", "/account"): Right.OWN_SETTINGS,
    ("POST", "/account"): Right.OWN_SETTINGS,
    ("GET", "/account/secret"): Right.OWN_SETTINGS,
    ("POST", "/account/secret"): Right.OWN_SETTINGS,
    ("POST", "/account/sessions"): Right.OWN_SETTINGS,
    ("GET", "/account/reading"): Right.LISTEN,
    ("POST", "/account/reading"): Right.LISTEN,
    ("GET", "/account/data"): Right.OWN_SETTINGS,
    ("POST", "/account/data"): Right.OWN_SETTINGS,
    ("GET", "/account/erase"): Right.OWN_SETTINGS,
    ("POST", "/account/erase"): Right.OWN_SETTINGS,
    ("GET", "/titles"): Right.READ_CATALOGUE,
    ("GET", "/titles/new"): Right.READ_CATALOGUE,
    ("GET", "/titles/subjects"): Right.READ_CATALOGUE,
    ("GET", "/titles/subjects/{number}"): Right.READ_CATALOGUE,
    ("GET", "/titles/{number}"): Right.READ_CATALOGUE,
    ("GET", "/titles/{number}/listen"): Right.LISTEN,
    ("GET", "/titles/{number}/listen/{chapter}"): Right.LISTEN,
    ("POST", "/titles/{number}/listen/{chapter}"): Right.LISTEN,
    ("GET", "/titles/{number}/order"): Right.ORDER_FORMS,
    ("POST", "/titles/{number}/order"): Right.ORDER_FORMS,
    ("GET", "/orders"): Right.ORDER_FORMS,
    ("POST", "/orders/{number}/cancel"): Right.ORDER_FORMS,
    ("GET", "/artefacts/{number}"): Right.LISTEN,
    ("GET", "/artefacts/{number}/sound/{chapter}"): Right.LISTEN,
    ("GET", "/artefacts/{number}/pictures/{name}"): Right.LISTEN,
    ("GET", "/administration/people"): Right.CHANGE_ROLES,
    ("GET", "/administration/people/{account_id}"): Right.CHANGE_ROLES,
    ("POST", "/administration/people/{account_id}"): Right.CHANGE_ROLES,
    ("GET", "/administration/people/{account_id}/close"): Right.CHANGE_ROLES,
    ("POST", "/administration/people/{account_id}/close"): Right.CHANGE_ROLES,
    ("POST", "/administration/people/{account_id}/open"): Right.CHANGE_ROLES,
    ("GET", "/administration/invite"): Right.INVITE,
    ("POST", "/administration/invite"): Right.INVITE,
    ("POST", "/administration/invitations/{invitation_id}/withdraw"): Right.INVITE,
    ("GET", "/administration/audit"): Right.SEE_AUDIT,
    ("GET", "/administration/settings"): Right.SEE_SETTINGS,
    ("GET", "/volunteer"): PUBLIC,
    ("POST", "/volunteer"): PUBLIC,
    ("GET", "/volunteer/thanks"): PUBLIC,
    ("GET", "/applications"): Right.SEE_VOLUNTEERS,
    ("GET", "/applications/{application_id}"): Right.SEE_VOLUNTEERS,
    ("POST", "/applications/{application_id}/decline"): Right.SEE_VOLUNTEERS,
    ("POST", "/applications/{application_id}/invite"): Right.INVITE,
    ("GET", "/desk/today"): Right.SEE_WORK,
    ("GET", "/desk/titles"): Right.SEE_PRODUCTION,
    ("GET", "/desk/titles/{number}"): Right.SEE_PRODUCTION,
    ("GET", "/desk/titles/{number}/edit"): Right.EDIT_CATALOGUE,
    ("POST", "/desk/titles/{number}/edit"): Right.EDIT_CATALOGUE,
    ("GET", "/desk/titles/{number}/remove"): Right.EDIT_CATALOGUE,
    ("POST", "/desk/titles/{number}/remove"): Right.EDIT_CATALOGUE,
    ("GET", "/desk/titles/{number}/order"): Right.STEER_PRODUCTION,
    ("POST", "/desk/titles/{number}/order"): Right.STEER_PRODUCTION,
    ("GET", "/desk/import"): Right.IMPORT_TITLES,
    ("POST", "/desk/import"): Right.IMPORT_TITLES,
    ("GET", "/desk/upload"): Right.IMPORT_TITLES,
    ("POST", "/desk/upload"): Right.IMPORT_TITLES,
    ("GET", "/desk/imports/{key}"): Right.IMPORT_TITLES,
    ("GET", "/desk/orders"): Right.SEE_PRODUCTION,
    ("GET", "/desk/orders/{number}"): Right.SEE_PRODUCTION,
    ("GET", "/desk/orders/{number}/state"): Right.SEE_PRODUCTION,
    ("GET", "/desk/orders/{number}/cancel"): Right.STEER_PRODUCTION,
    ("POST", "/desk/orders/{number}/{step}"): Right.STEER_PRODUCTION,
    ("GET", "/desk/artefacts/{number}"): Right.SEE_PRODUCTION,
    ("GET", "/desk/artefacts/{number}/braille"): Right.SEE_PRODUCTION,
    ("GET", "/desk/readers"): Right.MANAGE_READERS,
    ("POST", "/desk/readers"): Right.MANAGE_READERS,
    ("GET", "/desk/readers/add"): Right.MANAGE_READERS,
    ("POST", "/desk/readers/add"): Right.MANAGE_READERS,
    ("GET", "/desk/readers/{account_id}"): Right.MANAGE_READERS,
    ("GET", "/desk/readers/{account_id}/pin"): Right.MANAGE_READERS,
    ("POST", "/desk/readers/{account_id}/pin"): Right.MANAGE_READERS,
    ("GET", "/desk/readers/{account_id}/close"): Right.MANAGE_READERS,
    ("POST", "/desk/readers/{account_id}/close"): Right.MANAGE_READERS,
    ("POST", "/desk/readers/{account_id}/open"): Right.MANAGE_READERS,
    ("GET", "/desk/proofreading"): Right.GIVE_PROOFREADING,
    ("GET", "/desk/proofreading/give"): Right.GIVE_PROOFREADING,
    ("POST", "/desk/proofreading/give"): Right.GIVE_PROOFREADING,
    ("POST", "/desk/proofreading/{number}/take-back"): Right.GIVE_PROOFREADING,
    ("GET", "/desk/hours"): Right.SEE_HOURS,
    ("GET", "/proofreading"): Right.PROOFREAD_GIVEN,
    ("POST", "/proofreading/tasks/{number}/finish"): Right.PROOFREAD_GIVEN,
    ("POST", "/proofreading/tasks/{number}/give-back"): Right.PROOFREAD_GIVEN,
    ("GET", "/proofreading/hours"): Right.OWN_HOURS,
    ("GET", "/proofreading/titles/{number}"): Right.PROOFREAD_GIVEN,
    ("GET", "/proofreading/titles/{number}/state"): Right.PROOFREAD_GIVEN,
    ("POST", "/proofreading/titles/{number}/prepare"): Right.PROOFREAD_GIVEN,
    ("GET", "/proofreading/titles/{number}/questions/{key}"): Right.PROOFREAD_GIVEN,
    ("POST", "/proofreading/titles/{number}/questions/{key}"): Right.PROOFREAD_GIVEN,
    ("GET", "/proofreading/titles/{number}/list"): Right.PROOFREAD_GIVEN,
    ("POST", "/proofreading/titles/{number}/list"): Right.PROOFREAD_GIVEN,
    ("GET", "/proofreading/titles/{number}/questions/{key}/sound/{place}"): Right.PROOFREAD_GIVEN,
    ("POST", "/proofreading/titles/{number}/again"): Right.PROOFREAD_GIVEN,
}
"""Who needs what, written down a second time: a change of a route's right is meant when it is made in both places."""
ROLES: list[Role | None] = [None, *Role]
PLACES = {"digest": "0", "name": "none.css", "number": "999999", "token": "none"}
"""What stands in the places of a template; in all others the id of nobody."""
PAGES = [page for router in ROUTERS for page in router.pages]


def test_every_route_is_in_the_table() -> None:
    assert {(page.method, page.path): page.door.need for page in PAGES} == NEEDS


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role or "stranger"))
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
def test_a_route_opens_to_who_has_its_right(house: WebHouse, page: Page, role: Role | None) -> None:
    browser = house.browser(role)
    path = page.path.format_map(defaultdict(lambda: "0" * 20, PLACES))
    answer = browser.get(path) if page.method == "GET" else browser.send(path)
    need = NEEDS[page.method, page.path]
    if need is PUBLIC or may(role, need):
        assert answer.status in {200, 303, 403, 404, 422}
        assert "next=" not in answer.location, "whoever may is not asked to sign in"
        if answer.status == 403:  # public, but only for who has an invitation
            assert page.path.startswith("/invitation/")
    elif role is None:
        assert answer.status == 303
        assert answer.location.startswith("/sign-in")
    else:
        assert answer.status == 403
        assert answer.heading == "This is not open to you"


def test_a_route_that_says_nothing_keeps_the_application_from_starting() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for router in ROUTERS:
        router.add_to(app)
    assert undeclared(app.routes, is_for_programs) == []
    app.add_api_route("/desk/forgotten", lambda: None)
    assert undeclared(app.routes, is_for_programs) == ["/desk/forgotten"]


def test_every_right_is_somebodys() -> None:
    assert {right for right in Right if not any(may(role, right) for role in Role)} == set()

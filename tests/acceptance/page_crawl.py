"""Going through the pages that somebody can come to, link by link, one page of each route."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page
from starlette.routing import Match, Route

from api.web.pages import ROUTERS

FILES = {
    "/static/{digest}/{name}",
    "/artefacts/{number}",
    "/artefacts/{number}/sound/{chapter}",
    "/artefacts/{number}/pictures/{name}",
    "/proofreading/titles/{number}/questions/{key}/sound/{place}",
}
"""Routes that answer with a file."""
PARTS = {"/desk/orders/{number}/state", "/proofreading/titles/{number}/state"}
"""Routes that answer with a part of a page, for scripts."""
_ROUTES = [
    Route(page.path, endpoint=page.endpoint, methods=["GET"])
    for router in ROUTERS
    for page in router.pages
    if page.method == "GET"
]
ALL = {route.path for route in _ROUTES} - FILES - PARTS
_LINKS = "[...document.querySelectorAll('a[href]')].map((one) => one.href)"
_MARK = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true })
  const groups = new Set()
  window.wanted = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], [tabindex="0"]'
  )].filter((one) => {
    if (one.disabled || !seen(one)) return false
    if (one.type !== 'radio') return true
    const chosen = document.querySelector(`input[name="${CSS.escape(one.name)}"]:checked`)
    if (chosen ? chosen !== one : groups.has(one.name)) return false
    groups.add(one.name)
    return true
  })
  return window.wanted.map((one) => [one.tagName, one.outerHTML.slice(0, 120)])
}"""
_WHERE = """() => {
  const one = document.activeElement
  const shows = (style) => (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none'
  const beside = one.matches('[type=radio], [type=checkbox]') && one.nextElementSibling
  const styles = [getComputedStyle(one), ...(beside ? [getComputedStyle(beside, '::before')] : [])]
  return [window.wanted.indexOf(one), styles.some(shows)]
}"""
_FROM_THE_BEGINNING = """() => {
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute('tabindex')
}"""
_STOPS_OF_A_PLAYER = 12
"""Times that the tabulator may stop inside of one player."""


def route_of(address: str) -> str:
    """Return the route that an address belongs to, empty for one that is not ours."""
    scope = {"type": "http", "method": "GET", "path": urlsplit(address).path}
    return next((route.path for route in _ROUTES if route.matches(scope)[0] is Match.FULL), "")


def pages_from(page: Page, addresses: Iterable[str], home: str) -> Iterator[str]:
    """Go to one page of each route that can be come to from some addresses; yield its route while it is shown."""
    waiting = list(addresses)
    known = {route_of(one) for one in waiting}
    while waiting:
        address = waiting.pop(0)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, (address, answer.status)
        yield route_of(address)
        for link in page.evaluate(_LINKS):
            route = route_of(link) if link.startswith(home) else ""
            if route and route not in known | FILES | PARTS:
                known.add(route)
                waiting.append(link)


def keyboard_faults(page: Page) -> list[str]:
    """Go through the page that is shown with the tabulator alone; return what is not reached, in order and seen."""
    wanted = page.evaluate(_MARK)
    reached: list[int] = []
    faults = []
    page.evaluate(_FROM_THE_BEGINNING)
    most = len(wanted) + 2 + _STOPS_OF_A_PLAYER * sum(tag == "AUDIO" for tag, _html in wanted)
    for _press in range(most):
        page.keyboard.press("Tab")
        place, is_seen = page.evaluate(_WHERE)
        if place < 0 or (place in reached and place != reached[-1]):
            break  # out of the page, or at its beginning again
        if not is_seen:
            faults.append(f"the focus is not seen on {wanted[place][1]}")
        reached.append(place)
    faults += [f"not reached: {html}" for place, (_tag, html) in enumerate(wanted) if place not in reached]
    if reached != sorted(reached):
        faults.append(f"out of order: {reached}")
    return faults

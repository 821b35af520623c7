"""What stands around every page: language, ways on, headers, files; and what is told of it in the log."""

import json

import pytest

from access.patrons.roles import Role
from api.web.pages import ROUTERS
from tests.samples.waiting import wait_until
from tests.samples.web_house import NAMES, WebHouse

SHOWN = sorted(
    {page.path for router in ROUTERS for page in router.pages if page.method == "GET"} - {"/static/{digest}/{name}"}
)
PLAIN = [path for path in SHOWN if "{" not in path]


def test_the_language_is_chosen_kept_and_comes_back_to_the_page(house: WebHouse) -> None:
    browser = house.stranger("en")
    assert browser.get("/volunteer?from=home").tree.get("lang") == "en"
    answer = browser.send("/language", language="zh", back="/volunteer?from=home")
    assert answer.location == "/volunteer?from=home"
    page = browser.follow(answer)
    assert page.tree.get("lang") == "zh-CN"
    assert page.tree.xpath("//button[@name='language']/@lang") == ["en"]
    reader = house.browser(Role.READER)
    reader.get("/account")
    reader.send("/language", language="zh", back="/account")
    assert house.house.accounts.get(house.accounts[Role.READER]).language == "zh"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/sign-out", "/no\nheader", "/nowhere"])
def test_a_language_leads_to_a_page_of_ours(house: WebHouse, back: str) -> None:
    assert house.stranger().send("/language", language="zh", back=back).location == "/"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PLAIN)
def test_every_page_has_its_frame(house: WebHouse, path: str, language: str) -> None:
    page = house.browser(Role.ADMINISTRATOR, language).get(path)
    if page.status == 303 or (path == "/begin" and page.status == 404):
        return
    assert page.status == 200
    tree = page.tree
    assert page.heading
    assert page.title.startswith(page.heading)
    first = tree.xpath("//body//a")[0]
    assert first.get("href") == "#content"
    assert len(tree.xpath("//main[@id='content']")) == len(tree.xpath("//header")) == len(tree.xpath("//footer")) == 1
    assert tree.xpath("//nav/@aria-label")
    ids = tree.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    labelled = {*tree.xpath("//label/@for")}
    fields = tree.xpath("//main//input[not(@type='hidden') and not(@hidden)] | //main//select | //main//textarea")
    assert {field.get("id") for field in fields} <= labelled
    assert not tree.xpath("//@style | //script[not(@src)] | //style | //@onclick")
    for form in tree.xpath("//form[@method='post']"):
        assert len(form.xpath(".//input[@name='token']")) == 1
    if language == "zh":
        # A title's own language is marked as such; nothing else on the page is English.
        ours = tree.xpath("//body//text()[starts-with(ancestor::*[@lang][1]/@lang, 'zh')]")
        english = [one for one in ours if one.strip().isascii() and len(one.split()) > 2]
        assert english == []


def test_ways_are_those_that_somebody_may_go(house: WebHouse) -> None:
    for role in (None, *Role):
        browser = house.browser(role)
        page = browser.get("/")
        for path in [*page.links.values(), *page.tree.xpath("//nav//a/@href")]:
            assert browser.get(path).status in {200, 303}


def test_pages_are_safe_and_keep_nothing(house: WebHouse) -> None:
    headers = house.browser(Role.READER).get("/account").headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "camera=()" in headers["permissions-policy"]
    assert {one.strip() for one in headers["vary"].split(",")} == {"Cookie", "Accept-Language"}


def test_files_are_kept_for_good_and_hold_no_font_or_crest(house: WebHouse) -> None:
    browser = house.stranger()
    page = browser.get("/")
    for path in page.tree.xpath("//link/@href | //script/@src"):
        answer = browser.get(path)
        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    style = browser.get(page.tree.xpath("//link[@rel='stylesheet']/@href")[0]).response.text
    assert "Transport" not in style
    assert "crest" not in style
    assert "url(" not in style.replace("url(data:", "")
    assert browser.get(f"/static/{'0' * 16}/pages.css").headers["cache-control"] == "no-store"
    assert browser.get("/static/0/..%2fpages.scss").status == 404


def test_the_log_tells_routes_and_nothing_of_people(house: WebHouse) -> None:
    administrator = house.browser(Role.ADMINISTRATOR)
    house.live.events.clear()
    number = house.accounts[Role.READER]
    administrator.get(f"/administration/people/{number}")
    administrator.get("/administration/audit?actor=李读")
    administrator.get("/invitation/" + "s" * 43)
    # The line is written when the answer has gone already.
    wait_until(lambda: sum(one["event"] == "answered" for one in house.live.events) == 3, "all is told")
    told = json.dumps(house.live.events, ensure_ascii=False)
    assert "/administration/people/{account_id}" in told
    assert "/invitation/{token}" in told
    for secret in (number, "sss", *NAMES.values()):
        assert secret not in told

"""Titles by the interface: found, added, changed, taken out, and told of in the audit."""

from access.catalog.record import Contributor, Record
from access.catalog.shelf import add_title
from access.keys.tables import Scope
from access.language.phrase_reader import PhraseReader
from access.storage.audit import entries
from tests.samples.live_service import LiveService

READ, WRITE = Scope.CATALOG_READ, Scope.CATALOG_WRITE


def deeds(live: LiveService, number: int) -> list[tuple[str, str]]:
    with live.database.reading() as session:
        return [(entry.actor, entry.action) for entry in entries(session, subject=("title", number))]


def test_titles_are_found_in_every_way(live: LiveService) -> None:
    client = live.client(READ)
    for q, why in (("呐喊", "word"), ("nahan", "pinyin"), ("nh", "initials"), ("62426", "keypad")):
        found = client.get("/api/v1/titles", params={"q": q}).json()
        assert (found["items"][0]["name"], found["items"][0]["why"]) == ("呐喊", why)
    assert client.get("/api/v1/titles").json()["total"] >= 3
    page = client.get("/api/v1/titles", params={"limit": 1, "offset": 1}).json()
    assert len(page["items"]) == 1
    by_form = client.get("/api/v1/titles", params={"form": ["pef"]}).json()
    assert [item["name"] for item in by_form["items"]] == ["Alice's Adventures in Wonderland"]
    assert client.get("/api/v1/titles", params={"branch": "南山"}).json()["total"] == 1
    elsewhere = client.get("/api/v1/titles", params={"q": "呐喊", "form": "mp3"}).json()
    assert (elsewhere["total"], elsewhere["elsewhere"]) == (0, 1)


def test_a_name_that_is_given_twice_is_refused_where_one_is_taken(live: LiveService) -> None:
    client = live.client(READ)
    twice = client.get("/api/v1/titles?branch=a&branch=b&limit=2")
    assert twice.status_code == 422
    assert [one["where"] for one in twice.json()["errors"]] == ["query.branch"]
    assert client.get("/api/v1/titles?form=pef&form=brf").status_code == 200


def test_a_title_lives_its_life(live: LiveService) -> None:
    client = live.client(READ, WRITE)
    draft = {
        "name": "边城", "language": "zh", "contributors": [{"name": "沈从文"}],
        "forms": [{"kind": "large-print", "copies": [{"branch": "北山", "barcode": "X1"}]}],
    }  # fmt: skip
    made = client.post("/api/v1/titles", json=draft)
    assert made.status_code == 201, made.text
    number = made.json()["id"]
    assert made.headers["Location"] == f"/api/v1/titles/{number}"
    assert made.json()["pinyin"] == "bian1 cheng2"
    assert client.get("/api/v1/titles", params={"q": "biancheng"}).json()["total"] == 1
    shown = client.get(f"/api/v1/titles/{number}")
    assert shown.json() == made.json()
    assert shown.headers["ETag"] == made.headers["ETag"]

    again = client.post("/api/v1/titles", json={"name": "别的书", "forms": draft["forms"]})
    assert again.status_code == 409, "its barcode is on a copy of another title"

    changed = client.put(
        f"/api/v1/titles/{number}", json=draft | {"subtitle": "小说"}, headers={"If-Match": shown.headers["ETag"]}
    )
    assert changed.status_code == 200
    assert changed.json()["subtitle"] == "小说"
    late = client.put(f"/api/v1/titles/{number}", json=draft, headers={"If-Match": shown.headers["ETag"]})
    assert late.status_code == 412

    assert client.delete(f"/api/v1/titles/{number}").status_code == 204
    assert client.get(f"/api/v1/titles/{number}").status_code == 404
    assert client.delete(f"/api/v1/titles/{number}").status_code == 404
    assert client.put(f"/api/v1/titles/{number}", json=draft).status_code == 404
    assert client.get("/api/v1/titles", params={"q": "biancheng"}).json()["total"] == 0
    told = deeds(live, number)
    assert [action for _, action in told] == ["title.remove", "title.change", "title.add"]
    assert {actor for actor, _ in told} == {told[0][0]}
    assert told[0][0].startswith("key:")


def test_what_was_read_can_be_put_back_and_outputs_stay(live: LiveService) -> None:
    client = live.client(*Scope)
    number = live.titles[0]
    before = client.get(f"/api/v1/titles/{number}").json()
    made = client.get(f"/api/v1/titles/{number}/artefacts").json()
    draft = {name: value for name, value in before.items() if name not in
             {"id", "has_source", "popularity", "created", "changed"}}  # fmt: skip
    after = client.put(f"/api/v1/titles/{number}", json=draft)
    assert after.status_code == 200, after.text
    assert {**after.json(), "changed": ""} == {**before, "changed": ""}
    assert client.get(f"/api/v1/titles/{number}/artefacts").json() == made
    assert client.get("/opds/new").json()["publications"]


def test_a_title_that_was_ordered_stays(live: LiveService) -> None:
    live.order(live.titles[2])
    answer = live.client(WRITE).delete(f"/api/v1/titles/{live.titles[2]}")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:tongdu:problem:conflict"


def test_branches_are_named(live: LiveService) -> None:
    client = live.client(READ, WRITE)
    branch = next(one for one in client.get("/api/v1/branches").json() if one["code"] == "南山")
    named = client.put(f"/api/v1/branches/{branch['id']}", json={"name": "  南山 图书馆 "})
    assert named.json() == {**branch, "name": "南山 图书馆"}
    assert client.put("/api/v1/branches/9999", json={"name": ""}).status_code == 404


def test_a_title_of_any_size_is_told(live: LiveService) -> None:
    many = Record("很多人的书", contributors=tuple(Contributor(f"人{number}") for number in range(300)))
    with live.database.writing() as session:
        number = add_title(session, many, PhraseReader())
    told = live.client(READ).get(f"/api/v1/titles/{number}")
    assert told.status_code == 200
    assert len(told.json()["contributors"]) == 300

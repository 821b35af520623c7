"""Parts as rows: who may change them, and what an opened order consists of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from access.catalog.tables import Form, Title, TitleChange
from access.clock import now
from access.errors import ContentMissingError, NoTextError, TongduError
from access.production.admission import Admission
from access.production.engine import Job
from access.production.orders import Orders
from access.production.parts import MOST_STARTS, Parts, give_back
from access.production.shelving import shelve, tell
from access.production.tables import Artefact, OrderState, PartKind
from access.storage.contents import ContentStore
from access.storage.database import Database, sqlite_url
from access.storage.migrations import migrate

S, K = OrderState, PartKind
OPEN = Job(1, 1, K.OPEN, 0)


class Shop:
    """A title and an order of it, at the hands of two workers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = Database(sqlite_url(folder / "library.db"))
        migrate(self.database)
        self.contents = ContentStore(folder / "contents")
        self.orders = Orders(self.database)
        self.ann, self.bob = (Parts(self.database, self.contents, name) for name in ("ann", "bob"))
        with self.database.writing() as session:
            source = self.contents.add_bytes(b"book")
            session.add(Title(name="t", source=source, source_name="a.txt", created=now(), changed=now()))

    def order(self, *formats: str) -> int:
        (number,) = self.orders.place([1], formats)
        Admission(self.database, 8).offer()
        return number

    def opened(self, job: Job = OPEN, plan: str = "p", chapters: tuple[int, ...] = (100, 100)) -> None:
        assert self.ann.begin(job) is not None
        names = self.orders.view(job.order_id).formats
        made_of = {name: "speak" if name == "daisy202" else "braille" for name in names}
        self.ann.finish(
            job,
            {
                "plan": plan,
                "chapters": list(chapters) if "speak" in made_of.values() else [],
                "braille": 200 if "braille" in made_of.values() else 0,
                "made_from": {name: f"{name} of {plan}" for name in names},
                "made_of": dict(made_of),
            },
        )

    def do(self, job: Job, **result: str | int) -> None:
        assert self.ann.begin(job) is not None
        self.ann.finish(job, {**result})

    def state(self, kind: PartKind, number: int = 1, order: int = 1) -> OrderState:
        return next(p.state for p in self.orders.view(order).parts if (p.kind, p.number) == (kind, number))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path)
    yield shop
    shop.database.close()


def job(kind: PartKind, number: int = 1, attempt: int = 1) -> Job:
    return Job(1, attempt, kind, number)


def test_what_a_worker_taken_for_dead_has_to_say_is_not_heard(shop: Shop) -> None:
    shop.order("daisy202")
    shop.opened()
    chapter = job(K.SPEAK)
    shop.ann.begin(chapter)
    with shop.database.writing() as session:
        assert give_back(session, "ann") == 1
    shop.bob.begin(chapter)
    shop.ann.finish(chapter, {"fresh": 1})
    shop.ann.fail(chapter, NoTextError())
    assert shop.state(K.SPEAK) is S.RUNNING
    shop.bob.finish(chapter, {"fresh": 2})
    assert shop.state(K.SPEAK) is S.DONE
    assert shop.ann.begin(chapter) is None


def test_what_an_older_attempt_has_to_say_is_not_heard(shop: Shop) -> None:
    number = shop.order("daisy202")
    shop.opened()
    shop.ann.begin(job(K.SPEAK))
    shop.orders.pause(number)
    assert shop.ann.begin(job(K.SPEAK)) is None
    shop.orders.resume(number)
    assert shop.ann.begin(job(K.SPEAK)) is None, "it is not offered anew yet"
    Admission(shop.database, 8).offer()
    shop.ann.finish(job(K.SPEAK), {"fresh": 1})
    assert shop.state(K.SPEAK) is S.WAITING
    assert [each.kind for each in shop.ann.next_jobs(number)] == [K.OPEN]


def test_a_part_that_takes_its_workers_down_fails_in_the_end(shop: Shop) -> None:
    shop.order("daisy202")
    for _ in range(MOST_STARTS):
        assert shop.ann.begin(OPEN) is not None
        with shop.database.writing() as session:
            give_back(session, "ann")
    with pytest.raises(TongduError, match="never came back"):
        shop.ann.begin(OPEN)


def test_a_source_that_is_gone_is_told_when_it_is_to_be_opened(shop: Shop) -> None:
    shop.order("daisy202")
    for path in (shop.folder / "contents").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.unlink()
    with pytest.raises(ContentMissingError) as raised:
        shop.ann.begin(OPEN)
    shop.ann.fail(OPEN, raised.value)
    assert isinstance(shop.orders.view(1).error, ContentMissingError)


def test_the_same_plan_keeps_what_was_done_and_another_begins_anew(shop: Shop) -> None:
    number = shop.order("daisy202")
    shop.opened()
    shop.do(job(K.SPEAK, 1), fresh=1)
    for attempt, plan, kept in ((2, "p", S.DONE), (3, "q", S.WAITING)):
        shop.orders.pause(number)
        shop.orders.resume(number)
        Admission(shop.database, 8).offer()
        shop.opened(Job(1, attempt, K.OPEN, 0), plan)
        assert shop.state(K.SPEAK, 1) is kept


def test_chapters_that_there_are_no_more_are_dropped(shop: Shop) -> None:
    number = shop.order("daisy202")
    shop.opened()
    shop.orders.pause(number)
    shop.orders.resume(number)
    Admission(shop.database, 8).offer()
    shop.opened(Job(1, 2, K.OPEN, 0), "q", (150,))
    view = shop.orders.view(number)
    assert [part.weight for part in view.parts if part.kind is K.SPEAK] == [150]


def test_shelving_is_one_whole_and_leaves_nothing_to_do_twice(shop: Shop) -> None:
    number = shop.order("brf")
    shop.opened()
    shop.do(job(K.BRAILLE))
    made = shop.folder / "made.brf"
    made.write_bytes(b"braille")
    shop.do(job(K.PUBLISH), path=str(made), name="t.brf", media_type="text/x-brf")
    shop.do(job(K.CHECK), report="{}")
    shelving = job(K.SHELVE)
    shop.ann.begin(shelving)
    for _ in range(2):
        shelve(shop.database, shop.contents, shop.ann, shelving)
    shop.ann.begin(job(K.TELL))
    tell(shop.database, shop.ann, job(K.TELL))
    assert shop.orders.view(number).state is S.DONE
    with shop.database.reading() as session:
        (artefact,) = session.query(Artefact).all()
        (form,) = session.query(Form).all()
        assert (form.kind, form.artefact_id, artefact.size) == ("brf", artefact.id, 7)
        assert [change.title_id for change in session.query(TitleChange)] == [1]
        content = artefact.content
    assert not made.exists()
    assert shop.contents.verify(content)


def test_an_output_that_vanished_is_published_again_at_the_next_attempt(shop: Shop) -> None:
    number = shop.order("brf")
    shop.opened()
    shop.do(job(K.BRAILLE))
    shop.do(job(K.PUBLISH), path=str(shop.folder / "gone"), name="t.brf", media_type="text/x-brf")
    shop.do(job(K.CHECK), report="{}")
    shop.ann.begin(job(K.SHELVE))
    with pytest.raises(TongduError) as raised:
        shelve(shop.database, shop.contents, shop.ann, job(K.SHELVE))
    shop.ann.fail(job(K.SHELVE), raised.value)
    shop.orders.retry(number)
    Admission(shop.database, 8).offer()
    shop.opened(Job(1, 2, K.OPEN, 0))
    assert [shop.state(kind) for kind in (K.BRAILLE, K.PUBLISH, K.CHECK, K.SHELVE)] == [
        S.DONE,
        S.WAITING,
        S.WAITING,
        S.WAITING,
    ]
